"""Looking after goods in the store: where they lie, inspections, maintenance, test runs (R-D3)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations.models import User
from resources.reserves import clocks
from resources.reserves.events import LOT_CHECKED, RELOCATED
from resources.reserves.models import Account, Check, CheckKind, Lot, Warehouse
from resources.reserves.quantities import wrong
from resources.reserves.services.duties import duty_met
from resources.reserves.services.issues import warehouse_of
from resources.reserves.services.telling import about, require_keeper, tell, text_of, today
from resources.reserves.workflow import STOCK


@transaction.atomic
def lot_relocate(
    *, lot: Lot, position: str, custodian: str | None = None, warehouse: Warehouse | None = None, actor: User
) -> Account:
    """Put a lot somewhere else in the same store, or (with `custodian`) into other hands."""
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    account = stock_account_lock(lot, place)
    account.position = text_of(position, "position", limit=60)
    if custodian is not None:
        account.custodian = text_of(custodian, "custodian", limit=60)
    account.save(update_fields=["position", "custodian"])
    data = {**about(lot=lot, warehouse=place), "position": account.position or "–", "custodian": account.custodian}
    tell(RELOCATED, lot, warehouse=place, data=data, actor=actor)
    return account


@transaction.atomic
def lot_check(
    *,
    lot: Lot,
    passed: bool,
    note: str = "",
    done_on: date | None = None,
    next_on: date | None = None,
    warehouse: Warehouse | None = None,
    actor: User,
) -> Check:
    """An inspection: what was found, and when it is due again (by the item's interval unless said)."""
    return _check(CheckKind.INSPECTION, lot, passed, note, done_on, next_on, warehouse, actor)


@transaction.atomic
def maintenance_done(
    *,
    lot: Lot,
    passed: bool = True,
    kind: str = CheckKind.MAINTENANCE,
    note: str = "",
    done_on: date | None = None,
    next_on: date | None = None,
    warehouse: Warehouse | None = None,
    actor: User,
) -> Check:
    """Maintenance or a test run was done; the next is due by the item's interval unless said."""
    if kind not in (CheckKind.MAINTENANCE, CheckKind.TEST):
        raise wrong(_("Maintenance or a test run."), "kind")
    return _check(kind, lot, passed, note, done_on, next_on, warehouse, actor)


def stock_account_lock(lot: Lot, warehouse: Warehouse) -> Account:
    """The lot's stock account in the warehouse, locked; NotFoundError where the lot never was there."""
    rows = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("item__unit")
    account = rows.filter(lot=lot, warehouse=warehouse, kind=STOCK).first()
    if account is None:
        raise NotFoundError(_("This lot is not in this warehouse."))
    return account


def _check(
    kind: str,
    lot: Lot,
    passed: bool,
    note: str,
    done_on: date | None,
    next_on: date | None,
    warehouse: Warehouse | None,
    actor: User,
) -> Check:
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    said = text_of(note, "note", limit=500, needed=not passed)
    day = done_on or today()
    if day > today():
        raise wrong(_("This day has not come yet."), "done_on")
    account = stock_account_lock(lot, place)
    inspection = kind == CheckKind.INSPECTION
    days = account.item.check_days if inspection else account.item.maintenance_days
    following = next_on or (day + timedelta(days=days) if days else None)
    if following is not None and following <= day:
        raise wrong(_("After the day it was done."), "next_on")
    if inspection:
        account.checked_on, account.check_due_on = day, following
    else:
        account.maintained_on, account.maintenance_due_on = day, following
    account.save(update_fields=["checked_on", "check_due_on", "maintained_on", "maintenance_due_on"])
    duty_met(clocks.INSPECTION if inspection else clocks.MAINTENANCE, account, actor=actor)
    check = Check.objects.create(
        account=account, kind=kind, passed=passed, note=said, done_on=day, next_on=following, actor=actor
    )
    words = said or (_("in order") if passed else _("not in order"))
    data = {**about(lot=lot, warehouse=place), "note": words, "kind": str(kind), "passed": passed}
    tell(LOT_CHECKED, lot, warehouse=place, data=data, actor=actor)
    return check
