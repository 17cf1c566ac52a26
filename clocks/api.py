"""What is due, for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView

from clocks.forms import DeadlineForm
from clocks.models import Deadline
from clocks.selectors import STATES, deadlines_matching
from clocks.serializers import DeadlineSerializer
from core.errors import UnprocessableError

__all__ = ["ClockList", "DeadlineSerializer"]

_PARAMETERS = [
    OpenApiParameter("state", str, enum=STATES, description="open unless said otherwise"),
    OpenApiParameter("kind", str),
    OpenApiParameter("subject", str, description="`incident:12`: it and everything that belongs to it"),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("mine", bool),
]


class ClockList(ListAPIView[Deadline]):
    """What is due, late ones first, as far as the caller may know of it."""

    serializer_class = DeadlineSerializer
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Deadline]:
        """The caller's deadlines that satisfy the query; 422 for a query that cannot be read."""
        query = DeadlineForm(self.request.GET, actor=self.request.user)
        if not query.is_valid():
            errors = {field: " ".join(map(str, texts)) for field, texts in query.errors.items()}
            raise UnprocessableError(next(iter(errors.values())), errors=errors)
        return deadlines_matching(query.wanted(), self.request.user)

    @extend_schema(operation_id="clocks_list", parameters=_PARAMETERS)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What is due."""
        return super().get(request, *args, **kwargs)
