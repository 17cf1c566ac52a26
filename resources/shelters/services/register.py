"""Entering and editing shelters, their facilities and entrances (R-D9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.text import clean_name
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.places.models import Place, PlaceKind
from resources.reserves.models import Warehouse
from resources.shelters import workflow
from resources.shelters.events import SHELTER_CREATED, SHELTER_UPDATED
from resources.shelters.models import (
    Duration,
    Entrance,
    FacilityKind,
    Function,
    Hazard,
    Shelter,
    ShelterFacility,
    Space,
    Tier,
)
from resources.shelters.services.common import clean_text, refuse, shelter_lock, tell
from resources.shelters.services.norms import capacity_follow, capacity_of

MOST_AREA_M2 = 10_000_000
_LIMITS = {
    "name": 100,
    "name_en": 100,
    "address": 200,
    "routes": 2000,
    "keeper_a_name": 60,
    "keeper_a_phone": 40,
    "keeper_b_name": 60,
    "keeper_b_phone": 40,
}
_CHOICES = {"tier": Tier.values, "duration": Duration.values, "space": Space.values, "function": Function.values}


@dataclass(frozen=True)
class ShelterData:
    """What is entered of a shelter; areas in m², the location WGS 84."""

    jurisdiction: Jurisdiction
    unit: Unit
    name: str
    location: Point
    tier: str
    duration: str
    effective_area_m2: int
    name_en: str = ""
    space: str = Space.INDOOR
    function: str = Function.SINGLE
    hazards: Sequence[str] = field(default_factory=list)
    address: str = ""
    site_area_m2: int | None = None
    service_radius_m: int | None = None
    routes: str = ""
    goods_store: Warehouse | None = None
    keeper_a_name: str = ""
    keeper_a_phone: str = ""
    keeper_b_name: str = ""
    keeper_b_phone: str = ""
    is_active: bool = True


EDITABLE = tuple(item.name for item in fields(ShelterData))


@transaction.atomic
def shelter_create(*, data: ShelterData, place: Place | None = None, actor: Actor) -> Shelter:
    """Enter a shelter, on standby; `place` is a point of the map that becomes it. Raises UnprocessableError by field."""
    access.require(actor, Permission.SHELTER_CHANGE, data.jurisdiction)
    values = _cleaned({name: getattr(data, name) for name in EDITABLE}, actor)
    shelter = Shelter(kind=PlaceKind.SHELTER, **values)
    if place is not None:
        if place.kind != PlaceKind.SHELTER or Shelter.objects.filter(pk=place.pk).exists():
            raise ConflictError(_("This place is already in the register, or it is no shelter."))
        shelter.detail = place.detail
        shelter.pk = place.pk
    shelter.capacity = shelter.ceiling = capacity_of(shelter)
    shelter.save()
    tell(SHELTER_CREATED, shelter, actor)
    return shelter


@transaction.atomic
def shelter_update(
    *, shelter: Shelter, changes: Mapping[str, Any], version: int | None = None, actor: Actor
) -> Shelter:
    """Change fields of ShelterData. With `version`, a stale form is refused (409) and told what is stored now."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise UnprocessableError(_("Unknown fields."), errors={name: _("There is no such field.") for name in unknown})
    if version is not None and version != shelter.version:
        raise ConflictError(
            _("Somebody else changed this shelter while you were editing it. Compare, then save again."),
            extra={"conflict": {"version": shelter.version, "current": _plain(shelter, changes)}},
        )
    access.require(actor, Permission.SHELTER_CHANGE, shelter.jurisdiction)
    if "jurisdiction" in changes:
        access.require(actor, Permission.SHELTER_CHANGE, changes["jurisdiction"])
    if changes.get("is_active") is False and shelter.status in workflow.IN_USE:
        raise ConflictError(_("It is in use. Close it first."), extra={"status": shelter.status})
    changed = [name for name, value in _cleaned(dict(changes), actor).items() if _assign(shelter, name, value)]
    if changed:
        shelter.version += 1
        shelter.save(update_fields=[*changed, "version", "updated_at"])
        tell(SHELTER_UPDATED, shelter, actor, {"fields": ", ".join(sorted(changed))})
    capacity_follow(shelter, actor)
    return shelter


@transaction.atomic
def facilities_set(*, shelter: Shelter, facilities: Mapping[str, tuple[int, bool]], actor: Actor) -> Shelter:
    """What the shelter has: code → (number, works); what is not named is taken off."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_CHANGE, shelter.jurisdiction)
    kinds = {kind.code: kind for kind in FacilityKind.objects.filter(code__in=list(facilities))}
    unknown = sorted(set(facilities) - set(kinds))
    if unknown:
        refuse("facilities", _("unknown: %(words)s") % {"words": ", ".join(unknown)})
    if any(not 1 <= number <= 100_000 for number, _works in facilities.values()):
        refuse("facilities", _("A number between 1 and 100,000, please."))
    before = {row.kind.code: (row.quantity, row.works) for row in shelter.facilities.select_related("kind")}
    if before == dict(facilities):
        return shelter
    shelter.facilities.all().delete()
    ShelterFacility.objects.bulk_create(
        ShelterFacility(shelter=shelter, kind=kinds[code], quantity=number, works=works)
        for code, (number, works) in facilities.items()
    )
    tell(SHELTER_UPDATED, shelter, actor, {"fields": "facilities"})
    return shelter


@transaction.atomic
def entrance_add(
    *, shelter: Shelter, name: str, location: Point | None = None, step_free: bool = False, note: str = "", actor: Actor
) -> Entrance:
    """Enter a way in."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_CHANGE, shelter.jurisdiction)
    entrance = Entrance.objects.create(
        shelter=shelter,
        name=clean_text(clean_name(name), "name", 60, needed=True),
        location=_point(location, "location"),
        step_free=step_free,
        note=clean_text(note, "note", 200),
    )
    tell(SHELTER_UPDATED, shelter, actor, {"fields": "entrances"})
    return entrance


@transaction.atomic
def entrance_remove(*, shelter: Shelter, entrance_id: int, actor: Actor) -> None:
    """Take a way in off; one already gone is no error."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_CHANGE, shelter.jurisdiction)
    if shelter.entrances.filter(pk=entrance_id).delete()[0]:
        tell(SHELTER_UPDATED, shelter, actor, {"fields": "entrances"})


def _assign(shelter: Shelter, name: str, value: Any) -> bool:
    if getattr(shelter, name) == value:
        return False
    setattr(shelter, name, value)
    return True


def _point(point: Point | None, name: str) -> Point | None:
    if point is not None and (point.empty or not (-180 <= point.x <= 180 and -90 <= point.y <= 90)):
        refuse(name, _("Longitude is between -180 and 180, latitude between -90 and 90."))
    return point


def _cleaned(values: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Text cleaned, everything checked; UnprocessableError names each field that is wrong."""
    errors: dict[str, Any] = {}
    for name in _LIMITS.keys() & values.keys():
        values[name] = clean_text(values[name] if name == "routes" else clean_name(values[name]), name, _LIMITS[name])
    if "name" in values and not values["name"]:
        errors["name"] = _("Fill this in.")
    for name in _CHOICES.keys() & values.keys():
        if values[name] not in _CHOICES[name]:
            errors[name] = _("Choose one of the list.")
    if "hazards" in values:
        values["hazards"] = [code for code in Hazard.values if code in set(values["hazards"])]
    if "effective_area_m2" in values and not 1 <= (values["effective_area_m2"] or 0) <= MOST_AREA_M2:
        errors["effective_area_m2"] = _("Between 1 and 10,000,000 m².")
    for name in ("site_area_m2", "service_radius_m"):
        if values.get(name) is not None and not 0 <= values[name] <= MOST_AREA_M2:
            errors[name] = _("Between 0 and 10,000,000.")
    if "location" in values and _point(values["location"], "location") is None:
        errors["location"] = _("Fill this in.")
    errors |= _out_of_reach(values, actor)
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return values


def _out_of_reach(values: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Units and warehouses somebody may not name."""
    errors: dict[str, Any] = {}
    unit, store = values.get("unit"), values.get("goods_store")
    if unit is not None and not access.can(actor, Permission.SHELTER_CHANGE, unit.jurisdiction):
        errors["unit"] = _("This unit is out of your reach.")
    if store is not None and not access.can(actor, Permission.RESERVE_VIEW, store.jurisdiction):
        errors["goods_store"] = _("This warehouse is out of your reach.")
    return errors


def _plain(shelter: Shelter, names: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values of the fields being edited, as text for the person comparing."""
    shown = {name: getattr(shelter, name) for name in names}
    texts = {name: ", ".join(value) if isinstance(value, list) else str(value or "") for name, value in shown.items()}
    if "location" in texts:
        texts["location"] = f"{shelter.location.x:.6f}, {shelter.location.y:.6f}"
    return texts
