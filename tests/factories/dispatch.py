"""Orders for tests, given through the service a person uses."""

from incidents.dispatch.services import dispatch_order
from tests.factories import organizations, response
from tests.factories.teams import team


def incident(place, /, **fields):
    """An open incident at `place`."""
    return response.incident(jurisdiction=place, **fields)


def order(place, *, actor=None, team_row=None, incident_row=None, task="搜救被困人员", at=None):
    """A running order at `place`; what is not given is made."""
    actor = actor or organizations.user("duty_officer", place)
    return dispatch_order(
        incident=incident_row or incident(place),
        team=team_row or team(place),
        task=task,
        at=at,
        actor=actor,
    )
