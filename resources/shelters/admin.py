"""Windows on shelters in the admin site: to look, never to change; people inside are not shown here at all."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from resources.shelters.models import AreaNorm, Shelter


@admin.register(Shelter)
class ShelterAdmin(ReadOnlyAdmin):
    """Shelters."""

    list_display = ["name", "jurisdiction", "tier", "duration", "status", "capacity", "named", "unnamed"]
    list_filter = ["status", "tier", "duration"]
    search_fields = ["name", "address"]
    list_select_related = ["jurisdiction"]


@admin.register(AreaNorm)
class AreaNormAdmin(ReadOnlyAdmin):
    """Areas per person."""

    list_display = ["duration", "jurisdiction", "m2_per_person", "effective_from", "source"]
    list_select_related = ["jurisdiction"]
