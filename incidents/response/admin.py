"""Windows on incidents in the admin site: to look, never to change."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from incidents.response.models import EventType, Figure, GradeChange, Incident, LogEntry


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin):
    """Incidents."""

    list_display = ["number", "title", "event_type", "status", "grade", "jurisdiction", "owner_unit", "received_at"]
    list_filter = ["status", "grade"]
    search_fields = ["number", "title", "place"]
    list_select_related = ["event_type", "jurisdiction", "owner_unit"]


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Lines of the log, struck ones too."""

    list_display = ["incident", "kind", "text", "author", "entered_at"]
    list_filter = ["kind"]
    search_fields = ["incident__number", "text"]
    list_select_related = ["incident", "author"]


@admin.register(Figure)
class FigureAdmin(ReadOnlyAdmin):
    """The ledger of figures."""

    list_display = ["incident", "name", "value", "source", "as_of", "entered_at", "author"]
    list_filter = ["name"]
    search_fields = ["incident__number", "source"]
    list_select_related = ["incident", "author"]


@admin.register(GradeChange)
class GradeChangeAdmin(ReadOnlyAdmin):
    """Decisions on the grade."""

    list_display = ["incident", "grade", "suggested", "reason", "author", "decided_at"]
    list_filter = ["grade"]
    search_fields = ["incident__number", "reason"]
    list_select_related = ["incident", "author"]


@admin.register(EventType)
class EventTypeAdmin(ReadOnlyAdmin):
    """The vocabulary of event types; it is edited at /settings/types/."""

    list_display = ["code", "name", "name_en", "parent", "standard", "cap_category", "is_active"]
    list_filter = ["standard", "is_active"]
    search_fields = ["code", "name", "name_en"]
    list_select_related = ["parent"]
