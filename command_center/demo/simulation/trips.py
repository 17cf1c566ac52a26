"""Teams under way: they answer orders, drive along the roads, work, and come home; each says so as a person would.

Nothing is remembered that the database does not say: a step taken by a human on a screen is simply followed from there.
"""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from command_center.demo.routes import Pair, RoadMap, Route
from command_center.demo.simulation.clock import Agenda
from core.errors import AppError
from incidents.dispatch.models import OVER, Dispatch, DispatchStatus
from incidents.dispatch.selectors import dispatches
from incidents.dispatch.services import dispatch_set_status
from organizations.models import Jurisdiction, User
from resources.teams.services import positions_ingest

# Simulated seconds a team takes to answer, to leave, to turn for home.
ANSWER, LEAVE, TURN = (8, 40), (20, 80), (20, 60)
POSITIONS_EVERY_S = 3.0  # of real time


@dataclass
class Trip:
    """One assignment as last seen; on the road, where along which route."""

    status: str
    due: float | None = None
    route: Route | None = None
    metre: float = 0.0


class Trips:
    """All assignments of a county that are not over."""

    def __init__(self, county: Jurisdiction, roads: RoadMap, agenda: Agenda, dice: random.Random, actor: User) -> None:
        self.county, self.roads, self.agenda, self.dice, self.actor = county, roads, agenda, dice, actor
        self.steps = 0
        self._trips: dict[int, Trip] = {}
        self._moved_at = agenda.now()
        self._told_at = -1e9
        self._arrived: dict[int, Pair] = {}

    def tick(self) -> None:
        """Look at every assignment, take the steps that are due, move those on the road, send the positions."""
        active = {
            dispatch.pk: dispatch
            for dispatch in dispatches(self.actor)
            .filter(team__jurisdiction__path__startswith=self.county.path)
            .exclude(status__in=OVER)
        }
        self._trips = {pk: trip for pk, trip in self._trips.items() if pk in active}
        now = self.agenda.now()
        passed, self._moved_at = now - self._moved_at, now
        for pk, dispatch in active.items():
            trip = self._trips.get(pk)
            if trip is None or trip.status != dispatch.status:
                trip = self._trips[pk] = self._begin(dispatch)
            if trip.route is not None:
                speed = dispatch.team.speed_kmh / 3.6 * trip.route.pace_at(trip.metre)
                trip.metre += speed * passed
                if trip.metre >= trip.route.length:
                    self._arrived[dispatch.team_id] = trip.route.points[-1]
                    self._step(dispatch)
            elif trip.due is not None and now >= trip.due:
                self._step(dispatch)
        self._send_positions(active)

    def _begin(self, dispatch: Dispatch) -> Trip:
        """What this team does next, given the status it is in."""
        now, base = self.agenda.now(), dispatch.team.base
        here = dispatch.team.position or base
        goal = dispatch.incident.location or dispatch.incident.jurisdiction.centre
        match dispatch.status:
            case DispatchStatus.ORDERED:
                return Trip(dispatch.status, due=now + self.dice.uniform(*ANSWER))
            case DispatchStatus.ACKNOWLEDGED:
                return Trip(dispatch.status, due=now + self.dice.uniform(*LEAVE))
            case DispatchStatus.ON_SCENE:
                return Trip(dispatch.status, due=now + 60 * self.dice.uniform(8, 25))
            case DispatchStatus.RECALLED:
                return Trip(dispatch.status, due=now + self.dice.uniform(*TURN))
            case DispatchStatus.EN_ROUTE if here is not None and goal is not None:
                return Trip(dispatch.status, route=self.roads.route(here.coords, goal.coords))
            case DispatchStatus.RETURNING if here is not None and base is not None:
                return Trip(dispatch.status, route=self.roads.route(here.coords, base.coords))
        return Trip(dispatch.status, due=now + 300)

    def _step(self, dispatch: Dispatch) -> None:
        following = {
            DispatchStatus.ORDERED: DispatchStatus.ACKNOWLEDGED,
            DispatchStatus.ACKNOWLEDGED: DispatchStatus.EN_ROUTE,
            DispatchStatus.EN_ROUTE: DispatchStatus.ON_SCENE,
            DispatchStatus.ON_SCENE: DispatchStatus.RETURNING,
            DispatchStatus.RECALLED: DispatchStatus.RETURNING,
            DispatchStatus.RETURNING: DispatchStatus.ENDED,
        }
        try:
            dispatch_set_status(dispatch=dispatch, to=following[DispatchStatus(dispatch.status)], actor=self.actor)
            self.steps += 1
        except AppError:
            pass  # a human was quicker; the next look shows what it is now

    def _send_positions(self, active: dict[int, Dispatch]) -> None:
        """In batches every few seconds and at every arrival, as a gateway of vehicle devices would."""
        real = self.agenda.now() / self.agenda.speed
        if real - self._told_at < POSITIONS_EVERY_S and not self._arrived:
            return
        self._told_at = real
        where = {
            active[pk].team_id: trip.route.at_metre(trip.metre)
            for pk, trip in self._trips.items()
            if trip.route is not None and pk in active
        } | self._arrived
        self._arrived = {}
        at = (timezone.now() - timedelta(milliseconds=200)).isoformat()
        batch = [{"team": pk, "at": at, "lon": lon, "lat": lat, "accuracy_m": 8.0} for pk, (lon, lat) in where.items()]
        for start in range(0, len(batch), 1000):
            positions_ingest(batch=batch[start : start + 1000], actor=self.actor)
