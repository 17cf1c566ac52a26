"""The alarms of a workstation being silenced and restored, on record: somebody will ask who did not hear (R-C6, R-H4)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from organizations import events
from organizations.models import User
from organizations.roles import Permission
from organizations.services.sessions import home
from organizations.telling import tell

LONGEST_MIN = 60


@transaction.atomic
def sound_mute_record(*, minutes: int, actor: User) -> None:
    """The actor's workstation is silent for so many minutes, at most an hour; 0: it sounds again. 422 for anything else."""
    if not 0 <= minutes <= LONGEST_MIN:
        raise UnprocessableError(
            _("Alarms are muted for at most %(n)d minutes.") % {"n": LONGEST_MIN}, errors={"minutes": minutes}
        )
    until = timezone.localtime(timezone.now() + timedelta(minutes=minutes))
    tell(
        events.USER_MUTED if minutes else events.USER_UNMUTED,
        actor,
        jurisdiction=home(actor),
        actor=actor,
        data={"person": str(actor), "minutes": minutes, "until": f"{until:%H:%M}"},
        permission=Permission.TIMELINE_VIEW,
    )
