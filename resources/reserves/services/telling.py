"""What every stock service shares: the lock-free checks, and the one event of a call with the warehouse as it now is."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError, UnprocessableError
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.features import warehouse_feature
from resources.reserves.models import Item, Lot, Warehouse, WarehouseState
from resources.reserves.quantities import number, wrong
from timeline.kinds import Kind
from timeline.services import record

NOTE_LIMIT = 200


def today() -> date:
    """The day on the wall in China."""
    return timezone.localdate()


def require_keeper(actor: User, warehouse: Warehouse, permission: str = Permission.STOCK_MOVE) -> None:
    """PermissionDenied unless the actor may work in this warehouse; NotFoundError where it is out of sight."""
    if not access.can(actor, Permission.RESERVE_VIEW, warehouse.jurisdiction):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    access.require(actor, permission, warehouse.jurisdiction)


def require_open(warehouse: Warehouse, field: str = "warehouse") -> None:
    """UnprocessableError when nothing may go in or out of the warehouse."""
    if not warehouse.is_active or warehouse.state == WarehouseState.CLOSED:
        raise wrong(_("%(warehouse)s is out of service.") % {"warehouse": warehouse}, field)


def text_of(value: str, field: str, *, limit: int = NOTE_LIMIT, needed: bool = False) -> str:
    """A line of text, cleaned; UnprocessableError when it is too long or missing."""
    line = " ".join(str(value or "").split())
    if needed and not line:
        raise wrong(_("Fill this in."), field)
    if len(line) > limit:
        raise wrong(_("At most %(n)s characters.") % {"n": limit}, field)
    return line


def require_fit(lot: Lot) -> None:
    """UnprocessableError when the lot may not be given to anybody: expired or recalled."""
    if lot.expires_on is not None and lot.expires_on < today():
        raise wrong(
            _("Batch %(batch)s expired on %(day)s. Expired goods can be rotated, moved or scrapped, not issued.")
            % {"batch": lot.batch, "day": lot.expires_on.isoformat()},
            "lot",
        )
    if lot.recalled_at is not None:
        raise wrong(_("Batch %(batch)s was recalled: %(note)s") % {"batch": lot.batch, "note": lot.recall_note}, "lot")


def about(
    *,
    item: Item | None = None,
    lot: Lot | None = None,
    warehouse: Warehouse | None = None,
    quantity: Decimal | None = None,
) -> dict[str, Any]:
    """The values of an event's words: names in both languages, figures as numbers."""
    item = item or (lot.item if lot else None)
    data: dict[str, Any] = {}
    if item is not None:
        data |= {"item": item.name, "item_en": item.name_en, "item_id": item.pk}
        data |= {"unit": item.unit.name, "unit_en": item.unit.name_en}
    if lot is not None:
        data |= {"lot": lot.pk, "batch": lot.batch}
    if warehouse is not None:
        data |= {"warehouse": warehouse.name, "warehouse_en": warehouse.name_en, "warehouse_id": warehouse.pk}
    if quantity is not None:
        data["quantity"] = number(quantity)
    return data


def tell(
    kind: Kind,
    subject: Model,
    *,
    warehouse: Warehouse,
    data: dict[str, Any],
    incident: str = "",
    related: Iterable[Model | str] = (),
    also: Iterable[Warehouse] = (),
    actor: User | None,
) -> None:
    """The one event of a service call; the warehouse is redrawn from it."""
    others = list(also)
    record(
        kind,
        subject,
        jurisdiction=warehouse.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        actor=actor,
        data={**data, "feature": warehouse_feature(warehouse)},
        related=[*related, warehouse, *others, *([incident] if incident else [])],
        also=[place.jurisdiction for place in others],
    )


def incident_of(value: str) -> str:
    """An incident's subject string from `incident:12`, `12` or 12; "" for none. UnprocessableError for anything else."""
    text = str(value or "").strip()
    if not text:
        return ""
    bare = text.removeprefix("incident:")
    if not (bare.isascii() and bare.isdigit() and len(bare) < 12):
        raise wrong(_("No such incident."), "incident")
    return f"incident:{int(bare)}"


def require_same(value: Any, wanted: Any, field: str, message: str) -> None:
    """UnprocessableError unless the two are one."""
    if value != wanted:
        raise UnprocessableError(_("Some fields need correction."), errors={field: message})
