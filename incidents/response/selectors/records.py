"""What was recorded of an incident: log and grade decisions. The caller has fetched the incident within reach."""

from django.db.models import QuerySet

from incidents.response.models import GradeChange, Incident, LogEntry
from organizations.access import Actor


def log_entries(incident: Incident, *, actor: Actor) -> QuerySet[LogEntry]:
    """The log, newest first, each line with its author and with the correction that struck it."""
    return incident.log.select_related("author", "struck_by__author", "strikes")


def grade_changes(incident: Incident, *, actor: Actor) -> QuerySet[GradeChange]:
    """Decisions on the grade, newest first."""
    return incident.grades.select_related("author")
