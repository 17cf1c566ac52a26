"""The allocation of one request: the problem out of the database, the answer as data that explains itself (R-C4, R-D4)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from incidents.supply.allocation import Item as AItem
from incidents.supply.allocation import Line as ALine
from incidents.supply.allocation import Lot as ALot
from incidents.supply.allocation import Need, Problem, Solution, Source, Stock, check, solve
from incidents.supply.allocation.problem import NO_WAY
from incidents.supply.models import RequestLine, Roadblock, SupplyRequest, SupplyVehicle
from incidents.supply.roads import travel
from incidents.supply.selectors.requests import states_of
from organizations import access
from organizations.models import Jurisdiction, Level
from organizations.roles import Permission
from resources.reserves.models import Account, Alternative, Item, StockLimit, Tier, Warehouse, WarehouseState
from resources.reserves.quantities import number
from resources.reserves.selectors import agreements_in_force
from resources.reserves.selectors.common import fit
from resources.reserves.workflow import STOCK

LIMIT_S = 2.0


@dataclass
class Setting:
    """A problem and what its numbers stand for."""

    problem: Problem
    lines: list[RequestLine]
    warehouses: list[Warehouse]
    earliest: dict[tuple[int, int], int] = field(default_factory=dict)

    def units(self, quantity: int, item: int | None) -> Decimal:
        """Whole steps back to the item's unit."""
        return Decimal(quantity) / (self.problem.weight(item).scale if item else 1)


def base_of(request: SupplyRequest, actor: access.Actor) -> Jurisdiction:
    """Whose warehouses give: the level that was asked, else the county the request lies in (own tier first)."""
    if request.asked is not None:
        return request.asked
    county = Jurisdiction.objects.filter(pk__in=request.jurisdiction.ancestor_ids, level=Level.COUNTY).first()
    return county or request.jurisdiction


def setting_of(request: SupplyRequest, actor: access.Actor, *, everything: bool = False) -> Setting:
    """What is still missing of a request, against all that the actor may see of the giving level's stock."""
    states = states_of(request, actor)
    lines = [state.line for state in states if everything or state.missing > 0]
    missing = {state.line.pk: state.line.quantity if everything else state.missing for state in states}
    instead = _alternatives(lines)
    items = {line.item_id for line in lines} | {other for others in instead.values() for other in others}
    accounts = _accounts(request, items, actor)
    warehouses = sorted({account.warehouse for account in accounts if account.warehouse}, key=lambda row: row.pk)
    weights = _weights(items)
    where = {warehouse.pk: n for n, warehouse in enumerate(warehouses)}
    stocks, earliest = _stocks(accounts, where, weights)
    minutes, km = travel(
        [(w.location.x, w.location.y) for w in warehouses],
        [_goal(request)],
        roadblocks_in_force(request.jurisdiction, actor),
    )
    due = None
    if request.wanted_at is not None:
        due = max(0, int((request.wanted_at - timezone.now()).total_seconds() / 60))
    needs = [
        Need(
            line.pk,
            line.item_id,
            int(missing[line.pk] * weights[line.item_id].scale),
            0,
            request.priority,
            due,
            instead.get(line.pk, ()),
        )
        for line in lines
    ]
    problem = Problem(_sources(warehouses), needs, stocks, minutes, km, weights)
    return Setting(problem, lines, warehouses, earliest)


def _weights(items: set[int]) -> dict[int, AItem]:
    """Weight, volume and step of every item: what is counted in whole numbers is never split."""
    rows = Item.objects.filter(pk__in=items).select_related("unit")
    return {
        row.pk: AItem(row.pk, float(row.weight_kg or 0), float(row.volume_m3 or 0), 1 if row.unit.whole else 1000)
        for row in rows
    }


def _goal(request: SupplyRequest) -> tuple[float, float] | None:
    point = request.location or (request.warehouse.location if request.warehouse else None)
    if point is None and request.incident is not None:
        point = request.incident.location
    point = point or request.jurisdiction.centre
    return (point.x, point.y) if point else None


def _alternatives(lines: list[RequestLine]) -> dict[int, tuple[int, ...]]:
    """Line → items that will do one for one, where the line says that something else will do."""
    rows = Alternative.objects.filter(item__in={line.item_id for line in lines if line.substitutes}, ratio=1)
    rows = rows.filter(item__unit__whole=F("other__unit__whole"))  # one for one, and in the same steps
    by_item: dict[int, list[int]] = defaultdict(list)
    for row in rows.filter(other__is_active=True).order_by("rank"):
        by_item[row.item_id].append(row.other_id)
    return {line.pk: tuple(by_item[line.item_id]) for line in lines if line.substitutes and by_item[line.item_id]}


def _accounts(request: SupplyRequest, items: set[int], actor: access.Actor) -> list[Account]:
    rows = Account.objects.filter(fit(), item__in=items, kind=STOCK, balance__gt=0, counting=None)
    rows = rows.filter(warehouse__is_active=True).exclude(warehouse__state=WarehouseState.CLOSED)
    rows = rows.filter(warehouse__jurisdiction__path__startswith=base_of(request, actor).path)
    rows = access.scope(rows, actor, Permission.RESERVE_VIEW, field="warehouse__jurisdiction")
    # What lies in a village is the village's own: it serves its township and is not carried off across the county.
    near = Jurisdiction.objects.filter(pk__in=request.jurisdiction.ancestor_ids, level=Level.TOWNSHIP).first()
    villages = Q(warehouse__tier=Tier.VILLAGE)
    rows = (
        rows.filter(~villages | Q(warehouse__jurisdiction__path__startswith=near.path))
        if near
        else rows.exclude(villages)
    )
    if request.warehouse_id:
        rows = rows.exclude(warehouse_id=request.warehouse_id)
    return list(rows.select_related("lot", "warehouse").order_by(F("lot__expires_on").asc(nulls_last=True), "lot_id"))


def _stocks(
    accounts: list[Account], where: dict[int, int], weights: dict[int, AItem]
) -> tuple[dict[tuple[int, int], Stock], dict[tuple[int, int], int]]:
    """(stocks by source and item, the lot that leaves first of each)."""
    lots: dict[tuple[int, int], list[ALot]] = defaultdict(list)
    earliest: dict[tuple[int, int], int] = {}
    for account in accounts:
        key = (where[account.warehouse_id or 0], account.item_id)
        expires = account.lot.expires_on.toordinal() if account.lot.expires_on else None
        lots[key].append(ALot(account.lot_id, int(account.balance * weights[account.item_id].scale), expires))
        earliest.setdefault(key, account.lot_id)
    floors = {}
    limits = StockLimit.objects.filter(warehouse__in=list(where), item__in={key[1] for key in lots})
    for limit in limits.exclude(minimum=None):
        floors[where[limit.warehouse_id or 0], limit.item_id] = int((limit.minimum or 0) * weights[limit.item_id].scale)
    stocks = {
        key: Stock(sum(lot.quantity for lot in held), floors.get(key, 0), tuple(held)) for key, held in lots.items()
    }
    return stocks, earliest


def _sources(warehouses: list[Warehouse]) -> list[Source]:
    """Warehouses with what their vehicles carry together; None where no vehicle is recorded."""
    held: dict[int, list[SupplyVehicle]] = defaultdict(list)
    for vehicle in SupplyVehicle.objects.filter(warehouse__in=warehouses):
        held[vehicle.warehouse_id].append(vehicle)
    sources = []
    for warehouse in warehouses:
        known = held[warehouse.pk]
        able = [vehicle for vehicle in known if vehicle.is_available]
        room = [vehicle.payload_m3 for vehicle in able]
        kg = float(sum(vehicle.payload_kg for vehicle in able)) if known else None
        m3 = float(sum(part for part in room if part)) if known and all(part is not None for part in room) else None
        sources.append(Source(warehouse.pk, warehouse.name, kg, m3))
    return sources


def roadblocks_in_force(jurisdiction: Jurisdiction, actor: access.Actor) -> list[Roadblock]:
    """Blocked roads that count now for a way to this place: of its whole tree, for roads know no borders."""
    now = timezone.now()
    rows = Roadblock.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), lifted_at=None, starts_at__lte=now)
    return list(rows.filter(jurisdiction__path__startswith=f"/{jurisdiction.ancestor_ids[0]}/"))


def propose(request: SupplyRequest, actor: access.Actor) -> dict[str, Any]:
    """Compute the allocation; nothing is changed. Call it outside of transactions: a router may be asked."""
    found = setting_of(request, actor)
    limit = float(getattr(settings, "ALLOCATION_LIMIT_S", LIMIT_S))
    solution = solve(found.problem, limit_s=limit)
    return _document(found, solution.lines, actor) | _verdict(found, solution)


def recheck(request: SupplyRequest, lines: list[dict[str, Any]], actor: access.Actor) -> dict[str, Any]:
    """The same document for lines changed by hand: [{"line","warehouse","lot","quantity"}], with what is wrong in them."""
    found = setting_of(request, actor)
    number_of = {line.pk: n for n, line in enumerate(found.lines)}
    where = {warehouse.pk: n for n, warehouse in enumerate(found.warehouses)}
    item_of = {lot.id: key[1] for key, stock in found.problem.stocks.items() for lot in stock.lots}
    asked = []
    for line in lines:
        source, need = where.get(line["warehouse"]), number_of.get(line["line"])
        if source is None or need is None or line["quantity"] <= 0:
            continue
        item = item_of.get(line["lot"], found.lines[need].item_id)
        minutes = int(found.problem.minutes[source, 0])
        asked.append(
            ALine(need, source, item, line["lot"], int(line["quantity"] * found.problem.weight(item).scale), minutes)
        )
    document = _document(found, asked, actor)
    troubles = [
        {
            "kind": trouble.kind,
            "hard": trouble.hard,
            "warehouse": found.warehouses[trouble.source].pk if trouble.source is not None else None,
            "item": trouble.item,
            "amount": trouble.amount if trouble.kind == "late" else number(found.units(trouble.amount, trouble.item)),
        }
        for trouble in check(found.problem, asked)
    ]
    short = [
        {
            "line": found.lines[t.need].pk,
            "item": t.item,
            "missing": number(found.units(t.amount, t.item)),
            "reasons": [["by_hand", None, 0]],
        }
        for t in check(found.problem, asked)
        if t.kind == "short" and t.need is not None
    ]
    for line in document["lines"]:
        line["by_hand"] = True
    return document | {"by_hand": True, "solver": "feasible", "gap": None, "troubles": troubles, "shortfalls": short}


def _document(found: Setting, lines: list[ALine], actor: access.Actor) -> dict[str, Any]:
    """Lines as JSON: ids and figures only, so that words are made for each reader."""
    rows = []
    for line in lines:
        need = found.problem.needs[line.need]
        rows.append(
            {
                "line": found.lines[line.need].pk,
                "item": line.item,
                "warehouse": found.warehouses[line.source].pk,
                "lot": line.lot,
                "quantity": number(found.units(line.quantity, line.item)),
                "asked": number(found.units(need.quantity, need.item)),
                "eta_s": None if line.minutes == NO_WAY else line.minutes * 60,
                "first": line.lot == found.earliest.get((line.source, line.item)),
            }
        )
    return {"at": timezone.now().isoformat(), "lines": rows, "shortfalls": [], "troubles": [], "by_hand": False}


def _verdict(found: Setting, solution: Solution) -> dict[str, Any]:
    shortfalls = [
        {
            "line": found.lines[short.need].pk,
            "item": found.lines[short.need].item_id,
            "missing": number(found.units(short.missing, found.lines[short.need].item_id)),
            "reasons": [
                [
                    kind,
                    found.warehouses[source].pk if source is not None else None,
                    number(found.units(amount, found.lines[short.need].item_id)),
                ]
                for kind, source, amount in short.reasons
            ],
        }
        for short in solution.shortfalls
    ]
    verdict = {"solver": solution.solver, "gap": solution.gap, "why": solution.why}
    return verdict | {"shortfalls": shortfalls, "seconds": round(solution.seconds, 3)}


def callable_for(request: SupplyRequest, items: set[int], actor: access.Actor) -> list[dict[str, Any]]:
    """Agreements in force for these items: what each would add, and when it would be there."""
    now = timezone.now()
    rows = agreements_in_force(actor).filter(item__in=items).order_by("lead_time_h", "pk")
    return [
        {
            "agreement": row,
            "item": row.item,
            "quantity": row.quantity,
            "hours": row.lead_time_h,
            "at": now + timedelta(hours=float(row.lead_time_h)),
        }
        for row in rows
    ]
