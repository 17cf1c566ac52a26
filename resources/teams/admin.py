"""Windows on teams in the admin site."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from resources.teams.models import Capability, Team


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    """Teams, without phone numbers."""

    list_display = ["code", "name", "kind", "jurisdiction", "unit", "readiness", "on_shift", "position_at", "is_active"]
    list_filter = ["kind", "readiness"]
    search_fields = ["code", "name", "name_en"]
    exclude = ["leader_phone", "deputy_phone"]
    list_select_related = ["jurisdiction", "unit"]


@admin.register(Capability)
class CapabilityAdmin(ReadOnlyAdmin):
    """The vocabulary of capabilities."""

    list_display = ["code", "name", "name_en", "rank"]
