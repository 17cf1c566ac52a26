"""Shelters within reach: lists, one, what may be done with it, figures for walls (R-D9)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import Case, Count, F, FloatField, Func, Q, QuerySet, Sum, Value, When

from core.workflow import next_steps
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.places.models import Place, PlaceKind
from resources.reserves.models import Warehouse
from resources.shelters import workflow
from resources.shelters.models import FacilityKind, Hazard, SafetyCheck, Shelter
from resources.shelters.vocabulary import BLOCKERS


def shelters(actor: Actor) -> QuerySet[Shelter]:
    """Every shelter the actor may see."""
    rows = Shelter.objects.select_related("jurisdiction", "unit").defer(
        "jurisdiction__boundary", "jurisdiction__centre"
    )
    return access.scope(rows, actor, Permission.SHELTER_VIEW)


def shelter_get(actor: Actor, pk: int) -> Shelter:
    """One shelter within reach, or NotFoundError."""
    rows = Shelter.objects.select_related("jurisdiction", "unit", "goods_store__jurisdiction")
    rows = rows.defer("jurisdiction__boundary", "goods_store__jurisdiction__boundary")
    return access.get_or_404(rows, actor, Permission.SHELTER_VIEW, pk=pk)


def shelter_list(
    actor: Actor,
    *,
    q: str = "",
    state: str = "",
    tier: str = "",
    duration: str = "",
    hazard: str = "",
    jurisdiction: str = "",
    free: int = 0,
    near: tuple[float, float] | None = None,
    active: bool = True,
) -> QuerySet[Shelter]:
    """Shelters for a list; `state` may be “open” (in use); `free` at least so many places; `near` (lon, lat) by distance.

    With `near` each has `distance_m`, metres in a straight line.
    """
    rows = shelters(actor).filter(is_active=active)
    for word in q.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(address__icontains=word)
            | Q(jurisdiction__name__icontains=word)
            | Q(jurisdiction__initials__istartswith=word)
        )
    if state == "open":
        rows = rows.filter(status__in=workflow.IN_USE)
    elif state:
        rows = rows.filter(status=state)
    if tier:
        rows = rows.filter(tier=tier)
    if duration:
        rows = rows.filter(duration=duration)
    if hazard:
        rows = rows.filter(hazards__contains=[hazard])
    if jurisdiction:
        path = Jurisdiction.objects.filter(code=jurisdiction).values_list("path", flat=True).first()
        rows = rows.filter(jurisdiction__path__startswith=path) if path else rows.none()
    if free:
        rows = rows.filter(capacity__gte=F("named") + F("unnamed") + free)
    if near is None:
        rows = rows.annotate(rank=Case(When(status__in=workflow.IN_USE, then=Value(0)), default=Value(1)))
        return rows.order_by("rank", "jurisdiction__path", "name", "pk")
    here = Value(Point(*near, srid=4326), output_field=PointField())
    distance = Func(F("location"), here, function="ST_DistanceSphere", output_field=FloatField())
    return rows.annotate(distance_m=distance).order_by("distance_m", "pk")


@dataclass(frozen=True)
class Rights:
    """What the actor may do with one shelter."""

    run: bool
    order: bool
    change: bool
    reveal: bool


def rights(actor: Actor, shelter: Shelter) -> Rights:
    """For buttons; services ask again."""
    may = [
        access.can(actor, permission, shelter.jurisdiction)
        for permission in (
            Permission.SHELTER_RUN,
            Permission.SHELTER_ORDER,
            Permission.SHELTER_CHANGE,
            Permission.SHELTER_REVEAL,
        )
    ]
    return Rights(*may)


def steps(actor: Actor, shelter: Shelter) -> list[dict[str, Any]]:
    """The buttons: states that may follow by hand and that this actor may bring about."""
    found = []
    for to in next_steps(workflow.TRANSITIONS, shelter.status):
        edge = (str(shelter.status), to)
        if edge in workflow.AUTOMATIC or edge in workflow.BY_CHECK:
            continue
        if access.can(actor, workflow.TRANSITIONS[edge], shelter.jurisdiction):
            found.append({"to": to, "asks": edge in workflow.REASON_NEEDED})
    return found


def last_check(actor: Actor, shelter: Shelter) -> SafetyCheck | None:
    """The newest check of a shelter within reach."""
    rows = SafetyCheck.objects.filter(shelter__in=shelters(actor).filter(pk=shelter.pk).values("pk"))
    return rows.select_related("checked_by").first()


def shelters_figures(actor: Actor, jurisdiction: Jurisdiction | None = None) -> dict[str, int]:
    """For a wall: how many shelters in what state, how many people in them, places left; below a jurisdiction or in all reach.

    `open` are those that may house people, `receiving` and `full` among them; `capacity` and `free` are of those that admit
    people now; `standby_capacity` is what could still be opened. Numbers only.
    """
    rows = access.scope(Shelter.objects.filter(is_active=True), actor, Permission.SHELTER_VIEW).order_by()
    if jurisdiction is not None:
        rows = rows.filter(jurisdiction__path__startswith=jurisdiction.path)
    admits = Q(status__in=workflow.ADMITS)
    heads = F("named") + F("unnamed")
    counted = rows.aggregate(
        total=Count("pk"),
        ordered=Count("pk", filter=Q(status__in=(workflow.ORDERED, workflow.CHECKED))),
        open=Count("pk", filter=Q(status__in=workflow.HOUSES)),
        receiving=Count("pk", filter=Q(status=workflow.RECEIVING)),
        full=Count("pk", filter=Q(status=workflow.FULL)),
        people=Sum(heads),
        open_capacity=Sum("capacity", filter=admits),
        free=Sum(F("capacity") - heads, filter=admits & Q(capacity__gt=heads)),
        standby_capacity=Sum("capacity", filter=Q(status__in=(workflow.STANDBY, workflow.RESTORED))),
    )
    figures = {name: int(value or 0) for name, value in counted.items()}
    return {**figures, "capacity": figures.pop("open_capacity")}


def unregistered(actor: Actor) -> QuerySet[Place]:
    """Points of the map of kind shelter that are not in the register yet, where the actor may enter them."""
    rows = Place.objects.filter(kind=PlaceKind.SHELTER, is_active=True, shelter=None).select_related("jurisdiction")
    return access.scope(rows.defer("jurisdiction__boundary"), actor, Permission.SHELTER_CHANGE)


def facility_kinds() -> QuerySet[FacilityKind]:
    """The vocabulary, in its order; reference data, the same for everybody."""
    return FacilityKind.objects.all()


def hazard_words(shelter: Shelter) -> str:
    """What it is fit for, in the reader's language."""
    words = dict(Hazard.choices)
    return ", ".join(str(words.get(code, code)) for code in shelter.hazards)


def blocking(check: SafetyCheck) -> set[str]:
    """Codes of the blockers a check did not find well."""
    return {code for code in BLOCKERS if check.items.get(code) != "ok"}


def editable_places(actor: Actor) -> QuerySet[Jurisdiction]:
    """Jurisdictions the actor may enter shelters in."""
    rows = access.scope(Jurisdiction.objects.filter(is_active=True), actor, Permission.SHELTER_CHANGE, field="")
    return rows.defer("boundary", "centre").exclude(level="grid").order_by("path")


def goods_stores(actor: Actor) -> QuerySet[Warehouse]:
    """Warehouses of the ledger the actor may name as a shelter's store."""
    rows = Warehouse.objects.select_related("jurisdiction").defer("jurisdiction__boundary").order_by("name")
    return access.scope(rows, actor, Permission.RESERVE_VIEW)


def editable_units(actor: Actor) -> QuerySet[Unit]:
    """Units the actor may put in charge of a shelter."""
    rows = Unit.objects.filter(is_active=True).select_related("jurisdiction").defer("jurisdiction__boundary")
    return access.scope(rows, actor, Permission.SHELTER_CHANGE)
