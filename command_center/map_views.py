"""The live map's page, and what is around a place: drawer, printable sheet, export (R-H1)."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from command_center import around_words
from command_center.areas import ALONG_M, RADII_M, Area, area_from_query, circle, radius_of
from command_center.selectors.around import around, named_line
from command_center.selectors.map import layers_offered
from core import spreadsheet
from core.errors import UnprocessableError
from incidents.response.selectors import incident_get
from organizations import access
from organizations.roles import Permission


@require_safe
@login_required
def map_page(request: HttpRequest) -> HttpResponse:
    """The live map with its layer tree, tools, time slider and the same set as a list."""
    access.require_anywhere(request.user, Permission.PLACE_VIEW)
    unit = getattr(request.user, "unit", None)
    context = {
        "layers": ",".join(layers_offered(request.user)),
        "may_draw": access.can_anywhere(request.user, Permission.PLOT_CHANGE),
        "may_replay": access.can_anywhere(request.user, Permission.INCIDENT_VIEW),
        "unit": unit,
    }
    return render(request, "command_center/map.html", context)


def asked_area(params: Any, actor: access.Actor) -> Area | None:
    """The area of a query string: around an incident, a point, in a polygon, along a line or a river or road."""
    if params.get("incident"):
        text = str(params["incident"])
        key = {"pk": int(text)} if text.isascii() and text.isdigit() and len(text) < 18 else {"number": text[:40]}
        incident = incident_get(actor=actor, **key)
        if incident.location is None:
            raise UnprocessableError(_("%(number)s has no place on the map yet.") % {"number": incident.number})
        far = radius_of(params.get("radius_m"), RADII_M[2])
        return circle(incident.location.x, incident.location.y, far, f"{incident.number} {incident.title}")
    if params.get("along"):
        text = str(params["along"]).rpartition(":")[2]
        pk = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        return named_line(pk, radius_of(params.get("radius_m"), ALONG_M), actor=actor)
    return area_from_query(params)


@require_safe
@login_required
def map_around(request: HttpRequest) -> HttpResponse:
    """What is around: a part of the map's drawer for htmx, else a sheet to print."""
    access.require_anywhere(request.user, Permission.PLACE_VIEW)
    area = asked_area(request.GET, request.user)
    context: dict[str, Any] = {"radii": RADII_M, "asked": request.GET}
    if area is not None:
        context |= around_words.told(around(area, actor=request.user))
        named = {name: request.GET[name] for name in ("incident", "along") if request.GET.get(name)}
        context["query"] = urlencode({**named, "radius_m": f"{area.radius_m:g}"} if named else area.query())
        context["base"] = urlencode({name: value for name, value in area.query().items() if name != "radius_m"})
        context["area_json"] = json.dumps({"geometry": json.loads(area.shape.geojson), "radius_m": area.radius_m})
        context["may_order"] = access.can_anywhere(request.user, Permission.DISPATCH_ORDER)
    part = request.headers.get("HX-Request") == "true" or request.GET.get("part") == "1"
    return render(request, f"command_center/{'_map_around' if part else 'map_around'}.html", context)


@require_safe
@login_required
def map_around_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV: UTF-8 with BOM, or GB18030 on request."""
    access.require_anywhere(request.user, Permission.PLACE_VIEW)
    area = asked_area(request.GET, request.user)
    if area is None:
        raise UnprocessableError(_("Say around what: a point, an incident, an area or a line."))
    found = around(area, actor=request.user)
    name = f"around-{timezone.localtime(found.read_at):%Y%m%d-%H%M}"
    rows = around_words.table(found)
    return spreadsheet.response(name, around_words.headings(), rows, request.GET.get("encoding", ""))
