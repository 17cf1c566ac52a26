"""Lines about one incident: note, grade, close, follow-up (R-C6, R-B4)."""

from functools import partial
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.commands.naming import called, incident_named
from command_center.commands.parse import Parsed
from command_center.commands.reading import GO, READY, REFUSED, Done, Picks, Reading
from core.templatetags.components import ROMAN
from incidents.response.models import Incident, Status
from incidents.response.selectors import may_change, teams_out_of
from incidents.response.services import incident_change_status, incident_grade, incident_note
from organizations import access
from organizations.models import User
from organizations.roles import Permission


def note(said: Parsed, picks: Picks, actor: User) -> Reading:
    """记 3 水位上涨30cm."""
    incident = incident_named(said.incident, said.verb, picks, actor=actor)
    if not may_change(incident, actor=actor)["change"]:
        return _no(incident, said)
    text = _("Into the log of %(incident)s: “%(text)s”") % {"incident": called(incident), "text": said.text}
    return Reading(READY, text, said.verb, act=partial(_note, incident, said.text, actor))


def _note(incident: Incident, text: str, actor: User) -> Done:
    entry = incident_note(incident=incident, text=text, actor=actor)
    words = _("Noted in the log of %(incident)s.") % {"incident": called(incident)}
    return Done(words, undo={"what": "note", "id": incident.pk, "entry": entry.pk})


def level(said: Parsed, picks: Picks, actor: User) -> Reading:
    """级 3 II 人员被困."""
    incident = incident_named(said.incident, said.verb, picks, actor=actor)
    words = {
        "incident": called(incident),
        "was": ROMAN.get(incident.grade or 0, _("not graded")),
        "grade": ROMAN[said.level],
        "reason": said.text,
    }
    if not may_change(incident, actor=actor)["grade"]:
        return _no(incident, said)
    if not incident.is_open:
        return Reading(REFUSED, _("%(incident)s is closed.") % words, said.verb)
    if incident.grade == said.level:
        return Reading(REFUSED, _("%(incident)s has grade %(grade)s already.") % words, said.verb)
    text = _("Grade of %(incident)s: %(was)s → %(grade)s. Reason: %(reason)s") % words
    return Reading(READY, text, said.verb, act=partial(_level, incident, said.level, said.text, actor))


def _level(incident: Incident, grade: int, reason: str, actor: User) -> Done:
    was = incident.grade
    incident = incident_grade(incident=incident, grade=grade, reason=reason, actor=actor)
    text = _("%(incident)s now has grade %(grade)s.") % {"incident": called(incident), "grade": ROMAN[grade]}
    undo = {"what": "grade", "id": incident.pk, "to": was, "is": grade, "version": incident.version}
    return Done(text, undo=undo if was else None)


def close(said: Parsed, picks: Picks, actor: User) -> Reading:
    """结 3 已处置."""
    incident = incident_named(said.incident, said.verb, picks, actor=actor)
    if not may_change(incident, actor=actor)["change"]:
        return _no(incident, said)
    if not incident.is_open:
        return Reading(REFUSED, _("%(incident)s is closed.") % {"incident": called(incident)}, said.verb)
    out = teams_out_of([incident.pk], actor=actor).get(incident.pk, 0)
    if out:
        words = ngettext(
            "%(n)d team is still on %(incident)s. Recall it or let it end first.",
            "%(n)d teams are still on %(incident)s. Recall them or let them end first.",
            out,
        )
        return Reading(REFUSED, words % {"n": out, "incident": called(incident)}, said.verb)
    text = _("Close %(incident)s. How it ended: %(reason)s") % {"incident": called(incident), "reason": said.text}
    return Reading(READY, text, said.verb, act=partial(_close, incident, said.text, actor))


def _close(incident: Incident, reason: str, actor: User) -> Done:
    was = incident.status
    incident = incident_change_status(incident=incident, to=Status.CLOSED, reason=reason, actor=actor)
    text = _("%(incident)s is closed.") % {"incident": called(incident)}
    undo = {"what": "close", "id": incident.pk, "version": incident.version}
    return Done(text, undo=undo if was == Status.HANDLING else None)  # reopening leads to “being handled” only


def report(said: Parsed, picks: Picks, actor: User) -> Reading:
    """续 3: the form, with the incident known."""
    incident = incident_named(said.incident, said.verb, picks, actor=actor)
    if not access.can_anywhere(actor, Permission.REPORT_CREATE):
        return _no(incident, said)
    text = _("Open a follow-up report of %(incident)s") % {"incident": called(incident)}
    return Reading(GO, text, said.verb, url=f"/r/new/?incident={quote(incident.number)}")


def _no(incident: Incident, said: Parsed) -> Reading:
    return Reading(REFUSED, _("You may not do this with %(incident)s.") % {"incident": called(incident)}, said.verb)
