"""Norms: what a person needs, entered with the day from which it holds; an earlier one is never overwritten (R-D4)."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.supply.events import NORM_SET
from incidents.supply.models import Basis, Norm
from incidents.supply.services.common import clean, refuse
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from resources.reserves.models import Item
from timeline.services import record

MOST = Decimal(10_000)


@transaction.atomic
def norm_set(
    *,
    item: Item,
    jurisdiction: Jurisdiction,
    quantity: Any,
    basis: str,
    source: str = "",
    effective_from: datetime | None = None,
    actor: User,
) -> Norm:
    """From now (or a day) on, so much for a person (and day) here and below; 0 takes the item out of the norms."""
    access.require(actor, Permission.CATALOGUE_CHANGE, jurisdiction)
    if basis not in Basis.values:
        raise refuse("basis", _("There is no such kind."))
    try:
        amount = Decimal(str(quantity))
    except InvalidOperation as error:
        raise refuse("quantity", _("Not a number.")) from error
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != amount.quantize(Decimal("0.0001")):
        raise refuse("quantity", _("From 0 to %(most)s, at most four decimals.") % {"most": f"{MOST:,}"})
    try:
        with transaction.atomic():
            norm = Norm.objects.create(
                item=item,
                jurisdiction=jurisdiction,
                basis=basis,
                quantity=amount,
                effective_from=effective_from or timezone.now(),
                source=clean(source, "source", 200),
            )
    except IntegrityError as error:
        raise ConflictError(_("There is a norm from this very moment already.")) from error
    data = {"name": item.name, "name_en": item.name_en, "quantity": str(amount)}
    record(NORM_SET, norm, jurisdiction=jurisdiction, permission=Permission.RESERVE_VIEW, actor=actor, data=data)
    return norm
