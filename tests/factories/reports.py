"""Reports for tests, made through the service a person would use."""

from datetime import timedelta

from django.utils import timezone

from incidents.reports.services import ReportData, report_create
from tests.factories import organizations as make
from tests.factories.response import event_type


def officer(at, **fields):
    """A duty officer at a jurisdiction."""
    return make.user("duty_officer", at, **fields)


def data(**fields):
    """A plain report: something happened ten minutes ago."""
    given = {
        "source": "county_staff",
        "title": "玉山村山洪",
        "description": "玉山村三组山洪冲断道路，两人被困。",
        "occurred_at": timezone.now() - timedelta(minutes=10),
    }
    return ReportData(**{**given, **fields})


def report(actor, **fields):
    """A report filed by `actor`; the type exists."""
    if "event_type" not in fields:
        fields["event_type"] = event_type("10106").pk
    return report_create(data=data(**fields), actor=actor)
