"""Orders, statuses and recommendations for programs."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import ConflictError, NotFoundError, UnprocessableError
from incidents.dispatch import selectors, services
from incidents.dispatch.filters import DispatchFilter
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.serializers import (
    CoverageShape,
    DispatchShape,
    OrdersAnswer,
    OrderWrite,
    RecallWrite,
    RecommendationShape,
    StatusWrite,
    StepShape,
)
from organizations.api import ApiView, Lists
from resources.teams.models import Team
from resources.teams.selectors import teams_named


class Recommendations(ApiView):
    """Who should go to an incident, and why."""

    @extend_schema(
        operation_id="incident_recommendations",
        parameters=[OpenApiParameter("capability", str, description="code; left out: all the event type asks for")],
        responses=RecommendationShape,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Best first; every need nobody can fill with its reason."""
        incident = selectors.incident_for_dispatch(self.actor, pk=pk)
        found = selectors.recommend(self.actor, incident, capability=request.query_params.get("capability", ""))
        return Response(RecommendationShape(found).data)


class Simulation(ApiView):
    """What would be left if these teams went."""

    @extend_schema(
        operation_id="incident_simulation",
        parameters=[OpenApiParameter("teams", str, required=True, description="ids, comma-separated")],
        responses=CoverageShape(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        """Ready teams per capability before and after; nothing is changed."""
        selectors.incident_for_dispatch(self.actor, pk=pk)
        ids = [part.strip() for part in request.query_params.get("teams", "").split(",") if part.strip()]
        if not 0 < len(ids) <= 50 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in ids):
            raise UnprocessableError(
                _("Some fields need correction."), errors={"teams": _("Ids of 1 to 50 teams, comma-separated.")}
            )
        return Response(CoverageShape(selectors.coverage_after(self.actor, map(int, ids)), many=True).data)


class IncidentDispatches(Lists):
    """The assignments of one incident."""

    @extend_schema(operation_id="incident_dispatches", responses=DispatchShape(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Newest first."""
        incident = selectors.incident_for_dispatch(self.actor, pk=pk)
        return self.page(selectors.dispatches(self.actor).filter(incident=incident), DispatchShape)

    @extend_schema(operation_id="incident_order", request=OrderWrite, responses={201: DispatchShape, 207: OrdersAnswer})
    def post(self, request: Request, pk: int) -> Response:
        """Order one team (201, or 409 saying what it is committed to) or several (207, each answered for itself)."""
        incident = selectors.incident_named(self.actor, pk)
        wanted = self.shape(OrderWrite).validated_data
        rest: dict[str, Any] = {"task": wanted.get("task", ""), "at": wanted.get("at"), "actor": self.actor}
        if "team" in wanted:
            team = self._teams([wanted["team"]])[0]
            made = services.dispatch_order(incident=incident, team=team, **rest)
            return Response(DispatchShape(made, context={"request": request}).data, status=201)
        result = services.dispatch_order_many(incident=incident, teams=self._teams(wanted["teams"]), **rest)
        refused = [
            {"team": item.team.pk, "message": item.message, "conflict": item.conflict} for item in result.refused
        ]
        if not result.dispatches:
            raise ConflictError(_("None of the teams could be ordered."), extra={"refused": refused})
        orders = DispatchShape(result.dispatches, many=True, context={"request": request}).data
        return Response({"dispatches": orders, "refused": refused}, status=207)

    def _teams(self, ids: list[int]) -> list[Team]:
        teams = teams_named(self.actor, ids)
        if len(teams) != len(set(ids)):
            raise NotFoundError(_("A team does not exist, or it is out of your reach."))
        return teams


class DispatchList(Lists):
    """Every assignment within sight."""

    @extend_schema(
        operation_id="dispatches_list",
        parameters=[
            OpenApiParameter("status", str, enum=DispatchStatus.values),
            OpenApiParameter("incident", int),
            OpenApiParameter("team", int),
            OpenApiParameter("active", bool, description="true: only those not over"),
        ],
        responses=DispatchShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        return self.page(self.filtered(selectors.dispatches(self.actor), DispatchFilter), DispatchShape)


class DispatchDetail(ApiView):
    """One assignment."""

    @extend_schema(operation_id="dispatch_read", responses=DispatchShape)
    def get(self, request: Request, pk: int) -> Response:
        """With its times and what may come next."""
        return _answer(request, selectors.dispatch_get(self.actor, pk))


class DispatchSteps(ApiView):
    """The history of one assignment."""

    @extend_schema(operation_id="dispatch_steps", responses=StepShape(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every step with its field time, server time and who said so, oldest first."""
        dispatch = selectors.dispatch_get(self.actor, pk)
        return Response(StepShape(selectors.steps_of(self.actor, dispatch), many=True).data)


class DispatchSetStatus(ApiView):
    """Report where an assignment stands."""

    @extend_schema(operation_id="dispatch_status", request=StatusWrite, responses=DispatchShape)
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledged, en route, on scene, returning, ended; or declined with a reason."""
        dispatch = selectors.dispatch_get(self.actor, pk)
        said = self.shape(StatusWrite).validated_data
        done = services.dispatch_set_status(
            dispatch=dispatch,
            to=said["status"],
            at=said.get("at"),
            reason=said.get("reason", ""),
            actor=self.actor,
        )
        return _answer(request, done)


class DispatchRecall(ApiView):
    """Call a team back."""

    @extend_schema(operation_id="dispatch_recall", request=RecallWrite, responses=DispatchShape)
    def post(self, request: Request, pk: int) -> Response:
        """From any active status; the team stays committed until it has ended."""
        dispatch = selectors.dispatch_get(self.actor, pk)
        said = self.shape(RecallWrite).validated_data
        return _answer(request, services.dispatch_recall(dispatch=dispatch, actor=self.actor, **said))


class DispatchUndo(ApiView):
    """Take an order back."""

    @extend_schema(operation_id="dispatch_undo", request=None, responses=DispatchShape)
    def post(self, request: Request, pk: int) -> Response:
        """Within ten seconds of its entry, before anybody answered."""
        dispatch = selectors.dispatch_get(self.actor, pk)
        return _answer(request, services.dispatch_undo(dispatch=dispatch, actor=self.actor))


def _answer(request: Request, dispatch: Dispatch) -> Response:
    return Response(DispatchShape(dispatch, context={"request": request}).data)
