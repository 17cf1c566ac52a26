"""Villages of a township: who has reported in a period, what it adds up to, and whom to remind (R-B1, R-B3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from incidents.reports.models import FollowUp, Report, ReportStatus
from incidents.response.models import FIGURES
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission

PERIODS = {"24h": timedelta(hours=24), "3d": timedelta(days=3), "7d": timedelta(days=7)}
MOST = 400


@dataclass
class VillageRow:
    """One village: its reports in the period, the people who report there, and its state."""

    village: Jurisdiction
    reports: list[Report] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    no_change: bool = False
    totals: dict[str, float] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """“reported”, “zero” (told that nothing happened or changed), or “missing”."""
        if any(sum(filter(None, report.figures.values())) or report.description for report in self.reports):
            return "reported"
        return "zero" if self.no_change or self.reports else "missing"


def township_rows(*, since: datetime, actor: Actor) -> list[VillageRow]:
    """Every village within reach, those that have not reported first."""
    villages = access.scope(
        Jurisdiction.objects.filter(is_active=True, level="village"), actor, Permission.REPORT_VIEW, field=""
    )
    shown = villages.select_related("parent").defer("boundary", "centre", "parent__boundary", "parent__centre")
    rows = {one.pk: VillageRow(one) for one in shown.order_by("path")[:MOST]}
    kept = Report.objects.filter(jurisdiction__in=list(rows), received_at__gte=since)
    for report in kept.exclude(status=ReportStatus.REJECTED).select_related("event_type").order_by("-received_at"):
        rows[report.jurisdiction_id].reports.append(report)
    _same_again(rows, since)
    _people(rows)
    for row in rows.values():
        row.totals = totals(row.reports)
    order = {"missing": 0, "zero": 1, "reported": 2}
    return sorted(rows.values(), key=lambda row: order[row.state])


def totals(reports: Iterable[Report]) -> dict[str, float]:
    """Known figures added up; what nobody knows is left out, never 0."""
    result: dict[str, float] = {}
    for report in reports:
        for name in FIGURES:
            value = report.figures.get(name)
            if value is not None:
                result[name] = result.get(name, 0) + value
    return result


def _same_again(rows: dict[int, VillageRow], since: datetime) -> None:
    told = FollowUp.objects.filter(report__jurisdiction__in=list(rows), received_at__gte=since, no_change=True)
    for pk in told.values_list("report__jurisdiction_id", flat=True).distinct():
        rows[pk].no_change = True


def _people(rows: dict[int, VillageRow]) -> None:
    here = User.objects.filter(unit__jurisdiction__in=list(rows), is_active=True).exclude(phone="")
    for person in here.select_related("unit").order_by("full_name"):
        if person.unit is not None:
            rows[person.unit.jurisdiction_id].people.append(person)


def since_of(period: str) -> datetime:
    """When a named period began; an unknown name is a day."""
    return timezone.now() - PERIODS.get(period, PERIODS["24h"])
