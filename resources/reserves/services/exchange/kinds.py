"""What the lines of each kind of table mean, and how a thousand of them are written at once (R-D1, R-D2, R-D3).

A taker is given one line after the other (`take`), says what is wrong with it by UnprocessableError, and writes those it
holds when told to (`store`). Nothing is written while a file is only tried.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from django.contrib.gis.geos import Point
from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.pinyin import initials
from organizations import access
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from resources.reserves.models import (
    Agreement,
    Category,
    Form,
    Handling,
    ImportKind,
    Item,
    Lot,
    Measure,
    Tier,
    Warehouse,
)
from resources.reserves.quantities import quantity_of
from resources.reserves.services.exchange.cells import Cells
from resources.reserves.services.receipts import Arrival, LotData, line_check, receipts_post


class Taker(Protocol):
    """One kind of line."""

    columns: Sequence[str]
    needed: Sequence[str]

    def take(self, cells: Cells) -> bool:
        """Judge a line and hold it; whether it is new (else it changes something known)."""

    def store(self, actor: User) -> None:
        """Write what is held, and hold nothing more."""


def _places(actor: User, permission: str) -> dict[str, Jurisdiction]:
    rows = access.scope(Jurisdiction.objects.filter(is_active=True).defer("boundary"), actor, permission, field="")
    found: dict[str, Jurisdiction] = {}
    for row in rows:
        found[row.code] = found[row.code.rstrip("0") or row.code] = row
    return found


def _write(kind: Any, rows: list[Any], known: dict[str, Any], fields: Sequence[str]) -> None:
    fresh = [row for row in rows if row.pk is None]
    kind.objects.bulk_create(fresh, batch_size=1000)
    kind.objects.bulk_update([row for row in rows if row.pk is not None and row not in fresh], fields, batch_size=500)
    known.update({row.code: row for row in fresh if hasattr(row, "code")})


class _Coded:
    """Rows known by their code: changed where they are, else new; a code twice in one file is refused."""

    kind: type[Model]

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}
        self.seen: set[str] = set()
        self.held: list[Any] = []

    def row_of(self, cells: Cells) -> tuple[Any, bool]:
        """The row this line is about and whether it is new."""
        code = cells.text("code", 40, needed=True)
        if code in self.seen:
            cells.wrong("code", _("This code is already on a line above."))
        self.seen.add(code)
        row = self.known.get(code)
        return (row, False) if row is not None else (self.kind(code=code), True)  # type: ignore[call-arg]


class ItemTaker(_Coded):
    """Items of the catalogue."""

    kind = Item
    columns = (
        "code", "name", "name_en", "category", "unit", "spec", "handling", "serial_required", "shelf_life_days",
        "maintenance_days", "check_days", "storage", "weight_kg", "volume_m3", "barcode",
    )  # fmt: skip
    needed = ("code", "name", "category", "unit")
    fields = (*columns[1:], "initials", "version")

    def __init__(self, actor: User) -> None:
        super().__init__()
        access.require_anywhere(actor, Permission.CATALOGUE_CHANGE)
        self.known = {row.code: row for row in Item.objects.select_related("unit")}
        self.used = set(Lot.objects.values_list("item", flat=True).distinct())
        self.categories = {row.code: row for row in Category.objects.all()}
        units = list(Measure.objects.all())
        self.units = {name: row for row in units for name in (row.code, row.name)}
        self.barcodes = {row.barcode: row.code for row in self.known.values() if row.barcode}

    def take(self, cells: Cells) -> bool:
        """A line of the catalogue."""
        row, fresh = self.row_of(cells)
        said: dict[str, Any] = {
            "name": cells.text("name", 100, needed=True),
            "category": cells.named("category", self.categories),
            "unit": cells.named("unit", self.units),
        }
        readers: dict[str, Any] = {
            "name_en": lambda: cells.text("name_en", 100),
            "spec": lambda: cells.text("spec", 200),
            "handling": lambda: cells.choice("handling", Handling, Handling.CONSUMED),
            "serial_required": lambda: cells.flag("serial_required"),
            "storage": lambda: cells.text("storage", 200),
            "weight_kg": lambda: cells.number("weight_kg", most=9_999_999),
            "volume_m3": lambda: cells.number("volume_m3", most=99_999, places=4),
            "barcode": lambda: cells.text("barcode", 60),
        }
        readers |= {name: _whole(cells, name) for name in ("shelf_life_days", "maintenance_days", "check_days")}
        said |= {name: read() for name, read in readers.items() if cells.given(name)}
        if not fresh and row.pk in self.used and said["unit"] is not None and said["unit"].pk != row.unit_id:
            cells.wrong("unit", _("There are lots of this item; its unit stays as it is."))
        barcode = said.get("barcode")
        if barcode and self.barcodes.setdefault(barcode, row.code) != row.code:
            cells.wrong("barcode", _("Already used here."))
        cells.judged()
        for name, value in said.items():
            setattr(row, name, value)
        row.initials = initials(row.name)[:60]
        row.version = row.version + (0 if fresh else 1)
        self.held.append(row)
        return fresh

    def store(self, actor: User) -> None:
        """Write them."""
        rows, self.held = self.held, []
        _write(Item, rows, self.known, self.fields)


def _whole(cells: Cells, name: str) -> Any:
    return lambda: cells.whole(name)


class WarehouseTaker(_Coded):
    """Warehouses within reach."""

    kind = Warehouse
    columns = (
        "code", "name", "name_en", "tier", "jurisdiction", "unit", "lon", "lat", "address", "phone", "keeper_a_name",
        "keeper_a_phone", "keeper_b_name", "keeper_b_phone", "area_m2", "truck_limit_t", "doors", "forklifts",
    )  # fmt: skip
    needed = ("code", "name", "tier", "jurisdiction", "lon", "lat")
    fields = (
        "name", "name_en", "initials", "tier", "jurisdiction", "unit", "location", "address", "phone", "keeper_a_name",
        "keeper_a_phone", "keeper_b_name", "keeper_b_phone", "area_m2", "truck_limit_t", "doors", "forklifts", "version",
    )  # fmt: skip

    def __init__(self, actor: User) -> None:
        super().__init__()
        self.places = _places(actor, Permission.CATALOGUE_CHANGE)
        self.reach = {row.pk for row in self.places.values()}
        self.known = {row.code: row for row in Warehouse.objects.all()}
        self.units: dict[int, dict[str, Unit]] = {}
        for unit in Unit.objects.filter(is_active=True).order_by("-receives_reports", "pk"):
            self.units.setdefault(unit.jurisdiction_id, {}).setdefault(unit.name, unit)

    def take(self, cells: Cells) -> bool:
        """A line of the directory of warehouses."""
        row, fresh = self.row_of(cells)
        if not fresh and row.jurisdiction_id not in self.reach:
            cells.wrong("code", _("Already used here."))
        place = cells.named("jurisdiction", self.places)
        units = self.units.get(place.pk, {}) if place else {}
        unit = cells.named("unit", units, needed=False) or next(iter(units.values()), None)
        if place and unit is None:
            cells.wrong("unit", _("There is no unit in this jurisdiction."))
        lon, lat = (
            cells.number("lon", most=180, places=6, needed=True),
            cells.number("lat", most=90, places=6, needed=True),
        )
        said: dict[str, Any] = {
            "name": cells.text("name", 100, needed=True),
            "tier": cells.choice("tier", Tier),
            "jurisdiction": place,
            "unit": unit,
        }
        texts = {"name_en": 100, "address": 200, "phone": 40}
        texts |= {f"keeper_{one}_{what}": 60 if what == "name" else 40 for one in "ab" for what in ("name", "phone")}
        said |= {name: cells.text(name, limit) for name, limit in texts.items() if cells.given(name)}
        for name, most in (("area_m2", 10**7), ("doors", 1000), ("forklifts", 1000)):
            if cells.given(name):
                said[name] = cells.whole(name, most=most)
        if cells.given("truck_limit_t"):
            said["truck_limit_t"] = cells.number("truck_limit_t", most=9999, places=1)
        cells.judged()
        for name, value in said.items():
            setattr(row, name, value)
        row.location = Point(float(lon or 0), float(lat or 0), srid=4326)
        row.initials = initials(row.name)[:60]
        row.version += 0 if fresh else 1
        self.held.append(row)
        return fresh

    def store(self, actor: User) -> None:
        """Write them."""
        rows, self.held = self.held, []
        _write(Warehouse, rows, self.known, self.fields)


class AgreementTaker:
    """What can be called; every line is a new agreement."""

    columns = (
        "item", "jurisdiction", "form", "supplier", "contract_no", "valid_from", "valid_to", "quantity", "per_day",
        "lead_time_h", "contact_name", "contact_phone", "note",
    )  # fmt: skip
    needed = ("item", "jurisdiction", "supplier", "quantity", "lead_time_h")

    def __init__(self, actor: User) -> None:
        self.places = _places(actor, Permission.CATALOGUE_CHANGE)
        self.items = {row.code: row for row in Item.objects.filter(is_active=True).select_related("unit")}
        self.held: list[Agreement] = []

    def take(self, cells: Cells) -> bool:
        """A line of the agreements."""
        item = cells.named("item", self.items)
        row = Agreement(
            item=item,
            jurisdiction=cells.named("jurisdiction", self.places),
            form=cells.choice("form", Form, Form.AGREEMENT),
            supplier=cells.text("supplier", 100, needed=True),
            contract_no=cells.text("contract_no", 60),
            valid_from=cells.day("valid_from"),
            valid_to=cells.day("valid_to"),
            per_day=cells.number("per_day"),
            lead_time_h=cells.number("lead_time_h", most=9999, places=1, needed=True),
            contact_name=cells.text("contact_name", 60),
            contact_phone=cells.text("contact_phone", 40),
            note=cells.text("note", 500),
        )
        row.quantity = _quantity(cells, item)
        if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
            cells.wrong("valid_to", _("Before it begins."))
        cells.judged()
        self.held.append(row)
        return True

    def store(self, actor: User) -> None:
        """Write them."""
        rows, self.held = self.held, []
        Agreement.objects.bulk_create(rows, batch_size=1000)


class StockTaker:
    """Lots that lie in a store when its books are opened; every line is a new lot."""

    columns = (
        "warehouse", "item", "quantity", "batch", "serial", "made_on", "expires_on", "supplier", "fund_source",
        "unit_price", "position", "custodian",
    )  # fmt: skip
    needed = ("warehouse", "item", "quantity")

    def __init__(self, actor: User) -> None:
        rows = access.scope(Warehouse.objects.select_related("jurisdiction", "unit"), actor, Permission.STOCK_MOVE)
        self.warehouses = {row.code: row for row in rows.filter(is_active=True)}
        self.items = {row.code: row for row in Item.objects.filter(is_active=True).select_related("unit")}
        self.serials = set(Lot.objects.exclude(serial="").values_list("item", "serial"))
        self.held: dict[int, list[Arrival]] = {}

    def take(self, cells: Cells) -> bool:
        """A line of the stock."""
        place, item = cells.named("warehouse", self.warehouses), cells.named("item", self.items)
        amount = _quantity(cells, item)
        lot = LotData(
            batch=cells.text("batch", 60),
            serial=cells.text("serial", 60),
            made_on=cells.day("made_on"),
            expires_on=cells.day("expires_on"),
            supplier=cells.text("supplier", 100),
            fund_source=cells.text("fund_source", 100),
            unit_price=cells.number("unit_price", most=9_999_999_999, places=2),
        )
        arrival = Arrival(item, amount, lot, cells.text("position", 60), cells.text("custodian", 60))
        if place is not None and place.state == "closed":
            cells.wrong("warehouse", _("%(warehouse)s is out of service.") % {"warehouse": place})
        if item is not None and not cells.errors:
            for name, words in line_check(item, lot, expired=True).items():
                cells.wrong(name, words)
            if lot.serial and (item.pk, lot.serial) in self.serials:
                cells.wrong("serial", _("Already used here."))
            if lot.serial and amount != 1:
                cells.wrong("quantity", _("One serial number is one piece."))
        cells.judged()
        if lot.serial:
            self.serials.add((item.pk, lot.serial))
        self.held.setdefault(place.pk, []).append(arrival)
        return True

    def store(self, actor: User) -> None:
        """Post them, store by store, each by one set of movements."""
        by_pk = {row.pk: row for row in self.warehouses.values()}
        held, self.held = self.held, {}
        for pk in sorted(held):
            receipts_post(warehouse=by_pk[pk], arrivals=held[pk], reason="opening", actor=actor)


def _quantity(cells: Cells, item: Any) -> Any:
    said = cells.cells.get("quantity", "").replace(",", "")
    if item is None:
        return None
    try:
        return quantity_of(said, item)
    except UnprocessableError as error:
        cells.wrong("quantity", str(error.errors.get("quantity", error.message)))
        return None


TAKERS: dict[str, Any] = {
    ImportKind.ITEMS: ItemTaker,
    ImportKind.WAREHOUSES: WarehouseTaker,
    ImportKind.AGREEMENTS: AgreementTaker,
    ImportKind.STOCK: StockTaker,
}
