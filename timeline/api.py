"""The record, for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView

from core.errors import UnprocessableError
from organizations import access
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


class TimelineList(ListAPIView[Event]):
    """What happened, newest first (or in commit order after `since`), as far as the caller may know of it."""

    serializer_class = EventSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Event]:
        """The caller's events that satisfy the query; 422 for a query that cannot be read."""
        actor = self.request.user
        if not access.can_anywhere(actor, Permission.TIMELINE_VIEW):
            self.permission_denied(self.request)
        query = RecordQuery(self.request.GET, actor=actor)
        if not query.is_valid():
            errors = {field: " ".join(map(str, texts)) for field, texts in query.errors.items()}
            raise UnprocessableError(next(iter(errors.values())), errors=errors)
        return events_matching(query.wanted(), actor)

    @extend_schema(operation_id="timeline_list", parameters=_PARAMETERS)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Search the record."""
        return super().get(request, *args, **kwargs)
