"""Incidents for programs (contract: /api/v1/incidents/)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from clocks.selectors import deadlines_of
from clocks.serializers import DeadlineSerializer
from core.errors import UnprocessableError
from incidents.response import selectors, services, shapes
from incidents.response import serializers as said
from incidents.response.forms.filters import IncidentQuery
from incidents.response.models import EventType, Grade, Incident, Status
from organizations.api.base import ApiView
from organizations.api.lists import Lists
from organizations.models import Unit
from organizations.roles import Permission
from timeline.selectors import events_of
from timeline.serializers import EventSerializer

_PAGES = [OpenApiParameter("page", int), OpenApiParameter("page_size", int)]
_FILTERS = [
    OpenApiParameter("status", str, enum=Status.values, many=True),
    OpenApiParameter("grade", int, enum=Grade.values, many=True),
    OpenApiParameter(
        "event_type", str, description="a class or sub-class stands for all below it: 10000, 10100, 10101"
    ),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("open", bool),
    OpenApiParameter("tag", str),
    OpenApiParameter("q", str, description="words in number, title, place or description"),
    OpenApiParameter("from", OpenApiTypes.DATETIME, description="occurred at or after"),
    OpenApiParameter("to", OpenApiTypes.DATETIME, description="occurred before"),
    *_PAGES,
]


def _bad(field: str, message: str) -> UnprocessableError:
    return UnprocessableError(_("Some fields need correction."), errors={field: message})


def _type_of(code: str) -> EventType:
    found = selectors.event_type_get(code)
    if found is None:
        raise _bad("event_type", _("There is no event type %(code)s in use.") % {"code": code})
    return found


class IncidentList(Lists):
    """Incidents within reach."""

    @extend_schema(operation_id="incidents_list", parameters=_FILTERS, responses=said.IncidentOut(many=True))
    def get(self, request: Request) -> Response:
        """One page, newest first; 422 names each filter whose value has no meaning."""
        self.require(Permission.INCIDENT_VIEW)
        query = IncidentQuery(request.query_params, actor=self.actor)
        if not query.is_valid():
            errors = {name: " ".join(map(str, texts)) for name, texts in query.errors.items()}
            raise UnprocessableError(_("Some filters need correction."), errors=errors)
        ids = selectors.incidents_list(filters=query.wanted(), actor=self.actor).values_list("pk", flat=True)
        pages = self.pagination_class()
        page = pages.paginate_queryset(ids, request, view=self)
        rows = selectors.incident_rows(page or [], actor=self.actor)
        return pages.get_paginated_response(shapes.incident_documents(rows, actor=self.actor))

    @extend_schema(operation_id="incidents_open", request=said.IncidentIn, responses={201: said.IncidentOut})
    def post(self, request: Request) -> Response:
        """Open an incident directly; the accountable unit is the one given, else the one that receives reports there."""
        self.require(Permission.INCIDENT_CHANGE)
        given = dict(self.shape(said.IncidentIn).validated_data)
        place = selectors.places_to_open(actor=self.actor).filter(code=given.pop("jurisdiction")).first()
        if place is None:
            raise _bad("jurisdiction", _("You may open no incident there, or there is no such place."))
        unit = selectors.unit_for_opening(place, given.pop("owner_unit", None), actor=self.actor)
        if unit is None:
            raise _bad("owner_unit", _("Name the accountable unit: none receives reports there."))
        kind = _type_of(given.pop("event_type"))
        moment = given.pop("occurred_at", None) or timezone.now()
        incident = services.incident_open(
            jurisdiction=place, owner_unit=unit, event_type=kind, occurred_at=moment, actor=self.actor, **given
        )
        fresh = selectors.incident_get(pk=incident.pk, actor=self.actor)
        return Response(shapes.incident_documents([fresh], actor=self.actor)[0], status=201)


class OneIncident(Lists):
    """Base of everything done with one incident within reach."""

    def incident(self, pk: int) -> Incident:
        """The incident, or 404."""
        return selectors.incident_get(pk=pk, actor=self.actor)

    def answer(self, incident: Incident, status: int = 200) -> Response:
        """The incident as it is now."""
        fresh = selectors.incident_get(pk=incident.pk, actor=self.actor)
        return Response(shapes.incident_documents([fresh], actor=self.actor)[0], status=status)


class IncidentDetail(OneIncident):
    """One incident."""

    @extend_schema(operation_id="incidents_read", responses=said.IncidentOut)
    def get(self, request: Request, pk: int) -> Response:
        """As it is now."""
        return self.answer(self.incident(pk))

    @extend_schema(operation_id="incidents_update", request=said.IncidentPatch, responses=said.IncidentOut)
    def patch(self, request: Request, pk: int) -> Response:
        """Change particulars seen at `version`; a stale caller gets 409 with both sides."""
        incident = self.incident(pk)
        changes = dict(self.shape(said.IncidentPatch).validated_data)
        version = changes.pop("version")
        if "event_type" in changes:
            changes["event_type"] = _type_of(changes["event_type"])
        return self.answer(
            services.incident_update(incident=incident, version=version, changes=changes, actor=self.actor)
        )


class IncidentTimeline(OneIncident):
    """What happened."""

    @extend_schema(operation_id="incidents_timeline", parameters=_PAGES, responses=EventSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Events of the incident and of everything that belongs to it, newest first."""
        return self.page(events_of(self.incident(pk), self.actor), EventSerializer)


class IncidentClocks(OneIncident):
    """What is due."""

    @extend_schema(operation_id="incidents_clocks", parameters=_PAGES, responses=DeadlineSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Deadlines of the incident and of everything that belongs to it, earliest first."""
        return self.page(deadlines_of(self.incident(pk), self.actor), DeadlineSerializer)


class IncidentGrade(OneIncident):
    """The grade."""

    @extend_schema(operation_id="incidents_grade", request=said.GradeIn, responses=said.IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Decide it, with a reason."""
        incident, said_now = self.incident(pk), self.shape(said.GradeIn).validated_data
        return self.answer(services.incident_grade(incident=incident, **said_now, actor=self.actor))

    @extend_schema(operation_id="incidents_grades", responses=said.GradeOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every decision on it, newest first."""
        rows = selectors.grade_changes(self.incident(pk), actor=self.actor)
        return Response([shapes.grade_document(row) for row in rows])


class IncidentStatus(OneIncident):
    """The phase."""

    @extend_schema(operation_id="incidents_status", request=said.StatusIn, responses=said.IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take it to its next phase; a step that is not in the table is a 409."""
        incident, wanted = self.incident(pk), self.shape(said.StatusIn).validated_data
        changed = services.incident_change_status(
            incident=incident, to=wanted["status"], reason=wanted.get("reason", ""), actor=self.actor
        )
        return self.answer(changed)


class IncidentNotes(OneIncident):
    """The log."""

    @extend_schema(operation_id="incidents_log", parameters=_PAGES, responses=said.NoteOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every line, newest first; struck ones stay."""
        pages = self.pagination_class()
        rows = pages.paginate_queryset(selectors.log_entries(self.incident(pk), actor=self.actor), request, view=self)
        return pages.get_paginated_response([shapes.log_document(row) for row in rows or []])

    @extend_schema(operation_id="incidents_note", request=said.NoteIn, responses={201: said.NoteOut})
    def post(self, request: Request, pk: int) -> Response:
        """Write a note or a decision, or correct an earlier line."""
        incident, line = self.incident(pk), dict(self.shape(said.NoteIn).validated_data)
        strikes = line.pop("strikes", None)
        if strikes:
            entry = services.incident_correct(incident=incident, entry=strikes, text=line["text"], actor=self.actor)
        else:
            entry = services.incident_note(incident=incident, **line, actor=self.actor)
        return Response(shapes.log_document(entry), status=201)


class IncidentFigures(OneIncident):
    """The ledger of figures."""

    @extend_schema(operation_id="incidents_figures", parameters=_PAGES, responses=said.FigureOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every statement, newest first."""
        pages = self.pagination_class()
        rows = selectors.figures_stated(self.incident(pk), actor=self.actor)
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response([shapes.figure_document(row) for row in page or []])

    @extend_schema(operation_id="incidents_figures_state", request=said.FiguresIn, responses={201: said.IncidentOut})
    def post(self, request: Request, pk: int) -> Response:
        """State figures: value or unknown, who says so, and when it held."""
        incident, stated = self.incident(pk), self.shape(said.FiguresIn).validated_data
        services.figure_state(
            incident=incident,
            values=dict(stated["values"]),
            source=stated["source"],
            as_of=stated.get("as_of"),
            note=stated.get("note", ""),
            actor=self.actor,
        )
        return self.answer(incident, 201)


class IncidentHandover(OneIncident):
    """Handing it over to another unit."""

    @extend_schema(operation_id="incidents_handover", request=said.HandoverIn, responses=said.IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Offer, accept, decline or withdraw; the owner stays until the other unit accepts."""
        incident, wanted = self.incident(pk), self.shape(said.HandoverIn).validated_data
        action, actor = wanted["action"], self.actor
        if action == "offer":
            note = wanted.get("note", "")
            services.handover_offer(item=incident, to=self._unit(wanted.get("to")), note=note, actor=actor)
        elif action == "accept":
            services.handover_accept(item=incident, actor=actor)
        elif action == "decline":
            services.handover_decline(item=incident, reason=wanted.get("reason", ""), actor=actor)
        else:
            services.handover_withdraw(item=incident, actor=actor)
        return self.answer(incident)

    def _unit(self, pk: Any) -> Unit:
        unit = selectors.handover_units(actor=self.actor).filter(pk=pk).first() if pk else None
        if unit is None:
            raise _bad("to", _("Choose the unit it is offered to."))
        return unit


class IncidentSensitive(OneIncident):
    """Whether it may be on a wall."""

    @extend_schema(operation_id="incidents_sensitive", request=said.SensitiveIn, responses=said.IncidentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Keep it off every wall, or let it back on."""
        incident, wanted = self.incident(pk), self.shape(said.SensitiveIn).validated_data
        return self.answer(services.incident_mark_sensitive(incident=incident, **wanted, actor=self.actor))


class EventTypeList(ApiView):
    """Event types: the whole vocabulary, unpaged by default sizes of 200 and more."""

    @extend_schema(
        operation_id="event_types_list",
        parameters=[
            OpenApiParameter("q", str, description="code, part of a name in either language, or pinyin initials"),
            OpenApiParameter("text", str, description="a narrative: only the type it suggests"),
            *_PAGES,
        ],
        responses=said.EventTypeOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Types in use, in order of their codes."""
        narrative = request.query_params.get("text", "")
        if narrative:
            found = selectors.type_suggest(narrative)
            return Response(_listed([shapes.type_document(found.event_type)] if found else []))
        rows = selectors.event_types(q=request.query_params.get("q", ""))
        if "page" in request.query_params or "page_size" in request.query_params:
            pages = Lists.pagination_class()
            page = pages.paginate_queryset(rows, request, view=self)
            return pages.get_paginated_response([shapes.type_document(row) for row in page or []])
        return Response(_listed([shapes.type_document(row) for row in rows]))


def _listed(results: list[dict[str, Any]]) -> dict[str, Any]:
    return {"count": len(results), "next": None, "previous": None, "results": results}
