"""Filters of the list of assignments."""

import django_filters
from django.db.models import QuerySet

from incidents.dispatch.models import OVER, Dispatch, DispatchStatus


class DispatchFilter(django_filters.FilterSet):
    """By status, incident, team, and whether it is over."""

    status = django_filters.ChoiceFilter(choices=DispatchStatus.choices)
    incident = django_filters.NumberFilter(field_name="incident_id", min_value=1, max_value=2**63 - 1)
    team = django_filters.NumberFilter(field_name="team_id", min_value=1, max_value=2**63 - 1)
    active = django_filters.BooleanFilter(method="only_active")

    class Meta:
        model = Dispatch
        fields: list[str] = []

    def only_active(self, rows: QuerySet[Dispatch], name: str, value: bool) -> QuerySet[Dispatch]:
        """Those not over, or those over."""
        return rows.exclude(status__in=OVER) if value else rows.filter(status__in=OVER)
