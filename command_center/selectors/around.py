"""What is around: teams, places, incidents, people and goods within an area, nearest first, always for an actor (R-H1).

Distances are metres on the ellipsoid (geography); for a polygon they are told from its middle. The spatial index is
asked for a rectangle first. Every list says how many there are, also where not all of them are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.gis.db.models import PointField
from django.db.models import F, FloatField, Func, Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.areas import Area
from command_center.selectors.around_goods import ITEMS, Goods, goods_in, shelters_known, warehouses_known
from command_center.selectors.around_people import Village, villages_within
from core.errors import NotFoundError
from incidents.dispatch.models import OVER, Dispatch
from incidents.response.models import Status
from incidents.response.selectors import incidents_visible
from organizations import access
from organizations.roles import Permission
from resources.places.models import BasemapFeature, Place, PlaceKind
from resources.teams.selectors import may_see_phones, teams

SHOWN = 200
PLACE_SECTIONS = (
    PlaceKind.SHELTER,
    PlaceKind.WAREHOUSE,
    PlaceKind.HAZARD,
    PlaceKind.HOSPITAL,
    PlaceKind.SCHOOL,
    PlaceKind.STATION,
)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Near:
    """One thing in the area; what has no meaning for its kind is None or empty. `facts` are values by name."""

    id: str
    name: str
    name_en: str
    distance_m: float
    point: tuple[float, float]
    url: str = ""
    state: str = ""
    phone: str = ""
    at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Section:
    """One list: its kind, how many there are, and the nearest of them; `may_see` False: the reader lacks a permission."""

    kind: str
    rows: list[Near]
    count: int
    may_see: bool = True


@dataclass
class Around:
    """Everything found, with the people living there and when it was looked up."""

    area: Area
    sections: list[Section]
    villages: list[Village]
    read_at: datetime

    @property
    def people(self) -> int | None:
        """Persons living within, estimated by area; None where no village has a figure."""
        known = [village.inside for village in self.villages if village.inside is not None]
        return sum(known) if known else None


class _Metres(Func):
    """Metres between two points or shapes, on the ellipsoid."""

    function = "ST_Distance"
    template = "%(function)s((%(expressions)s)::geography)"
    arg_joiner = ")::geography, ("
    output_field = FloatField()


def around(area: Area, *, actor: access.Actor) -> Around:
    """All sections in their order; a section one may not see says so and is empty."""
    access.require_anywhere(actor, Permission.PLACE_VIEW)
    sections = [_teams(area, actor), *_places(area, actor), _incidents(area, actor)]
    return Around(area, sections, villages_within(area, actor=actor), timezone.now())


def named_line(pk: int, radius_m: float, *, actor: access.Actor) -> Area:
    """A river or road of the base map, all its pieces of one name, as an area along it; NotFoundError."""
    access.require_anywhere(actor, Permission.PLACE_VIEW)
    one = BasemapFeature.objects.filter(pk=pk).first()
    if one is None:
        raise NotFoundError(_("There is no such river or road on the map."))
    shape = one.geometry
    if one.name:
        for piece in BasemapFeature.objects.filter(kind=one.kind, name=one.name).exclude(pk=one.pk):
            shape = shape.union(piece.geometry)
    return Area("line", shape, radius_m, one.name)


def _near(rows: QuerySet[M], where: Any, area: Area) -> tuple[list[M], int]:
    """The nearest rows with `distance_m` and `spot`, and how many there are."""
    shape = Value(area.shape, output_field=PointField())
    told_from = Value(area.centre, output_field=PointField()) if area.kind == "polygon" else shape
    found = (
        rows.annotate(spot=where)
        .filter(spot__bboverlaps=area.box)
        .annotate(_away=_Metres(F("spot"), shape))
        .filter(_away__lte=area.radius_m)
        .annotate(distance_m=_Metres(F("spot"), told_from))
        .order_by("distance_m", "pk")
    )
    first = list(found[: SHOWN + 1])
    return first[:SHOWN], len(first) if len(first) <= SHOWN else found.count()


def _section(kind: str, rows: Iterable[Near], count: int, may_see: bool = True) -> Section:
    return Section(kind, list(rows), count, may_see)


def _teams(area: Area, actor: access.Actor) -> Section:
    if not access.can_anywhere(actor, Permission.TEAM_VIEW):
        return _section("teams", [], 0, False)
    rows = teams(actor).filter(is_active=True).select_related("jurisdiction").defer("jurisdiction__boundary")
    where = Coalesce(F("position"), F("base"), output_field=PointField())
    found, count = _near(rows.prefetch_related("capabilities"), where, area)
    orders = {
        order.team_id: order
        for order in Dispatch.objects.filter(team__in=[team.pk for team in found])
        .exclude(status__in=OVER)
        .select_related("incident")
    }
    return _section("teams", [_team(team, orders.get(team.pk), actor) for team in found], count)


def _team(team: Any, order: Dispatch | None, actor: access.Actor) -> Near:
    return Near(
        id=f"team:{team.pk}",
        name=team.name,
        name_en=team.name_en,
        distance_m=team.distance_m,
        point=team.spot.coords,
        url=f"/teams/{team.pk}/",
        state=order.status if order else str(team.readiness),
        phone=team.leader_phone if may_see_phones(actor, team) else "",
        at=team.position_at if team.position else None,
        facts={
            "code": team.code,
            "strength": team.strength,
            "capabilities": [(one.name, one.name_en) for one in team.capabilities.all()],
            "free": order is None and team.readiness == "standby",
        },
    )


def _places(area: Area, actor: access.Actor) -> list[Section]:
    rows = access.scope(Place.objects.filter(is_active=True), actor, Permission.PLACE_VIEW)
    sections = []
    for kind in PLACE_SECTIONS:
        of_kind = rows.filter(kind=kind)
        if kind == PlaceKind.WAREHOUSE and access.can_anywhere(actor, Permission.RESERVE_VIEW):
            sections.append(_warehouses(area, of_kind.filter(warehouse=None), actor))
            continue
        found, count = _near(of_kind, F("location"), area)
        known = shelters_known([one.pk for one in found], actor=actor) if kind == PlaceKind.SHELTER else {}
        sections.append(_section(str(kind), [_place(place, known.get(place.pk)) for place in found], count))
    return sections


def _place(place: Any, shelter: Mapping[str, Any] | None = None) -> Near:
    facts = {**(place.detail or {}), **(shelter or {})}
    return Near(
        id=f"{'place' if shelter is None else 'shelter'}:{place.pk}",
        name=place.name,
        name_en=place.name_en,
        distance_m=place.distance_m,
        point=place.spot.coords,
        url="" if shelter is None else f"/shelters/{place.pk}/",
        state=facts.pop("status", ""),
        phone=facts.pop("phone", ""),
        facts=facts,
    )


def _warehouses(area: Area, without_books: QuerySet[Place], actor: access.Actor) -> Section:
    """Warehouses of the ledger with what can be given out, and stores known by their place alone."""
    found, count = _near(warehouses_known(actor), F("location"), area)
    plain, more = _near(without_books, F("location"), area)
    goods = goods_in([one.pk for one in found], actor=actor)
    rows = [_warehouse(one, goods.get(one.pk, [])) for one in found] + [_place(one) for one in plain]
    rows.sort(key=lambda row: row.distance_m)
    return _section("warehouse", rows[:SHOWN], count + more)


def _warehouse(warehouse: Any, goods: list[Goods]) -> Near:
    more = len(goods) - ITEMS
    return Near(
        id=f"warehouse:{warehouse.pk}",
        name=warehouse.name,
        name_en=warehouse.name_en,
        distance_m=warehouse.distance_m,
        point=warehouse.spot.coords,
        url=f"/reserves/warehouses/{warehouse.pk}/",
        state=warehouse.state,
        phone=warehouse.phone or warehouse.keeper_a_phone,
        facts={
            "state_words": warehouse.get_state_display(),
            "stock": [one.words() for one in goods[:ITEMS]] + ([f"+{more}"] if more > 0 else []),
        },
    )


def _incidents(area: Area, actor: access.Actor) -> Section:
    if not access.can_anywhere(actor, Permission.INCIDENT_VIEW):
        return _section("incidents", [], 0, False)
    rows = incidents_visible(actor).exclude(status=Status.CLOSED)
    found, count = _near(rows, F("location"), area)
    return _section("incidents", [_incident(one) for one in found], count)


def _incident(incident: Any) -> Near:
    return Near(
        id=f"incident:{incident.pk}",
        name=incident.title,
        name_en="",
        distance_m=incident.distance_m,
        point=incident.spot.coords,
        url=f"/incidents/{incident.number}/",
        state=incident.status,
        at=incident.occurred_at,
        facts={"number": incident.number, "grade": incident.grade},
    )
