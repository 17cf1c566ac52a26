"""Roles and the permissions each carries: one table, read by `access.py` and by nobody else (R-A1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is, somewhere."""

    REPORTER = "reporter", _("Reporter")
    GRID_WORKER = "grid_worker", _("Grid worker")
    DUTY_OFFICER = "duty_officer", _("Duty officer")
    DUTY_LEADER = "duty_leader", _("Duty leader")
    COMMANDER = "commander", _("Commander")
    TEAM_LEADER = "team_leader", _("Team leader")
    KEEPER = "keeper", _("Warehouse keeper")
    PUBLISHER = "publisher", _("Warning publisher")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")


class Permission(models.TextChoices):
    """`<entity>.<action>`; always asked together with a jurisdiction."""

    REPORT_CREATE = "report.create", _("File reports")
    REPORT_VIEW = "report.view", _("See reports")
    REPORT_HANDLE = "report.handle", _("Claim, verify, return and reject reports")
    INCIDENT_VIEW = "incident.view", _("See incidents")
    INCIDENT_CHANGE = "incident.change", _("Change incidents and write their log")
    INCIDENT_GRADE = "incident.grade", _("Decide the grade")
    TEAM_VIEW = "team.view", _("See teams and their positions")
    TEAM_CHANGE = "team.change", _("Edit teams")
    POSITION_WRITE = "position.write", _("Send positions")
    DISPATCH_ORDER = "dispatch.order", _("Order and recall teams")
    DISPATCH_RESPOND = "dispatch.respond", _("Acknowledge orders and set their status")
    PLACE_VIEW = "place.view", _("See places on the map")
    RESERVE_VIEW = "reserve.view", _("See reserves and where they are")
    STOCK_MOVE = "stock.move", _("Receive, issue, count and move goods")
    STOCK_APPROVE = "stock.approve", _("Approve scrapping and differences of a count")
    CATALOGUE_CHANGE = "catalogue.change", _("Edit the catalogue, warehouses and agreements")
    SUPPLY_REQUEST = "supply.request", _("Ask for supplies and allocate them")
    SUPPLY_APPROVE = "supply.approve", _("Approve requests for supplies")
    SHELTER_VIEW = "shelter.view", _("See shelters and how full they are")
    SHELTER_RUN = "shelter.run", _("Open shelters and register people in them")
    SHELTER_REVEAL = "shelter.reveal", _("Read identity numbers of people in shelters")
    SHELTER_ORDER = "shelter.order", _("Order shelters opened and closed")
    SHELTER_CHANGE = "shelter.change", _("Edit the register of shelters")
    PLOT_CHANGE = "plot.change", _("Draw on the live map")
    CLOCK_VIEW = "clock.view", _("See what is due")
    TIMELINE_VIEW = "timeline.view", _("Search the whole record")
    PEOPLE_VIEW = "people.view", _("See people and units")
    PEOPLE_CHANGE = "people.change", _("Edit people and units")
    ROLE_GRANT = "role.grant", _("Grant and end roles")
    WALL_VIEW = "wall.view", _("Show a wall display")
    WALL_CHANGE = "wall.change", _("Control, pair and set up wall displays")
    STATUS_VIEW = "status.view", _("See the state of the system")


P = Permission
_EVERYBODY = {P.PLACE_VIEW, P.STATUS_VIEW}
_WATCH = _EVERYBODY | {P.REPORT_VIEW, P.INCIDENT_VIEW, P.TEAM_VIEW, P.CLOCK_VIEW, P.WALL_VIEW, P.PEOPLE_VIEW}
_WATCH |= {P.RESERVE_VIEW, P.SHELTER_VIEW}
_DUTY = _WATCH | {
    P.REPORT_CREATE,
    P.REPORT_HANDLE,
    P.INCIDENT_CHANGE,
    P.INCIDENT_GRADE,
    P.TEAM_CHANGE,
    P.POSITION_WRITE,
    P.DISPATCH_ORDER,
    P.DISPATCH_RESPOND,
    P.TIMELINE_VIEW,
    P.SUPPLY_REQUEST,
    P.CATALOGUE_CHANGE,
    P.SHELTER_RUN,
    P.SHELTER_REVEAL,
    P.SHELTER_ORDER,
    P.SHELTER_CHANGE,
    P.PLOT_CHANGE,
    P.WALL_CHANGE,
}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.REPORTER: frozenset(
        _EVERYBODY | {P.REPORT_CREATE, P.REPORT_VIEW, P.INCIDENT_VIEW, P.SHELTER_VIEW, P.SHELTER_RUN}
    ),
    Role.GRID_WORKER: frozenset(_EVERYBODY | {P.REPORT_CREATE, P.REPORT_VIEW, P.SHELTER_VIEW, P.SHELTER_RUN}),
    Role.DUTY_OFFICER: frozenset(_DUTY),
    Role.DUTY_LEADER: frozenset(_DUTY | {P.STOCK_APPROVE, P.SUPPLY_APPROVE}),
    Role.COMMANDER: frozenset(
        _WATCH
        | {P.INCIDENT_CHANGE, P.INCIDENT_GRADE, P.DISPATCH_ORDER, P.TIMELINE_VIEW}
        | {P.SUPPLY_REQUEST, P.SUPPLY_APPROVE, P.STOCK_APPROVE, P.PLOT_CHANGE, P.WALL_CHANGE, P.SHELTER_ORDER}
    ),
    Role.TEAM_LEADER: frozenset(_EVERYBODY | {P.TEAM_VIEW, P.INCIDENT_VIEW, P.DISPATCH_RESPOND, P.POSITION_WRITE}),
    Role.KEEPER: frozenset(
        _EVERYBODY | {P.INCIDENT_VIEW, P.RESERVE_VIEW, P.STOCK_MOVE, P.CATALOGUE_CHANGE, P.CLOCK_VIEW, P.SHELTER_VIEW}
    ),
    Role.PUBLISHER: frozenset(_EVERYBODY | {P.INCIDENT_VIEW, P.REPORT_VIEW}),
    Role.AUDITOR: frozenset(_WATCH | {P.TIMELINE_VIEW}),
    Role.SYSTEM_ADMIN: frozenset({P.STATUS_VIEW, P.PEOPLE_VIEW, P.PEOPLE_CHANGE}),
    Role.SECURITY_ADMIN: frozenset({P.STATUS_VIEW, P.PEOPLE_VIEW, P.ROLE_GRANT}),
}

# Duties kept apart 三权分立: nobody holds two of one pair at once.
CONFLICTING: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
        frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
        frozenset({Role.SECURITY_ADMIN, Role.AUDITOR}),
    }
)

# Who must sign in with a second factor where TOTP_REQUIRED is set.
PRIVILEGED: frozenset[str] = frozenset(
    {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.DUTY_LEADER, Role.COMMANDER, Role.PUBLISHER, Role.AUDITOR}
)


def roles_with(permission: str) -> list[str]:
    """Roles that carry a permission."""
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]
