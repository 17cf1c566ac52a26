"""The loop: what is due is done, teams move, and it ends between two steps."""

import random
import time
from collections.abc import Callable

from django.db import OperationalError, close_old_connections
from django.utils.translation import gettext as _

from command_center.demo.gazetteer import CODES
from command_center.demo.land import COUNTY
from command_center.demo.load import allowed
from command_center.demo.routes import load_roads
from command_center.demo.simulation.clock import Agenda
from command_center.demo.simulation.desk import Desk, Staff
from command_center.demo.simulation.trips import Trips
from core.errors import ConflictError
from organizations.models import Jurisdiction, User

TICK_S = 0.5
REPORT_EVERY_S = 180.0  # simulated, on average
Say = Callable[[str], None]


class Simulation:
    """One run; `stop()` ends it after the step it is in."""

    def __init__(self, *, speed: float, seed: int, every_s: float = REPORT_EVERY_S) -> None:
        if not allowed():
            raise ConflictError(
                _("The simulation acts as demo people. It is refused where DEBUG is off or DEMO is not set.")
            )
        county = Jurisdiction.objects.filter(code=CODES[COUNTY] + "000000").first()
        if county is None:
            raise ConflictError(_("The demo county is not here. Load it with: manage.py demo"))
        self._stopped = False
        people = {user.username: user for user in User.objects.filter(username__in=["duty", "leader", "demo.duty2"])}
        officers = [people[name] for name in ("duty", "demo.duty2") if name in people]
        villages = Jurisdiction.objects.filter(level="village", path__startswith=county.path).select_related("parent")
        staff = Staff(officers, people["leader"], list(villages.defer("boundary", "parent__boundary")))
        self.agenda = Agenda(speed)
        self.desk = Desk(staff, self.agenda, random.Random(f"{seed}/desk"), every_s)
        self.trips = Trips(county, load_roads(), self.agenda, random.Random(f"{seed}/trips"), officers[0])

    def stop(self) -> None:
        """Ask the loop to end."""
        self._stopped = True

    def run(self, minutes: float | None, say: Say = lambda line: None) -> None:
        """Until `minutes` of the county's time have passed, or for ever."""
        told = time.monotonic()
        while not self._stopped and (minutes is None or self.agenda.now() < minutes * 60):
            began = time.monotonic()
            try:
                for action in self.agenda.take_due():
                    if self._stopped:
                        break
                    action()
                self.trips.tick()
            except OperationalError as error:
                say(_("The database does not answer; trying again: %(error)s") % {"error": error})
                close_old_connections()
                time.sleep(2)
            if time.monotonic() - told >= 30:
                told = time.monotonic()
                say(self.summary())
            while not self._stopped and time.monotonic() - began < TICK_S:
                time.sleep(0.05)

    def summary(self) -> str:
        """Counts so far, in words."""
        counts = {
            name: self.desk.done[name] for name in ("reports", "incidents", "joined", "rejected", "orders", "closed")
        }
        return _(
            "%(minutes)d min: %(reports)d reports, %(incidents)d incidents opened, %(joined)d joined, %(rejected)d rejected, "
            "%(orders)d orders, %(steps)d steps of teams, %(closed)d closed"
        ) % {"minutes": self.agenda.now() // 60, "steps": self.trips.steps, **counts}
