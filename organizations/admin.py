"""Windows on people, roles, places and units in the admin site."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from organizations.models import Jurisdiction, Membership, RequestReceipt, Unit, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People, without what signs them in."""

    list_display = ["username", "full_name", "unit", "is_active", "last_login"]
    search_fields = ["username", "full_name"]
    exclude = ["password", "groups", "user_permissions", "is_staff", "is_superuser"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Roles."""

    list_display = ["user", "role", "jurisdiction", "starts_at", "ends_at", "granted_by"]
    list_filter = ["role"]
    list_select_related = ["user", "jurisdiction", "granted_by"]


@admin.register(Jurisdiction)
class JurisdictionAdmin(ReadOnlyAdmin):
    """Places."""

    list_display = ["code", "name", "level", "parent", "is_active"]
    search_fields = ["code", "name"]
    exclude = ["boundary"]
    list_select_related = ["parent"]


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """Units."""

    list_display = ["name", "jurisdiction", "kind", "duty_phone", "receives_reports", "is_active"]
    search_fields = ["name"]
    list_select_related = ["jurisdiction"]


@admin.register(RequestReceipt)
class RequestReceiptAdmin(ReadOnlyAdmin):
    """Repeated writes; the answers themselves may hold personal data and are not shown."""

    list_display = ["created_at", "user", "route", "status"]
    exclude = ["body", "digest"]
    list_select_related = ["user"]
