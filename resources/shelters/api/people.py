"""Who is inside, for programs: registration, counting, in and out (R-D9). Only for those who run the shelter."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import Pages
from core.errors import UnprocessableError
from organizations import access
from organizations.api import ApiView
from organizations.roles import Permission
from resources.shelters import selectors, services
from resources.shelters.models import Shelter
from resources.shelters.serializers import (
    CountWrite,
    LeaveWrite,
    RegisterAnswer,
    RegisterWrite,
    ResidentShape,
    RevealAnswer,
    RevealWrite,
    ShelterShape,
    TransferWrite,
)
from resources.shelters.vocabulary import FLAGS, NEEDS

_FILTERS = [
    OpenApiParameter("q", str, description="name, pinyin initials, bed, phone or where from"),
    OpenApiParameter("state", str, enum=["here", "inside", "away", "left", "all"]),
    OpenApiParameter("flag", str, enum=["any", *FLAGS]),
    OpenApiParameter("need", str, enum=["any", *NEEDS]),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int),
]


def _run(view: ApiView, pk: int) -> Shelter:
    shelter = selectors.shelter_get(view.actor, pk)
    access.require(view.actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    return shelter


class HeadCount(ApiView):
    """Heads without names."""

    @extend_schema(operation_id="shelters_count", request=CountWrite, responses=ShelterShape)
    def post(self, request: Request, pk: int) -> Response:
        """Count up or down."""
        said = dict(self.shape(CountWrite).validated_data)
        kind = said.pop("cause")
        shelter = services.heads_count(shelter=_run(self, pk), kind=kind, actor=self.actor, **said)
        return Response(ShelterShape(shelter).data)


class Residents(ApiView):
    """Who is inside."""

    @extend_schema(operation_id="shelters_residents_list", parameters=_FILTERS, responses=ResidentShape(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """List; identity numbers are masked."""
        asked = request.query_params
        rows = selectors.resident_list(
            request.user,
            _run(self, pk),
            q=asked.get("q", ""),
            state=asked.get("state", "here"),
            flag=asked.get("flag", ""),
            need=asked.get("need", ""),
        )
        pages = Pages()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ResidentShape(page, many=True).data)

    @extend_schema(operation_id="shelters_register", request=RegisterWrite, responses={201: RegisterAnswer})
    def post(self, request: Request, pk: int) -> Response:
        """Register a household; all of it or, on any refusal, nothing."""
        shelter = _run(self, pk)
        said = dict(self.shape(RegisterWrite).validated_data)
        people = [services.PersonData(**one) for one in said.pop("people")]
        made = services.household_register(
            shelter=shelter, data=services.HouseholdData(people=people, **said), actor=self.actor
        )
        answer = {
            "household": made.household.pk,
            "residents": sorted(stay.pk for stay in made.stays),
            "unnamed": made.unnamed,
            "shelter": made.shelter,
        }
        return Response(RegisterAnswer(answer).data, status=201)


class Leave(ApiView):
    """In and out."""

    @extend_schema(operation_id="shelters_leave", request=LeaveWrite, responses=ShelterShape)
    def post(self, request: Request, pk: int, stay: int) -> Response:
        """Away for some hours, back, or left for good."""
        shelter = _run(self, pk)
        said = self.shape(LeaveWrite).validated_data
        if said["action"] == "out":
            services.stays_go_out(shelter=shelter, stay_ids=[stay], actor=self.actor)
        elif said["action"] == "back":
            services.stays_come_back(shelter=shelter, stay_ids=[stay], actor=self.actor)
        else:
            services.stays_end(
                shelter=shelter,
                stay_ids=[stay],
                left_as=said["left_as"],
                destination=said["destination"],
                actor=self.actor,
            )
        return Response(ShelterShape(selectors.shelter_get(self.actor, pk)).data)


class Transfer(ApiView):
    """To another shelter."""

    @extend_schema(operation_id="shelters_transfer", request=TransferWrite, responses=ShelterShape)
    def post(self, request: Request, pk: int, stay: int) -> Response:
        """Out here and in there; the answer is the shelter they came to."""
        shelter = _run(self, pk)
        wanted = self.shape(TransferWrite).validated_data["to"]
        to = selectors.transfer_targets(self.actor, shelter).filter(pk=wanted).first()
        if to is None:
            raise UnprocessableError(
                _("Some fields need correction."), errors={"to": _("Choose the shelter they go to.")}
            )
        services.stays_transfer(shelter=shelter, stay_ids=[stay], to=to, actor=self.actor)
        return Response(ShelterShape(selectors.shelter_get(self.actor, to.pk)).data)


class Reveal(ApiView):
    """The identity number in clear."""

    remembers_answers = False

    @extend_schema(operation_id="shelters_reveal", request=RevealWrite, responses=RevealAnswer)
    def post(self, request: Request, pk: int, stay: int) -> Response:
        """For a reason; who read it is on record."""
        row = selectors.resident_get(self.actor, _run(self, pk), stay)
        access.require(self.actor, Permission.SHELTER_REVEAL, row.shelter.jurisdiction)
        reason = self.shape(RevealWrite).validated_data["reason"]
        number = services.number_reveal(stay=row, reason=reason, actor=self.actor)
        return Response(RevealAnswer({"id_number": number}).data, headers={"Cache-Control": "no-store"})
