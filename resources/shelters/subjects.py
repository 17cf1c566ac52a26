"""Plans and photographs of a shelter: files of the subject “shelter:<pk>” (R-D9)."""

from django.utils.translation import gettext as _

from core.errors import NotFoundError
from files.subjects import Target, register
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.shelters.selectors import rights, shelter_get


def _find(reference: str, actor: Actor) -> Target:
    if not (reference.isascii() and reference.isdigit() and len(reference) < 19):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    shelter = shelter_get(actor, int(reference))
    may = rights(actor, shelter)
    return Target(
        subject=f"shelter:{shelter.pk}",
        label=shelter.name,
        jurisdiction=shelter.jurisdiction,
        permission=Permission.SHELTER_VIEW,
        may_add=may.change or may.run,
        may_remove=access.can(actor, Permission.SHELTER_CHANGE, shelter.jurisdiction),
        url=f"/shelters/{shelter.pk}/",
    )


register("shelter", _find)
