"""The life of a shelter: by the table in workflow.py, the check before opening, and counting (R-D9)."""

import re
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.errors import ConflictError, UnprocessableError
from core.workflow import require_transition
from organizations import access
from organizations.access import Actor
from organizations.models import User
from organizations.roles import Permission
from resources.shelters import workflow
from resources.shelters.deadlines import SHELTER_CHECK, SHELTER_RESTORE
from resources.shelters.events import (
    SHELTER_CHECK_FAILED,
    SHELTER_CHECK_OVERRIDDEN,
    SHELTER_CHECKED,
    SHELTER_NOTED,
    SHELTER_STATE_CHANGED,
)
from resources.shelters.models import SafetyCheck, Shelter, Status
from resources.shelters.services.common import STATUS_FIELDS, clean_text, follow, refuse, shelter_lock, tell
from resources.shelters.services.norms import capacity_follow
from resources.shelters.vocabulary import BLOCKERS, CHECK_WORDS, FINDINGS

_SUBJECT = re.compile(r"incident:\d{1,18}")
_NUMBER = re.compile(r"[\w\-]{1,40}")


@transaction.atomic
def shelter_order(
    *, shelter: Shelter, incident: str = "", incident_number: str = "", reason: str = "", actor: Actor
) -> Shelter:
    """启用指令: order a shelter opened, for an incident (“incident:12”) or none; its check is due from now."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    words = _require_step(shelter, workflow.ORDERED, reason, actor)
    if not shelter.is_active:
        raise ConflictError(_("It is not in use."))
    if (incident and not _SUBJECT.fullmatch(incident)) or (incident_number and not _NUMBER.fullmatch(incident_number)):
        refuse("incident", _("There is no such incident."))
    shelter.incident, shelter.incident_number = incident, incident_number if incident else ""
    shelter.ordered_at = timezone.now()
    shelter.save(update_fields=["incident", "incident_number", "ordered_at"])
    capacity_follow(shelter, actor)
    deadline_cancel(kind=SHELTER_RESTORE, subject=shelter, actor=actor)
    deadline_open(
        kind=SHELTER_CHECK,
        subject=shelter,
        jurisdiction=shelter.jurisdiction,
        permission=Permission.SHELTER_VIEW,
        owner_unit=shelter.unit,
        related=[incident] if incident else [],
        data={"title": shelter.name},
        actor=actor,
    )
    return _step(shelter, workflow.ORDERED, words, actor)


@transaction.atomic
def shelter_check(
    *, shelter: Shelter, findings: Mapping[str, str], note: str = "", override_reason: str = "", actor: User
) -> SafetyCheck:
    """The check before opening. Blockers that are bad or were not looked at keep it shut, and that is recorded too;
    whoever may order it open may open over them with a reason.
    """
    shelter = shelter_lock(shelter.pk, actor=actor)
    permission = require_transition(workflow.TRANSITIONS, shelter.status, workflow.CHECKED, labels=dict(Status.choices))
    access.require(actor, permission, shelter.jurisdiction)
    wrong = {code: _("There is no such item.") for code in findings if code not in CHECK_WORDS}
    wrong |= {code: _("Choose one of the list.") for code, found in findings.items() if found not in FINDINGS}
    if wrong:
        raise UnprocessableError(_("Some fields need correction."), errors=wrong)
    items = {code: findings.get(code, "none") for code in CHECK_WORDS}
    blocking = [code for code in CHECK_WORDS if code in BLOCKERS and items[code] != "ok"]
    faults = sum(found == "bad" for found in items.values())
    reason = clean_text(override_reason, "override_reason", 300)
    if blocking and reason:
        access.require(actor, Permission.SHELTER_ORDER, shelter.jurisdiction)
    check = SafetyCheck.objects.create(
        shelter=shelter,
        items=items,
        note=clean_text(note, "note", 500),
        override_reason=reason if blocking else "",
        passed=not blocking or bool(reason),
        checked_by=actor,
    )
    if not check.passed:
        tell(SHELTER_CHECK_FAILED, shelter, actor, {"count": len(blocking)})
        return check
    deadline_meet(kind=SHELTER_CHECK, subject=shelter, actor=actor)
    if blocking:
        tell(SHELTER_CHECK_OVERRIDDEN, shelter, actor, {"count": len(blocking), "reason": reason})
    else:
        tell(SHELTER_CHECKED, shelter, actor, {"count": faults})
    _step(shelter, workflow.CHECKED, reason, actor)
    return check


@transaction.atomic
def shelter_change_state(*, shelter: Shelter, to: str, reason: str = "", actor: Actor) -> Shelter:
    """Any other step of the table: receive, close, withdraw an order, restore. Closing for good needs it empty."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    if (shelter.status, to) in workflow.AUTOMATIC:
        raise ConflictError(_("“Full” follows from counting and is not chosen."), extra={"status": shelter.status})
    if (shelter.status, to) in workflow.BY_CHECK:
        raise ConflictError(_("Fill in the check list; the state follows from it."), extra={"status": shelter.status})
    if to == workflow.ORDERED:
        return shelter_order(shelter=shelter, reason=reason, actor=actor)
    words = _require_step(shelter, to, reason, actor)
    if to == workflow.CLOSED and shelter.heads:
        raise ConflictError(
            ngettext(
                "%(n)s person is still registered. Let them leave or transfer them first.",
                "%(n)s people are still registered. Let them leave or transfer them first.",
                shelter.heads,
            )
            % {"n": shelter.heads},
            extra={"heads": shelter.heads},
        )
    if to == workflow.STANDBY:
        deadline_cancel(kind=SHELTER_CHECK, subject=shelter, actor=actor)
    if to == workflow.CLOSED:
        deadline_open(
            kind=SHELTER_RESTORE,
            subject=shelter,
            jurisdiction=shelter.jurisdiction,
            permission=Permission.SHELTER_VIEW,
            owner_unit=shelter.unit,
            related=[shelter.incident] if shelter.incident else [],
            data={"title": shelter.name},
            actor=actor,
        )
    if to == workflow.RESTORED:
        deadline_meet(kind=SHELTER_RESTORE, subject=shelter, actor=actor)
    shelter = _step(shelter, to, words, actor)
    follow(shelter, actor)
    return shelter


@transaction.atomic
def shelter_note(*, shelter: Shelter, text: str, actor: Actor) -> None:
    """A line of the operation log, in words."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    tell(SHELTER_NOTED, shelter, actor, {"text": clean_text(text, "text", 500, needed=True)})


def _require_step(shelter: Shelter, to: str, reason: str, actor: Actor) -> str:
    permission = require_transition(workflow.TRANSITIONS, shelter.status, to, labels=dict(Status.choices))
    access.require(actor, permission, shelter.jurisdiction)
    return clean_text(reason, "reason", 300, needed=(shelter.status, to) in workflow.REASON_NEEDED)


def _step(shelter: Shelter, to: str, reason: str, actor: Actor) -> Shelter:
    was, shelter.status, shelter.status_at = shelter.status, to, timezone.now()
    shelter.save(update_fields=STATUS_FIELDS)
    tell(SHELTER_STATE_CHANGED, shelter, actor, {"to": to, "reason": reason, "changes": {"status": [was, to]}})
    if to in (workflow.STANDBY, workflow.RESTORED) and shelter.incident:
        shelter.incident = shelter.incident_number = ""
        shelter.save(update_fields=["incident", "incident_number"])
    return shelter
