"""Lists of the API: paged, filtered, and an unknown filter value answered in words."""

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from core.api import Pages
from organizations.api.base import ApiView


class Lists(ApiView):
    """Helpers for views that answer pages: `{"count","next","previous","results"}`."""

    serializer_class: type[BaseSerializer] | None = None
    filterset_class: type[django_filters.FilterSet] | None = None
    pagination_class = Pages

    def filtered(self, rows: QuerySet[Any], filterset: type[django_filters.FilterSet] | None = None) -> QuerySet[Any]:
        """The rows that match the query string; ValidationError (422) names each filter whose value has no meaning."""
        chosen = filterset or self.filterset_class
        if chosen is None:
            return rows
        filters = chosen(data=self.request.query_params, queryset=rows, request=self.request)
        if not filters.is_valid():
            raise ValidationError(cast(dict[str, Any], filters.errors))
        return filters.qs

    def page(self, rows: QuerySet[Any] | list[Any], serializer: type[BaseSerializer] | None = None) -> Response:
        """One page of the rows, in the serializer's shape."""
        chosen = serializer or self.serializer_class
        paginator = self.pagination_class()
        shown = paginator.paginate_queryset(cast(Any, rows), self.request, view=self)
        if chosen is None:
            return paginator.get_paginated_response(shown)
        context = {"request": self.request, "view": self}
        return paginator.get_paginated_response(chosen(shown, many=True, context=context).data)


class ListApiView(Lists):
    """GET answers one page of `rows()`, filtered."""

    def rows(self) -> QuerySet[Any]:
        """What the caller may see, from a selector."""
        raise NotImplementedError

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        return self.page(self.filtered(self.rows()))
