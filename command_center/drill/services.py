"""Making a database drill ground: affairs are emptied, people, places, teams and goods stay (R-G4)."""

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from command_center.drill.models import Ground
from command_center.drill.selectors import ground_is_drill, site_runs_here
from command_center.walls.models import Wall
from core.errors import ConflictError
from resources.reserves.models import Reservation
from resources.reserves.services import release_stock
from resources.shelters.models import Shelter, Status
from resources.teams.models import Readiness, Team

# What happened on the live side and must not be met in a drill. Everything else is kept: `tests/drill` holds both lists
# to the models there are, so that a new one has to be put on one side.
AFFAIRS = frozenset(
    {
        "clocks.Deadline",
        "clocks.Pulse",
        "command_center.WallPairing",
        "command_center.WallScreen",
        "dispatch.Dispatch",
        "dispatch.DispatchStep",
        "files.File",
        "organizations.ApiToken",
        "organizations.Approval",
        "organizations.FeedTicket",
        "organizations.RequestReceipt",
        "plots.Plot",
        "reports.FollowUp",
        "reports.IntakeDraft",
        "reports.PublicAttempt",
        "reports.Report",
        "reports.SmsMessage",
        "response.Figure",
        "response.GradeChange",
        "response.Incident",
        "response.IncidentNumber",
        "response.LogEntry",
        "sessions.Session",
        "shelters.Household",
        "shelters.Person",
        "shelters.SafetyCheck",
        "shelters.Stay",
        "shelters.Tally",
        "supply.RequestLine",
        "supply.Shipment",
        "supply.ShipmentLine",
        "supply.ShipmentStep",
        "supply.SupplyRequest",
        "teams.PositionHistory",
        "timeline.Event",
        "timeline.FeedEntry",
        "reserves.StockImport",
    }
)


@transaction.atomic
def ground_make_drill(*, actor: None = None) -> int:
    """Empty the affairs of this database and mark it as drill ground; the number of rows left behind.

    For a restored copy of the live database, or an empty one. ConflictError when the settings do not say DRILL, when it
    is drill ground already, or while a site is running on it.
    """
    del actor  # run by hand on the server, before anybody can sign in
    if not settings.DRILL:
        raise ConflictError(_("The settings do not say DRILL=true. Nothing was changed."))
    if ground_is_drill():
        raise ConflictError(_("This database is drill ground already. Nothing was changed."))
    if site_runs_here():
        raise ConflictError(_("A site is running on this database: it may be the live one. Nothing was changed."))
    release_stock(reservations=list(Reservation.objects.filter(quantity__gt=F("taken") + F("released"))), actor=None)
    Wall.objects.update(focus=None)
    gone = _empty([apps.get_model(label)._meta.db_table for label in sorted(AFFAIRS)])
    Team.objects.filter(readiness=Readiness.COMMITTED).update(readiness=Readiness.STANDBY)
    empty = {
        "status": Status.STANDBY,
        "ordered_at": None,
        "incident": "",
        "incident_number": "",
        "named": 0,
        "unnamed": 0,
    }
    Shelter.objects.update(**empty, ceiling=F("capacity"))
    Ground.objects.create(pk=1)
    return gone


def _empty(tables: list[str]) -> int:
    """Delete every row, past the triggers that keep the record from being deleted; keys are checked before they return."""
    gone = 0
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table with checks outstanding can be altered
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
            gone += cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return gone
