"""Windows on assignments in the admin site."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from incidents.dispatch.models import CapabilityNeed, Dispatch


@admin.register(Dispatch)
class DispatchAdmin(ReadOnlyAdmin):
    """Assignments."""

    list_display = ["incident", "team", "status", "ordered_at", "entered_at", "on_scene_at", "ended_at", "overdue"]
    list_filter = ["status", "overdue"]
    list_select_related = ["incident", "team"]


@admin.register(CapabilityNeed)
class CapabilityNeedAdmin(ReadOnlyAdmin):
    """What each type of event asks for."""

    list_display = ["type_prefix", "capability", "wanted", "rank"]
    search_fields = ["type_prefix"]
    list_select_related = ["capability"]
