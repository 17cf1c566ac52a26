"""Lines about teams: dispatch and status (R-C3)."""

from functools import partial

from django.utils.translation import gettext as _

from command_center.commands.naming import called, incident_named, short_number, team_label, teams_named
from command_center.commands.parse import Parsed
from command_center.commands.reading import GO, READY, REFUSED, Done, Picks, Reading, Stop
from core.errors import ConflictError
from core.templatetags.components import UNIT_WORDS, local_name
from incidents.dispatch.models import Dispatch, DispatchStatus
from incidents.dispatch.selectors import dispatches, may_order, may_respond, steps_open_to
from incidents.dispatch.services import dispatch_order_many, dispatch_set_status
from incidents.dispatch.workflow import REASON_NEEDED
from incidents.response.models import Incident
from organizations.models import User
from resources.teams.models import Readiness, Team
from resources.teams.selectors import may_set_readiness
from resources.teams.services import team_set_readiness

_BUSY = (Readiness.COMMITTED, Readiness.UNAVAILABLE)
_OF_TEAMS = {str(value) for value in Readiness.values}


def dispatch(said: Parsed, picks: Picks, actor: User) -> Reading:
    """派 3 消1 急2: an order to each team that can go; of each other one it is said why not."""
    incident = incident_named(said.incident, said.verb, picks, actor=actor)
    if not incident.is_open:
        return Reading(REFUSED, _("%(incident)s is closed.") % {"incident": called(incident)}, said.verb)
    if not may_order(actor, incident):
        return Reading(
            REFUSED, _("You may not order teams to %(incident)s.") % {"incident": called(incident)}, said.verb
        )
    chosen = teams_named(said.units, said.verb, picks, actor=actor)
    free = [team for team in chosen if team.readiness not in _BUSY]
    busy = ", ".join(f"{team_label(team)}: {UNIT_WORDS[team.readiness]}" for team in chosen if team.readiness in _BUSY)
    warning = _("Cannot go: %(teams)s") % {"teams": busy} if busy else ""
    if not free:
        return Reading(REFUSED, warning, said.verb)
    names = _(", ").join(team_label(team) for team in free)
    text = _("Dispatch to %(incident)s: %(teams)s") % {"incident": called(incident), "teams": names}
    if said.text:
        text += _(". Task: %(task)s") % {"task": said.text}
    act = partial(_order, incident, free, said.text, actor)
    return Reading(READY, text, said.verb, warning=warning, act=act)


def _order(incident: Incident, chosen: list[Team], task: str, actor: User) -> Done:
    result = dispatch_order_many(incident=incident, teams=chosen, task=task, actor=actor)
    refused = " ".join(refusal.message for refusal in result.refused)
    if not result.dispatches:
        raise ConflictError(refused)
    names = _(", ").join(local_name(order.team) for order in result.dispatches)
    text = _("Ordered to %(number)s: %(teams)s.") % {"number": incident.number, "teams": names}
    undo = {"what": "orders", "ids": [order.pk for order in result.dispatches]}
    return Done(f"{text} {refused}".strip(), bool(refused), undo)


def status(said: Parsed, picks: Picks, actor: User) -> Reading:
    """状 消1 到: the running assignment's next status, or the readiness of a team that has none."""
    chosen = teams_named(said.units, said.verb, picks, actor=actor)
    if len(chosen) > 1:
        names = _(", ").join(team_label(team) for team in chosen)
        return Reading(REFUSED, _("One team at a time: %(teams)s.") % {"teams": names}, said.verb)
    team = chosen[0]
    order = dispatches(actor).filter(team=team).exclude(status__in=("ended", "declined", "undone")).first()
    if order is None:
        return _readiness(said, team, actor)
    return _step(said, order, actor)


def _step(said: Parsed, order: Dispatch, actor: User) -> Reading:
    to = DispatchStatus.ENDED if said.status == Readiness.STANDBY else said.status
    words = {"team": team_label(order.team), "status": UNIT_WORDS[to], "was": UNIT_WORDS[order.status]}
    if to in _OF_TEAMS:
        text = _("%(team)s is on an assignment (%(was)s); it must end first.") % words
        return Reading(REFUSED, text, said.verb)
    if to in REASON_NEEDED:
        text = _("“%(status)s” needs a reason: give it on the panel of the incident.") % words
        return Reading(GO, text, said.verb, url=f"/dispatch/incident/{order.incident.number}/")
    if to not in steps_open_to(actor, order):
        may = may_respond(actor, order) or may_order(actor, order.incident)
        text = (
            _("%(team)s is “%(was)s”; it cannot become “%(status)s”.")
            if may
            else _("You may not say this of %(team)s.")
        )
        return Reading(REFUSED, text % words, said.verb)
    words["number"] = short_number(order.incident.number)
    text = _("%(team)s on no. %(number)s: %(was)s → %(status)s") % words
    return Reading(READY, text, said.verb, act=partial(_set_step, order, str(to), actor))


def _set_step(order: Dispatch, to: str, actor: User) -> Done:
    order = dispatch_set_status(dispatch=order, to=to, actor=actor)
    text = _("%(team)s: %(status)s") % {"team": local_name(order.team), "status": order.get_status_display()}
    return Done(text)


def _readiness(said: Parsed, team: Team, actor: User) -> Reading:
    words = {"team": team_label(team), "status": UNIT_WORDS[said.status], "was": UNIT_WORDS[team.readiness]}
    if said.status not in _OF_TEAMS:
        raise Stop(Reading(REFUSED, _("%(team)s is on no assignment; dispatch it first.") % words, said.verb))
    if team.readiness == Readiness.COMMITTED:  # by an assignment the actor may not see
        return Reading(REFUSED, _("%(team)s is on an assignment (%(was)s); it must end first.") % words, said.verb)
    if not may_set_readiness(actor, team):
        return Reading(REFUSED, _("You may not say this of %(team)s.") % words, said.verb)
    if said.status == Readiness.UNAVAILABLE:
        text = _("“%(status)s” needs a reason: give it on the page of the team.") % words
        return Reading(GO, text, said.verb, url=f"/teams/{team.pk}/")
    if team.readiness == said.status:
        return Reading(REFUSED, _("%(team)s is “%(was)s” already.") % words, said.verb)
    text = _("%(team)s: %(was)s → %(status)s") % words
    return Reading(READY, text, said.verb, act=partial(_set_readiness, team, said.status, actor))


def _set_readiness(team: Team, to: str, actor: User) -> Done:
    was = team.readiness
    team = team_set_readiness(team=team, to=to, actor=actor)
    text = _("%(team)s: %(status)s") % {"team": local_name(team), "status": team.get_readiness_display()}
    back = {"what": "readiness", "id": team.pk, "to": was, "is": to}
    return Done(text, undo=None if was == Readiness.UNAVAILABLE else back)
