"""The record, for programs."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.api.lists import ListApiView
from organizations.roles import Permission
from timeline.forms import RecordQuery
from timeline.models import Event
from timeline.selectors import events_matching
from timeline.serializers import EventSerializer

__all__ = ["EventSerializer", "TimelineList"]

_PARAMETERS = [
    OpenApiParameter("kind", str, description="`incident.opened`, or `incident.` for every kind of that entity"),
    OpenApiParameter("subject", str, description="`incident:12`: it and everything that belongs to it"),
    OpenApiParameter("actor", str, description="id, user name, or part of the name of who did it"),
    OpenApiParameter("q", str, description="words in the values or in the sentence"),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("since", int, description="a cursor: what was committed after it, in commit order"),
    OpenApiParameter("from", OpenApiTypes.DATETIME),
    OpenApiParameter("to", OpenApiTypes.DATETIME),
]


class TimelineList(ListApiView):
    """What happened, newest first (or in commit order after `since`), as far as the caller may know of it."""

    serializer_class = EventSerializer

    def rows(self) -> QuerySet[Event]:
        """The caller's events that satisfy the query; 422 for a query that cannot be read."""
        self.require(Permission.TIMELINE_VIEW)
        query = RecordQuery(self.request.GET, actor=self.actor)
        if not query.is_valid():
            raise ValidationError(cast(dict[str, Any], query.errors))
        return events_matching(query.wanted(), self.actor)

    @extend_schema(operation_id="timeline_list", parameters=_PARAMETERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Search the record."""
        return self.page(self.rows())
