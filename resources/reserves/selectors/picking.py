"""Which lot goes first: the earliest expiry, then the oldest in the store (R-D3)."""

from django.db.models import F, Q, QuerySet

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Account, Item, Lot, Warehouse
from resources.reserves.selectors.common import fit
from resources.reserves.workflow import STOCK


def pick_order(item: Item, warehouse: Warehouse, *, actor: access.Actor) -> QuerySet[Account]:
    """Stock accounts to pick from, in order: something there, neither expired nor recalled nor under a count."""
    rows = Account.objects.filter(fit(), item=item, warehouse=warehouse, kind=STOCK, balance__gt=0, counting=None)
    rows = access.scope(rows, actor, Permission.RESERVE_VIEW, field="warehouse__jurisdiction")
    return rows.select_related("lot__item__unit").order_by(F("lot__expires_on").asc(nulls_last=True), "lot_id")


def earlier_lots(lot: Lot, warehouse: Warehouse, actor: access.Actor) -> list[str]:
    """Batches of the same item here that expire before this lot and are passed over by taking from it."""
    limited = lot.expires_on is not None
    earlier = Q(lot__expires_on__lt=lot.expires_on) if limited else Q(lot__expires_on__isnull=False)
    rows = pick_order(lot.item, warehouse, actor=actor).filter(earlier)
    return list(rows.values_list("lot__batch", flat=True)[:3])
