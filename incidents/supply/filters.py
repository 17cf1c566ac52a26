"""Filters of the list of requests."""

import django_filters
from django.db.models import QuerySet

from incidents.supply import workflow
from incidents.supply.models import RequestKind, RequestStatus, SupplyRequest


class RequestFilter(django_filters.FilterSet):
    """By stage, kind, incident, and whether it is over."""

    status = django_filters.ChoiceFilter(choices=RequestStatus.choices)
    kind = django_filters.ChoiceFilter(choices=RequestKind.choices)
    incident = django_filters.NumberFilter(field_name="incident_id", min_value=1, max_value=2**63 - 1)
    open = django_filters.BooleanFilter(method="only_open")

    class Meta:
        model = SupplyRequest
        fields: list[str] = []

    def only_open(self, rows: QuerySet[SupplyRequest], name: str, value: bool) -> QuerySet[SupplyRequest]:
        """Those not over, or those over."""
        return rows.exclude(status__in=workflow.OVER) if value else rows.filter(status__in=workflow.OVER)
