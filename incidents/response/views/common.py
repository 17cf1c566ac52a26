"""What every page of incidents needs."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from organizations import access
from organizations.models import User
from organizations.roles import Permission


def person(request: HttpRequest) -> User:
    """Who is asking; nobody comes this far without having signed in."""
    return cast(User, request.user)


def need(request: HttpRequest, permission: Permission) -> None:
    """The page exists for holders of the permission anywhere; what it shows is scoped by its selectors."""
    if not access.can_anywhere(request.user, permission):
        raise PermissionDenied(
            _("This page needs the permission “%(permission)s”. An administrator of roles can grant it.")
            % {"permission": permission.label}
        )
