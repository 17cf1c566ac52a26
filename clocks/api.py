"""What is due, for programs."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from clocks.forms import DeadlineForm
from clocks.models import Deadline
from clocks.selectors import STATES, deadlines_matching
from clocks.serializers import DeadlineSerializer
from organizations.api.lists import ListApiView

__all__ = ["ClockList", "DeadlineSerializer"]

_PARAMETERS = [
    OpenApiParameter("state", str, enum=STATES, description="open unless said otherwise"),
    OpenApiParameter("kind", str),
    OpenApiParameter("subject", str, description="`incident:12`: it and everything that belongs to it"),
    OpenApiParameter("jurisdiction", str, description="division code: it and everything below"),
    OpenApiParameter("mine", bool),
]


class ClockList(ListApiView):
    """What is due, late ones first, as far as the caller may know of it."""

    serializer_class = DeadlineSerializer

    def rows(self) -> QuerySet[Deadline]:
        """The caller's deadlines that satisfy the query; 422 for a query that cannot be read."""
        query = DeadlineForm(self.request.GET, actor=self.actor)
        if not query.is_valid():
            raise ValidationError(cast(dict[str, Any], query.errors))
        return deadlines_matching(query.wanted(), self.actor)

    @extend_schema(operation_id="clocks_list", parameters=_PARAMETERS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What is due."""
        return self.page(self.rows())
