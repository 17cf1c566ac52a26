"""The only place where drawings change. They are struck, never erased, and told to every map at once (R-C6)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NoReturn

from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, UnprocessableError
from core.text import storable
from incidents.plots.events import PLOT_ADDED, PLOT_CHANGED, PLOT_REMOVED
from incidents.plots.features import plot_feature
from incidents.plots.models import SHAPES, Plot, PlotKind
from incidents.plots.selectors import jurisdiction_for
from incidents.response.models import Incident
from organizations import access, ownership
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

MAX_CORNERS = 2000
LIMITS = {"label": 100, "note": 300, "reason": 300}


@dataclass(frozen=True)
class PlotData:
    """What is drawn: `geometry` is a GeoJSON geometry (lon/lat, WGS 84) of the shape its kind asks for."""

    kind: str
    geometry: Mapping[str, Any]
    label: str = ""
    note: str = ""
    valid_until: datetime | None = None


EDITABLE = tuple(item.name for item in fields(PlotData))


@transaction.atomic
def plot_add(
    *, data: PlotData, incident: Incident | None = None, jurisdiction: Jurisdiction | None = None, actor: User
) -> Plot:
    """Draw something: where its incident is, else in `jurisdiction`, else in the actor's own that lies around it.

    UnprocessableError by field; ConflictError when the incident is closed.
    """
    values = _cleaned(vars(data))
    if incident is not None:
        incident = ownership.lock(incident)
        if not incident.is_open:
            raise ConflictError(_("%(number)s is closed. Reopen it first.") % {"number": incident.number})
        ownership.require(actor, Permission.PLOT_CHANGE, incident)
        place: Jurisdiction | None = incident.jurisdiction
    else:
        access.require_anywhere(actor, Permission.PLOT_CHANGE)
        centre = values["geometry"].centroid
        place = jurisdiction or jurisdiction_for(actor, centre.x, centre.y)
        if place is None:
            raise NotFoundError(_("It does not exist, or it is out of your reach."))
        access.require(actor, Permission.PLOT_CHANGE, place)
    plot = Plot.objects.create(jurisdiction=place, incident=incident, author=actor, **values)
    _tell(PLOT_ADDED, plot, actor)
    return plot


@transaction.atomic
def plot_change(*, plot: Plot, changes: Mapping[str, Any], version: int | None = None, actor: User) -> Plot:
    """Move it, say it otherwise, let it hold longer. With `version` a stale change is refused (409)."""
    plot = _lock(plot)
    _require_standing(plot)
    _require(actor, plot)
    if version is not None and version != plot.version:
        raise ConflictError(
            _("Somebody else changed this drawing meanwhile. Look at it again, then repeat your change."),
            extra={"conflict": {"version": plot.version}},
        )
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise UnprocessableError(_("Unknown fields."), errors={name: _("There is no such field.") for name in unknown})
    known = {name: getattr(plot, name) for name in ("kind", "label", "note")}
    values = _cleaned({**known, "geometry": None, "valid_until": None, **changes})
    if "geometry" not in changes and SHAPES[values["kind"]] != plot.geometry.geom_type:
        _refuse({"kind": _("This kind of drawing needs a GeoJSON %(shape)s.") % {"shape": SHAPES[values["kind"]]}})
    for name in changes:
        setattr(plot, name, values[name])
    plot.version += 1
    plot.save()
    _tell(PLOT_CHANGED, plot, actor)
    return plot


@transaction.atomic
def plot_remove(*, plot: Plot, reason: str = "", actor: User) -> Plot:
    """Strike it: it leaves the map and stays on record."""
    plot = _lock(plot)
    _require_standing(plot)
    _require(actor, plot)
    errors: dict[str, Any] = {}
    words = _text(reason, "reason", errors)
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    plot.removed_at, plot.removed_by, plot.removed_reason = timezone.now(), actor, words
    plot.version += 1
    plot.save(update_fields=["removed_at", "removed_by", "removed_reason", "version", "updated_at"])
    _tell(PLOT_REMOVED, plot, actor)
    return plot


def _lock(plot: Plot) -> Plot:
    found = Plot.objects.select_for_update(no_key=True).filter(pk=plot.pk).values_list("pk").first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    places = ("incident__jurisdiction", "incident__owner_unit__jurisdiction", "incident__handover_to__jurisdiction")
    return Plot.objects.select_related("jurisdiction", "author", *places).get(pk=plot.pk)


def _require_standing(plot: Plot) -> None:
    if plot.removed_at is not None:
        raise ConflictError(_("This drawing has been struck already."))


def _require(actor: User, plot: Plot) -> None:
    """Where it was drawn, or where its incident is accounted for."""
    if plot.incident is not None and ownership.may(actor, Permission.PLOT_CHANGE, plot.incident):
        return
    access.require(actor, Permission.PLOT_CHANGE, plot.jurisdiction)


def _tell(kind: Kind, plot: Plot, actor: User) -> None:
    record(
        kind,
        plot,
        jurisdiction=plot.jurisdiction,
        permission=Permission.INCIDENT_VIEW,
        actor=actor,
        related=[plot.incident] if plot.incident else [],
        also=ownership.seeing_places(plot.incident) if plot.incident else [],
        data={
            "what": plot.kind,
            "label": plot.label,
            "reason": plot.removed_reason,
            "number": plot.incident.number if plot.incident else "",
            "feature": plot_feature(plot),
        },
    )


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Everything checked; UnprocessableError names each field that is wrong. A geometry of None is left alone."""
    errors: dict[str, Any] = {}
    kind = values["kind"]
    if kind not in PlotKind.values:
        _refuse({"kind": _("There is no such kind of drawing.")})
    clean: dict[str, Any] = {"kind": kind}
    for name in ("label", "note"):
        clean[name] = _text(values[name], name, errors)
    if kind == PlotKind.TEXT and not clean["label"]:
        errors["label"] = _("Write the words that shall stand on the map.")
    if values["geometry"] is not None:
        clean["geometry"] = _shape(values["geometry"], SHAPES[kind], errors)
    until = values["valid_until"]
    if until is not None and until <= timezone.now():
        errors["valid_until"] = _("This time has passed already.")
    clean["valid_until"] = until
    if errors:
        _refuse(errors)
    return clean


def _refuse(errors: Mapping[str, Any]) -> NoReturn:
    raise UnprocessableError(_("Some fields need correction."), errors=errors)


def _text(value: str, name: str, errors: dict[str, Any]) -> str:
    text = (value or "").strip()
    if len(text) > LIMITS[name]:
        errors[name] = _("At most %(n)s characters.") % {"n": LIMITS[name]}
    elif not storable(text):
        errors[name] = _("The text holds characters that cannot be stored (NUL or broken surrogates).")
    return text


def _shape(value: Mapping[str, Any], wanted: str, errors: dict[str, Any]) -> GEOSGeometry | None:
    """The geometry of a GeoJSON object, or a word about what is wrong with it."""
    if not isinstance(value, Mapping) or value.get("type") != wanted:
        errors["geometry"] = _("This kind of drawing needs a GeoJSON %(shape)s.") % {"shape": wanted}
        return None
    corners = list(_corners(value.get("coordinates")))
    sound = 0 < len(corners) <= MAX_CORNERS and all(
        math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in corners
    )
    try:
        shape = GEOSGeometry(json.dumps(value), srid=4326) if sound else None
    except (GEOSException, ValueError, TypeError):
        shape = None
    if shape is None or shape.empty or not shape.valid:
        errors["geometry"] = _(
            "The shape cannot be read: at most %(n)s corners, in degrees, and no line of it crosses."
        ) % {"n": MAX_CORNERS}
        return None
    return shape


def _corners(value: Any) -> Any:
    """Every position of nested GeoJSON coordinates; nothing that is none."""
    stack = [value]
    while stack:
        part = stack.pop()
        if not isinstance(part, list) or len(stack) > MAX_CORNERS * 4:
            yield math.nan, math.nan
            return
        if part and not isinstance(part[0], list):
            pair = part[:2]
            good = len(part) in (2, 3) and all(_is_degrees(n) for n in pair)
            yield (float(pair[0]), float(pair[1])) if good else (math.nan, math.nan)
        else:
            stack.extend(part)


def _is_degrees(value: Any) -> bool:
    """A whole number may be too large for a float: it is compared before it is made one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180
