"""Jurisdictions and units: added and edited, taken out of use, never deleted (R-A1)."""

import uuid
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.pinyin import initials
from core.text import clean_name
from organizations import events
from organizations.models import Jurisdiction, Level, Unit, User
from organizations.roles import Permission
from organizations.services.rules import Actor, assign, labels, permit, require_text, require_version
from organizations.telling import tell

TIERS = list(Level.values)
PLACE_FIELDS = ("name", "name_en", "population", "centre", "boundary", "is_active")
UNIT_FIELDS = ("name", "name_en", "kind", "duty_phone", "receives_reports", "is_active")


def check_tier(level: str, parent: Jurisdiction | None) -> None:
    """UnprocessableError unless `level` is a tier and lies below the parent's."""
    if level not in TIERS:
        raise UnprocessableError(
            _("Choose a level from the list."), errors={"level": _("Choose a level from the list.")}
        )
    if parent is not None and TIERS.index(level) <= TIERS.index(parent.level):
        message = _("The level must lie below that of %(parent)s.") % {"parent": parent}
        raise UnprocessableError(message, errors={"level": message})


def level_below(place: Jurisdiction | None) -> str:
    """The tier that usually follows, for the form that adds a jurisdiction."""
    return TIERS[min(TIERS.index(place.level) + 1, len(TIERS) - 1)] if place else TIERS[0]


def whole(boundary: Polygon | MultiPolygon | None) -> MultiPolygon | None:
    """The boundary as the database keeps it."""
    return MultiPolygon(boundary, srid=4326) if isinstance(boundary, Polygon) else boundary


@transaction.atomic
def jurisdiction_create(
    *,
    code: str,
    name: str,
    level: str,
    parent: Jurisdiction | None = None,
    name_en: str = "",
    boundary: Polygon | MultiPolygon | None = None,
    centre: Point | None = None,
    population: int | None = None,
    actor: Actor | None,
) -> Jurisdiction:
    """Add a jurisdiction below `parent` (a new root only from the command line). ConflictError when the code exists."""
    permit(actor, Permission.PEOPLE_CHANGE, parent)
    require_text(code=code, name=name)
    check_tier(level, parent)
    place = Jurisdiction(
        code=code.strip(),
        name=clean_name(name),
        name_en=clean_name(name_en),
        initials=initials(name),
        level=level,
        parent=parent,
        path=f"new:{uuid.uuid4()}",
        boundary=whole(boundary),
        centre=centre or (boundary.point_on_surface if boundary else None),
        population=population,
    )
    _save(place, {"code": _("This code is already in use.")})
    place.path = f"{parent.path if parent else '/'}{place.pk}/"
    place.save(update_fields=["path"])
    tell(events.JURISDICTION_CREATED, place, jurisdiction=place, actor=actor, data={"place": place.name})
    return place


def _save(row: Jurisdiction | Unit, taken: dict[str, str]) -> None:
    try:
        row.clean_fields(exclude=["path", "parent", "jurisdiction"])
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        errors = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise UnprocessableError(_("Some fields need correction."), errors=errors) from error
    except IntegrityError as error:
        raise ConflictError(next(iter(taken.values())), errors=taken) from error


@transaction.atomic
def jurisdiction_update(
    *, jurisdiction: Jurisdiction, version: int | None = None, actor: Actor | None, **values: Any
) -> Jurisdiction:
    """Edit `name`, `name_en`, `population`, `centre`, `boundary`, `is_active`; the place in the tree stays."""
    place = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    permit(actor, Permission.PEOPLE_CHANGE, place)
    require_version(place, version, {field: getattr(place, field) for field in ("name", "name_en", "population")})
    _known(values, PLACE_FIELDS)
    was_active = place.is_active
    if "boundary" in values:
        values["boundary"] = whole(values["boundary"])
    changed = assign(place, _clean(values))
    if changed:
        require_text(name=place.name)
        place.initials = initials(place.name)
        place.version += 1
        _save(place, {"name": _("This name is already in use here.")})
        if place.is_active != was_active:
            _standing_changed(place)
        data = {"place": place.name, "fields": labels(Jurisdiction, changed)}
        tell(events.JURISDICTION_CHANGED, place, jurisdiction=place, actor=actor, data=data)
    return place


def _standing_changed(place: Jurisdiction) -> None:
    """Roles at a jurisdiction out of use do not count: everybody who holds one looks again."""
    User.objects.filter(memberships__jurisdiction=place).update(access_changed_at=timezone.now())


def _known(values: dict[str, Any], fields: tuple[str, ...]) -> None:
    unknown = set(values) - set(fields)
    if unknown:
        raise UnprocessableError(_("Some fields cannot be edited."), errors=dict.fromkeys(unknown, _("Unknown field.")))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {key: clean_name(value) if key in ("name", "name_en") else value for key, value in values.items()}


@transaction.atomic
def unit_create(
    *,
    jurisdiction: Jurisdiction,
    name: str,
    kind: str,
    name_en: str = "",
    duty_phone: str = "",
    receives_reports: bool = False,
    actor: Actor | None,
) -> Unit:
    """Add a unit that can own items. ConflictError when its jurisdiction has one of that name."""
    permit(actor, Permission.PEOPLE_CHANGE, jurisdiction)
    require_text(name=name)
    unit = Unit(
        jurisdiction=jurisdiction,
        name=clean_name(name),
        name_en=clean_name(name_en),
        initials=initials(name),
        kind=kind,
        duty_phone=duty_phone.strip(),
        receives_reports=receives_reports,
    )
    _save(unit, {"name": _("There is already a unit of this name here.")})
    tell(events.UNIT_CREATED, unit, jurisdiction=jurisdiction, actor=actor, data={"unit": unit.name})
    return unit


@transaction.atomic
def unit_update(*, unit: Unit, version: int | None = None, actor: Actor | None, **values: Any) -> Unit:
    """Edit a unit or take it out of use. What it owns stays its own until another unit accepts it (R-A4)."""
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("jurisdiction").get(pk=unit.pk)
    permit(actor, Permission.PEOPLE_CHANGE, unit.jurisdiction)
    require_version(unit, version, {field: getattr(unit, field) for field in UNIT_FIELDS})
    _known(values, UNIT_FIELDS)
    changed = assign(unit, _clean(values))
    if changed:
        require_text(name=unit.name)
        unit.initials = initials(unit.name)
        unit.version += 1
        _save(unit, {"name": _("There is already a unit of this name here.")})
        data = {"unit": unit.name, "fields": labels(Unit, changed)}
        tell(events.UNIT_CHANGED, unit, jurisdiction=unit.jurisdiction, actor=actor, data=data)
    return unit
