"""The catalogue, warehouses, agreements and limits: entered and changed by those who may (R-D1, R-D2)."""

import csv
import io
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from core.pinyin import initials
from core.text import clean_name
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from resources.reserves import clocks
from resources.reserves.events import AGREEMENT_CHANGED, ITEM_CHANGED, LIMIT_CHANGED, WAREHOUSE_CHANGED
from resources.reserves.models import Agreement, Category, Item, StockLimit, Warehouse
from resources.reserves.quantities import number, quantity_of, wrong
from resources.reserves.services.duties import duty_dropped, duty_met
from resources.reserves.services.telling import about, require_keeper, tell
from timeline.services import record

M = TypeVar("M", bound=Model)
CHANGE = Permission.CATALOGUE_CHANGE
WAREHOUSE_FIELDS = frozenset(
    [
        "jurisdiction",
        "unit",
        "place",
        "code",
        "name",
        "name_en",
        "tier",
        "state",
        "state_note",
        "location",
        "address",
        "keeper_a",
        "keeper_b",
        "keeper_a_name",
        "keeper_a_phone",
        "keeper_b_name",
        "keeper_b_phone",
        "phone",
        "area_m2",
        "volume_m3",
        "access_roads",
        "truck_limit_t",
        "truck_length_m",
        "doors",
        "forklifts",
        "backup_power",
        "is_active",
    ]
)
ITEM_FIELDS = frozenset(
    [
        "category",
        "code",
        "name",
        "name_en",
        "spec",
        "unit",
        "handling",
        "serial_required",
        "shelf_life_days",
        "maintenance_days",
        "check_days",
        "storage",
        "weight_kg",
        "volume_m3",
        "barcode",
        "is_active",
    ]
)
AGREEMENT_FIELDS = frozenset(
    [
        "jurisdiction",
        "item",
        "form",
        "supplier",
        "contract_no",
        "valid_from",
        "valid_to",
        "quantity",
        "per_day",
        "lead_time_h",
        "contact_name",
        "contact_phone",
        "location",
        "note",
        "is_active",
    ]
)


@transaction.atomic
def warehouse_save(
    *, warehouse: Warehouse | None = None, values: Mapping[str, Any], version: int | None = None, actor: User
) -> Warehouse:
    """Enter a warehouse, or change one (409 when the form is stale); within the actor's reach before and after."""
    row = _locked(Warehouse, warehouse, version)
    if warehouse is not None:
        require_keeper(actor, row, CHANGE)
    changed = _assign(row, values, WAREHOUSE_FIELDS)
    if row.jurisdiction_id is None or row.unit_id is None:
        raise UnprocessableError(_("Some fields need correction."), errors={"jurisdiction": _("Fill this in.")})
    access.require(actor, CHANGE, row.jurisdiction)
    row.initials = initials(row.name)[:60]
    _store(row)
    data = {**about(warehouse=row), "fields": ", ".join(changed) or "–"}
    tell(WAREHOUSE_CHANGED, row, warehouse=row, data=data, actor=actor)
    return row


@transaction.atomic
def item_save(*, item: Item | None = None, values: Mapping[str, Any], version: int | None = None, actor: User) -> Item:
    """Enter an item, or change one. The unit of an item that has lots stays: its quantities would lose their meaning."""
    access.require_anywhere(actor, CHANGE)
    row = _locked(Item, item, version)
    if item is not None and "unit" in values and values["unit"] != row.unit and row.lots.exists():
        raise ConflictError(_("There are lots of this item; its unit stays as it is."), errors={"unit": _("Stays.")})
    changed = _assign(row, values, ITEM_FIELDS)
    row.initials = initials(row.name)[:60]
    _store(row)
    data = {**about(item=row), "fields": ", ".join(changed) or "–"}
    where = home_of(actor)
    record(ITEM_CHANGED, row, jurisdiction=where, permission=Permission.RESERVE_VIEW, actor=actor, data=data)
    return row


@transaction.atomic
def agreement_save(
    *, agreement: Agreement | None = None, values: Mapping[str, Any], version: int | None = None, actor: User
) -> Agreement:
    """Enter an agreement, or change one (prolong it, end it with `is_active`)."""
    row = _locked(Agreement, agreement, version)
    if agreement is not None:
        _require_seen(actor, row.jurisdiction)
        access.require(actor, CHANGE, row.jurisdiction)
    _assign(row, values, AGREEMENT_FIELDS)
    if row.item_id is None or row.jurisdiction_id is None:
        raise UnprocessableError(_("Some fields need correction."), errors={"item": _("Fill this in.")})
    access.require(actor, CHANGE, row.jurisdiction)
    row.quantity = quantity_of(row.quantity, row.item)
    _store(row)
    if agreement is not None and (row.valid_to != agreement.valid_to or not row.is_active):
        (duty_met if row.is_active else duty_dropped)(clocks.RENEWAL, row, actor=actor)
    data = {**about(item=row.item, quantity=row.quantity), "supplier": row.supplier}
    record(
        AGREEMENT_CHANGED,
        row,
        jurisdiction=row.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        actor=actor,
        data=data,
        related=[row.item],
    )
    return row


@transaction.atomic
def limit_set(
    *,
    item: Item,
    jurisdiction: Jurisdiction,
    warehouse: Warehouse | None = None,
    minimum: Any = None,
    maximum: Any = None,
    actor: User,
) -> StockLimit | None:
    """The least and the most of an item in a warehouse or a whole jurisdiction; both empty removes the limit."""
    _require_seen(actor, jurisdiction)
    access.require(actor, CHANGE, jurisdiction)
    if warehouse is not None and warehouse.jurisdiction_id != jurisdiction.pk:
        raise wrong(_("This warehouse belongs to another jurisdiction."), "warehouse")
    least = None if minimum in (None, "") else quantity_of(minimum, item, field="minimum", zero=True)
    most = None if maximum in (None, "") else quantity_of(maximum, item, field="maximum", zero=True)
    if least is not None and most is not None and least > most:
        raise wrong(_("Not below the minimum."), "maximum")
    key: dict[str, Any] = {"item": item, "jurisdiction": jurisdiction, "warehouse": warehouse}
    if least is None and most is None:
        StockLimit.objects.filter(**key).delete()
        row = None
    else:
        row = StockLimit.objects.update_or_create(**key, defaults={"minimum": least, "maximum": most})[0]
    place = warehouse or jurisdiction
    data = {**about(item=item), "warehouse": place.name, "warehouse_en": place.name_en}
    data |= {
        "minimum": number(least) if least is not None else "–",
        "maximum": number(most) if most is not None else "–",
    }
    view = Permission.RESERVE_VIEW
    record(LIMIT_CHANGED, item, jurisdiction=jurisdiction, permission=view, actor=actor, data=data)
    return row


@transaction.atomic
def categories_load(*, content: bytes, official: bool = True, actor: User) -> int:
    """The bureau's table of categories: CSV with code, Chinese, English; all lines or none. How many were written."""
    access.require_anywhere(actor, CHANGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    errors: dict[str, Any] = {}
    rows: dict[str, Category] = {}
    for line, cells in enumerate(csv.reader(io.StringIO(text.replace("\x00", ""), newline="")), start=1):
        code, name, english = ([cell.strip() for cell in cells] + ["", "", ""])[:3]
        if not code or (line == 1 and not code.isdigit()):
            continue
        if not (len(code) == 7 and code.isascii() and code.isdigit() and code[0] != "0") or not 0 < len(name) <= 100:
            errors[f"line {line}"] = _("Seven digits and a name, please.")
        rows[code] = Category(code=code, name=name[:100], name_en=english[:100], official=official)
    if errors:
        raise UnprocessableError(_("Some lines need correction; nothing was stored."), errors=errors)
    Category.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["code"], update_fields=["name", "name_en", "official"]
    )
    return len(rows)


def _locked(kind: type[M], row: M | None, version: int | None) -> Any:
    """A new row, or the stored one, locked; ConflictError when the form saw an older version."""
    if row is None:
        return kind()
    rows = kind._default_manager.all()
    rows.select_for_update(no_key=True).values_list("pk").get(pk=row.pk)
    fresh: Any = rows.get(pk=row.pk)
    if version is not None and version != fresh.version:
        raise ConflictError(
            _("Somebody else changed this while you were editing it. Compare, then save again."),
            extra={"conflict": {"version": fresh.version}},
        )
    fresh.version += 1
    return fresh


def _assign(row: Any, values: Mapping[str, Any], allowed: frozenset[str]) -> list[str]:
    unknown = sorted(set(values) - allowed)
    if unknown:
        raise UnprocessableError(_("Unknown fields."), errors={name: _("There is no such field.") for name in unknown})
    changed = []
    for name, value in values.items():
        said = clean_name(value) if isinstance(value, str) else value
        if getattr(row, name, None) != said or row.pk is None:
            setattr(row, name, said)
            changed.append(name)
    return sorted(changed)


def _store(row: Any) -> None:
    """Every field checked by the model's own rules; a code that is taken is a conflict."""
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        errors = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        raise UnprocessableError(_("Some fields need correction."), errors=errors) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        field = next((name for name in ("barcode", "place", "dates") if name in rule), "code")
        raise ConflictError(
            _("It conflicts with what is already recorded."), errors={field: _("Already used here.")}
        ) from error


def home_of(actor: User) -> Jurisdiction:
    """Where a change of the common catalogue is recorded: the highest place the actor may change it for."""
    paths = sorted(access.reach(actor).get(str(CHANGE), ()), key=len)
    if not paths:
        raise PermissionDenied
    return Jurisdiction.objects.get(path=paths[0])


def _require_seen(actor: User, jurisdiction: Jurisdiction) -> None:
    if not access.can(actor, Permission.RESERVE_VIEW, jurisdiction):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))


__all__ = ["agreement_save", "categories_load", "item_save", "limit_set", "warehouse_save"]
