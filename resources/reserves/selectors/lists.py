"""Items, warehouses, lots, movements and agreements within reach (R-D1, R-D2, R-D3)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.reserves.models import Agreement, Category, Item, Lot, Movement, Reservation, Warehouse
from resources.reserves.selectors.stock import accounts_in_reach
from resources.reserves.workflow import FROZEN, ON_HAND, RESERVED, STOCK

VIEW = Permission.RESERVE_VIEW
ZERO = Decimal(0)


def categories(actor: access.Actor) -> QuerySet[Category]:
    """The categories of goods, by code."""
    return Category.objects.all() if access.can_anywhere(actor, VIEW) else Category.objects.none()


def items(actor: access.Actor, *, q: str = "", category: str = "", active: bool = True) -> QuerySet[Item]:
    """The catalogue, for those who see reserves anywhere; `category` is a code or its beginning without the zeros."""
    if not access.can_anywhere(actor, VIEW):
        return Item.objects.none()
    rows = Item.objects.select_related("category", "unit")
    if active:
        rows = rows.filter(is_active=True)
    if q:
        like = Q(name__icontains=q) | Q(name_en__icontains=q) | Q(code__icontains=q) | Q(initials__startswith=q.lower())
        rows = rows.filter(like | Q(barcode=q) | Q(packs__barcode=q)).distinct()
    if category:
        rows = rows.filter(category__code__startswith=category.rstrip("0") or category)
    return rows


def item_get(actor: access.Actor, key: Any) -> Item:
    """An item by id or code; NotFoundError where there is none."""
    return _by_id_or_code(items(actor, active=False), key)


def warehouses(
    actor: access.Actor, *, q: str = "", tier: str = "", jurisdiction: str = "", active: bool = True
) -> QuerySet[Warehouse]:
    """Warehouses within reach; `jurisdiction` is a division code: it and everything below."""
    rows = access.scope(Warehouse.objects.select_related("jurisdiction", "unit"), actor, VIEW)
    if active:
        rows = rows.filter(is_active=True)
    if q:
        like = Q(name__icontains=q) | Q(name_en__icontains=q) | Q(code__icontains=q) | Q(initials__startswith=q.lower())
        rows = rows.filter(like | Q(address__icontains=q))
    if tier:
        rows = rows.filter(tier=tier)
    if jurisdiction:
        top = Jurisdiction.objects.filter(code=jurisdiction).values_list("path", flat=True).first()
        rows = rows.filter(jurisdiction__path__startswith=top) if top else rows.none()
    return rows.order_by("jurisdiction__path", "code")


def warehouses_to_work_in(actor: access.Actor, permission: str) -> QuerySet[Warehouse]:
    """Warehouses in use where the actor holds a permission of work: the choices of a form."""
    rows = access.scope(warehouses(actor), actor, permission)
    return rows.order_by("jurisdiction__path", "code")


def warehouse_get(actor: access.Actor, key: Any) -> Warehouse:
    """A warehouse within reach by id or code; NotFoundError otherwise."""
    return _by_id_or_code(warehouses(actor, active=False), key)


def lots(
    actor: access.Actor,
    *,
    item: Item | None = None,
    warehouse: Warehouse | None = None,
    q: str = "",
    empty: bool = False,
) -> QuerySet[Lot]:
    """Lots that lie, or lay, in a warehouse within reach, with what is on hand there; earliest expiry first."""
    here = accounts_in_reach(actor).filter(kind__in=ON_HAND)
    if warehouse is not None:
        here = here.filter(warehouse=warehouse)
    rows = Lot.objects.select_related("item__unit", "item__category")
    if item is not None:
        rows = rows.filter(item=item)
        here = here.filter(item=item)
    wanted = here if empty else here.filter(balance__gt=0)
    rows = rows.filter(Exists(wanted.filter(lot=OuterRef("pk"))))
    if q:
        rows = rows.filter(Q(batch__icontains=q) | Q(serial__icontains=q) | Q(item__name__icontains=q))
    return rows.order_by(F("expires_on").asc(nulls_last=True), "pk")


def lot_get(actor: access.Actor, key: Any) -> Lot:
    """A lot within reach by id; NotFoundError otherwise."""
    found = lots(actor, empty=True).filter(pk=key).first() if _is_id(key) else None
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def holdings(
    actor: access.Actor, rows: list[Lot], warehouse: Warehouse | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Lot id → where it lies: warehouse, position, on hand, reserved, frozen; one query for a page of lots."""
    here = accounts_in_reach(actor).filter(lot__in=[lot.pk for lot in rows], kind__in=ON_HAND)
    if warehouse is not None:
        here = here.filter(warehouse=warehouse)
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for account in here.select_related("warehouse__jurisdiction").order_by("warehouse_id", "kind"):
        place = account.warehouse
        if place is None:
            continue
        line = found.setdefault(
            (account.lot_id, place.pk),
            {"warehouse": place, "on_hand": ZERO, "free": ZERO, "reserved": ZERO, "frozen": ZERO, "account": None},
        )
        line["on_hand"] += account.balance
        line[{STOCK: "free", RESERVED: "reserved", FROZEN: "frozen"}[account.kind]] = account.balance
        if account.kind == STOCK:
            line["account"] = account
    by_lot: dict[int, list[dict[str, Any]]] = {}
    for (lot, _place), line in found.items():
        by_lot.setdefault(lot, []).append(line)
    return by_lot


def movements(
    actor: access.Actor, *, lot: Lot | None = None, item: Item | None = None, warehouse: Warehouse | None = None
) -> QuerySet[Movement]:
    """The ledger's entries that touch a warehouse within reach, newest first."""
    reach = accounts_in_reach(actor)
    if warehouse is not None:
        reach = reach.filter(warehouse=warehouse)
    if lot is not None:
        reach = reach.filter(lot=lot)
    if item is not None:
        reach = reach.filter(item=item)
    ids = reach.values("pk")
    rows = Movement.objects.filter(Q(source__in=ids) | Q(target__in=ids))
    return rows.select_related("lot__item__unit", "source__warehouse", "target__warehouse", "actor").order_by("-pk")


def reservations(actor: access.Actor, *, holder: str = "", lot: Lot | None = None) -> QuerySet[Reservation]:
    """Open reservations within reach, of one order or one lot."""
    rows = Reservation.objects.filter(quantity__gt=F("taken") + F("released"))
    if holder:
        rows = rows.filter(holder=holder)
    if lot is not None:
        rows = rows.filter(lot=lot)
    rows = access.scope(rows, actor, VIEW, field="warehouse__jurisdiction")
    return rows.select_related("lot__item__unit", "warehouse__jurisdiction")


def agreements(actor: access.Actor, *, item: Item | None = None, ended: bool = False) -> QuerySet[Agreement]:
    """Agreements within reach, the first to end first; ended ones only when asked."""
    rows = access.scope(Agreement.objects.select_related("item__unit", "jurisdiction"), actor, VIEW)
    if item is not None:
        rows = rows.filter(item=item)
    if not ended:
        yesterday = timezone.localdate() - timedelta(days=1)
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=yesterday), is_active=True)
    return rows.order_by(F("valid_to").asc(nulls_last=True), "supplier")


def warehouse_items(actor: access.Actor, warehouse: Warehouse) -> list[dict[str, Any]]:
    """What lies in one warehouse, item by item: on hand, reserved, frozen, the earliest expiry."""
    rows = accounts_in_reach(actor).filter(warehouse=warehouse, kind__in=ON_HAND, balance__gt=0)
    sums = rows.values("item").annotate(
        on_hand=Sum("balance"),
        reserved=Sum("balance", filter=Q(kind=RESERVED), default=ZERO),
        frozen=Sum("balance", filter=Q(kind=FROZEN), default=ZERO),
    )
    found = {row["item"]: row for row in sums.order_by()}
    names = Item.objects.filter(pk__in=found).select_related("unit", "category").order_by("category__code", "code")
    return [{**found[item.pk], "item": item} for item in names]


def kinds_held(actor: access.Actor, ids: list[int]) -> dict[int, int]:
    """Warehouse id → how many kinds of goods lie there."""
    rows = accounts_in_reach(actor).filter(warehouse__in=ids, kind__in=ON_HAND, balance__gt=0)
    return dict(rows.values_list("warehouse").annotate(n=Count("item", distinct=True)).order_by())


def _by_id_or_code(rows: QuerySet[Any], key: Any) -> Any:
    """A number is an id first; anything else, and an unknown number, a code."""
    found = rows.filter(pk=int(key)).first() if _is_id(key) else None
    if found is None and isinstance(key, str) and key and "\x00" not in key:
        found = rows.filter(code=key).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def _is_id(key: Any) -> bool:
    if isinstance(key, bool):
        return False
    if isinstance(key, int):
        return 0 < key < 2**63
    return isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 19


__all__ = [
    "agreements",
    "categories",
    "holdings",
    "item_get",
    "items",
    "kinds_held",
    "lot_get",
    "lots",
    "movements",
    "reservations",
    "warehouse_get",
    "warehouse_items",
    "warehouses",
    "warehouses_to_work_in",
]
