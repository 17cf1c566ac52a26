"""Incidents and what is recorded of them."""

from incidents.response.models.incident import Grade, Incident, IncidentNumber, Source, Status
from incidents.response.models.records import FIGURES, Figure, FigureName, GradeChange, LogEntry, LogKind
from incidents.response.models.types import EventType, TypePattern

__all__ = [
    "FIGURES",
    "EventType",
    "Figure",
    "FigureName",
    "Grade",
    "GradeChange",
    "Incident",
    "IncidentNumber",
    "LogEntry",
    "LogKind",
    "Source",
    "Status",
    "TypePattern",
]
