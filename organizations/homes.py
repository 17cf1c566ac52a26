"""Where each person's work begins, and which `next` address may be followed after signing in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from organizations import access
from organizations.models import User
from organizations.roles import Role

HOMES: list[tuple[str, str]] = [
    (Role.DUTY_OFFICER, "/duty/"),
    (Role.DUTY_LEADER, "/duty/"),
    (Role.COMMANDER, "/map/"),
    (Role.SYSTEM_ADMIN, "/people/"),
    (Role.SECURITY_ADMIN, "/people/"),
    (Role.AUDITOR, "/timeline/"),
    (Role.PUBLISHER, "/map/"),
    (Role.KEEPER, "/map/"),
    (Role.TEAM_LEADER, "/orders/"),
    (Role.REPORTER, "/r/"),
    (Role.GRID_WORKER, "/r/"),
]


def home_of(user: User) -> str | None:
    """The start page of the first role held; None without a role."""
    held = access.roles(user)
    return next((url for role, url in HOMES if role in held), None)


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """The `next` of the request when it stays on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here and wanted.startswith("/") and "\\" not in wanted else fallback
