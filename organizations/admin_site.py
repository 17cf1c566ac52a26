"""The admin site: for system administrators of the whole platform, by role and never by the staff flag; read-only."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin import ReadOnlyAdmin
from organizations import access
from organizations.roles import Role


class PlatformAdminSite(admin.AdminSite):
    """A window on the data: whatever would write, or show what signs people in, is not let in."""

    site_header = site_title = gettext_lazy("Emergency command platform: data")
    index_title = gettext_lazy("Data, read-only")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only read-only windows: the keys of second factors and Django's groups stay out."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person holds the system administration at a root of the tree."""
        return access.holds_at_root(request.user, Role.SYSTEM_ADMIN)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The platform's own sign-in page, with its lock-out and second factor."""
        if request.user.is_authenticated:
            raise PermissionDenied(_("Only system administrators of the whole platform may look here."))
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next=/admin/")
