"""Deciding the grade: by a person, with a reason, beside what the rules suggest (R-B4)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError
from incidents.response.events import INCIDENT_GRADED
from incidents.response.features import ROMAN
from incidents.response.models import Grade, GradeChange, Incident
from incidents.response.selectors.figures import current_values
from incidents.response.services.common import clean_moment, clean_text, incident_lock, refuse, require_open, tell
from incidents.response.suggestions import grade_suggest
from organizations import ownership
from organizations.models import User
from organizations.roles import Permission


@transaction.atomic
def incident_grade(*, incident: Incident, grade: int, reason: str, at: datetime | None = None, actor: User) -> Incident:
    """Decide the event grade (1 most serious … 4); every decision is kept with its reason, its author and the rules' view.

    `at` is when it was decided, for records played back; the event is entered now.
    """
    incident = incident_lock(incident)
    if grade not in Grade.values:
        refuse("grade", _("The grade is 1, 2, 3 or 4."))
    require_open(incident)
    if incident.grade == grade:
        raise ConflictError(_("It already has this grade."), extra={"grade": grade})
    ownership.require(actor, Permission.INCIDENT_GRADE, incident)
    words = clean_text(reason, "reason", 500, needed=True)
    guess = grade_suggest(incident.event_type, current_values(incident, actor=actor))
    was, incident.grade = incident.grade, grade
    incident.version += 1
    incident.save(update_fields=["grade", "version", "updated_at"])
    GradeChange.objects.create(
        incident=incident,
        grade=grade,
        suggested=guess.grade if guess else None,
        reason=words,
        author=actor,
        decided_at=clean_moment(at, "at") if at else timezone.now(),
    )
    data = {"roman": ROMAN[grade], "reason": words, "changes": {"grade": [was, grade]}}
    tell(INCIDENT_GRADED, incident, actor=actor, data=data, occurred_at=at)
    return incident
