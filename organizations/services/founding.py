"""The first place and the two people without whom nobody else can be let in (R-A1)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError
from organizations.models import Jurisdiction, Unit, UnitKind, User
from organizations.roles import Role
from organizations.services.memberships import membership_grant
from organizations.services.people import user_create
from organizations.services.places import jurisdiction_create, unit_create


@dataclass(frozen=True)
class Founded:
    """What an empty platform was given."""

    place: Jurisdiction
    unit: Unit
    system: User
    security: User


@transaction.atomic
def platform_found(
    *, code: str, name: str, level: str, unit_name: str, system_password: str, security_password: str, actor: None
) -> Founded:
    """The root of the tree, its bureau, and one administrator each for the system and for roles.

    The two are different people by rule; both change the password at their first sign-in. ConflictError when the
    platform already has people or places. Only for the command line: `actor` is None.
    """
    if Jurisdiction.objects.exists() or User.objects.exists():
        raise ConflictError(_("The platform already has people or places; nothing was changed."))
    place = jurisdiction_create(code=code, name=name, level=level, actor=actor)
    unit = unit_create(jurisdiction=place, name=unit_name, kind=UnitKind.BUREAU, receives_reports=True, actor=actor)
    system = user_create(
        username="system", full_name=str(Role.SYSTEM_ADMIN.label), unit=unit, password=system_password, actor=actor
    )
    security = user_create(
        username="security",
        full_name=str(Role.SECURITY_ADMIN.label),
        unit=unit,
        password=security_password,
        actor=actor,
    )
    membership_grant(user=system, role=Role.SYSTEM_ADMIN, jurisdiction=place, actor=actor)
    membership_grant(user=security, role=Role.SECURITY_ADMIN, jurisdiction=place, actor=actor)
    return Founded(place, unit, system, security)
