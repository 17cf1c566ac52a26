"""Plays a record in time order through the services a duty officer's screens call, with the record's own times."""

import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from command_center.replay.rows import Call, Record, Step, Unheld
from command_center.replay.vocabulary import MEDICAL
from command_center.replay.world import World, place_of
from core.errors import AppError
from incidents.dispatch.models import OVER, Dispatch, DispatchStatus
from incidents.dispatch.services import dispatch_order, dispatch_recall, dispatch_set_status
from incidents.reports.models import Report
from incidents.reports.services import ReportData, report_create, report_verify
from incidents.response.models import Incident, LogEntry, Source, Status
from incidents.response.services import incident_change_status, incident_note

SENT_ON = "Sent on to call "
KEYS = uuid.UUID("5f5c1a3e-3f0e-5d0a-9a52-0a1b2c3d4e5f")
Say = Callable[[str], None]


@dataclass
class Outcome:
    """What was played: actions of people by kind, assignments cut short, rows not held, calls skipped as already here."""

    actions: Counter[str] = field(default_factory=Counter)
    diverted: list[str] = field(default_factory=list)
    unheld: list[Unheld] = field(default_factory=list)
    known: int = 0
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """Actions altogether."""
        return sum(self.actions.values())


@dataclass
class _Task:
    """One unit's assignment as the player knows it."""

    dispatch: Dispatch
    call: str
    status: str = DispatchStatus.ORDERED
    gone_to: str = ""


class Player:
    """One run over one record; `stopped` may be set from outside and ends it between two steps."""

    def __init__(
        self, world: World, record: Record, *, events: str, speed: float | None, say: Say = lambda line: None
    ) -> None:
        self.world, self.record, self.file, self.speed, self.say = world, record, events, speed, say
        self.outcome = Outcome(unheld=list(record.unheld))
        self.stopped = False
        self._reports: dict[str, Report] = {}
        self._incidents: dict[str, Incident] = {}
        self._tasks: dict[tuple[str, str], _Task] = {}
        self._busy: dict[str, _Task] = {}
        self._left: Counter[str] = Counter()
        self._noted: set[tuple[str, datetime | None, str]] = set()

    def play(self) -> Outcome:
        """Play every step; a row that is refused is kept with the platform's own words, and the next one follows."""
        self._pick_up()
        steps = [step for step in self.record.steps if not self._done(step)]
        self._left = Counter(step.call for step in steps)
        started = time.monotonic()
        for count, step in enumerate(steps, start=1):
            self._wait(steps[0].at, step.at, started)
            if self.stopped:
                break
            self._one(step)
            if count % 2000 == 0:
                rate = self.outcome.total / (time.monotonic() - started)
                self.say(f"{step.at:%Y-%m-%d %H:%M} UTC · {count}/{len(steps)} rows · {rate:.0f} actions/s")
        self.outcome.seconds = time.monotonic() - started
        return self.outcome

    def _pick_up(self) -> None:
        """Take over what an earlier run has played, so that a stopped replay goes on where it was."""
        keys = {key_of(call): call for call in self.record.calls}
        rows = Report.objects.filter(client_key__in=keys).select_related("incident")
        calls: dict[int, str] = {}
        for report in rows:
            call = keys[report.client_key] if report.client_key else ""
            self._reports[call] = report
            if report.incident is not None:
                self._incidents[call] = report.incident
                calls[report.incident.pk] = call
        self.outcome.known = len(self._reports)
        for dispatch in Dispatch.objects.filter(incident__in=calls).select_related("team").order_by("pk"):
            gone_to = dispatch.reason.removeprefix(SENT_ON) if dispatch.reason.startswith(SENT_ON) else ""
            task = _Task(dispatch, calls[dispatch.incident_id], dispatch.status, gone_to)
            self._tasks[task.call, dispatch.team.code] = task
            if dispatch.status not in OVER:
                self._busy[dispatch.team.code] = task
        notes = LogEntry.objects.filter(incident__in=calls, occurred_at__isnull=False)
        self._noted = {(calls[pk], at, text) for pk, at, text in notes.values_list("incident", "occurred_at", "text")}

    def _done(self, step: Step) -> bool:
        """Whether an earlier run did this; what was refused then is tried, and told, again."""
        match step.event:
            case "received":
                return step.call in self._reports
            case "entered":
                return step.call in self._incidents
            case "dispatched":
                return (step.call, step.unit) in self._tasks
            case "at_hospital":
                return (step.call, step.at, _at_hospital(step)) in self._noted
        task = self._tasks.get((step.call, step.unit))
        return task is not None and getattr(task.dispatch, _TIMES[step.event]) == step.at

    def _wait(self, first: datetime, at: datetime, started: float) -> None:
        while self.speed and not self.stopped:
            ahead = (at - first).total_seconds() / self.speed - (time.monotonic() - started)
            if ahead <= 0:
                return
            time.sleep(min(ahead, 0.5))

    def _one(self, step: Step) -> None:
        call = self.record.calls[step.call]
        try:
            match step.event:
                case "received":
                    self._receive(call)
                case "entered":
                    self._verify(call)
                case "dispatched":
                    self._order(call, step)
                case _:
                    self._move(call, step)
        except AppError as refusal:
            self._refuse(step, str(refusal.message))
        self._left[step.call] -= 1
        if not self._left[step.call]:
            self._close(call, step)

    def _refuse(self, step: Step, reason: str) -> None:
        self.outcome.unheld.append(Unheld(self.file, step.line, str(step), reason))

    def _did(self, action: str) -> None:
        self.outcome.actions[action] += 1

    def _receive(self, call: Call) -> None:
        if call.number in self._reports:
            return
        data = ReportData(
            source=Source.CALL_120 if call.type == MEDICAL else Source.CALL_119,
            title=f"{call.type} · {call.address}"[:200],
            description=f"Call {call.number}, priority {call.priority}, {call.address}, {call.city}",
            event_type=self.world.types[call.type].code,
            jurisdiction=place_of(self.world, call),
            location=call.point,
            place=call.address,
            occurred_at=call.received,
            received_at=call.received,
            client_key=key_of(call.number),
        )
        self._reports[call.number] = report_create(data=data, actor=self.world.officer)
        self._did("report")

    def _verify(self, call: Call) -> Incident:
        """The call is entered: the officer confirms it, which opens the incident."""
        if call.number not in self._incidents:
            self._receive(call)
            report = report_verify(report=self._reports[call.number], at=call.entered, actor=self.world.officer)
            assert report.incident is not None
            self._incidents[call.number] = report.incident
            self._did("verify")
        return self._incidents[call.number]

    def _order(self, call: Call, step: Step) -> None:
        incident = self._verify(call)
        earlier = self._busy.get(step.unit)
        if earlier is not None and not self._send_on(earlier, call, step):
            return
        team = self.world.teams[step.unit]
        dispatch = dispatch_order(incident=incident, team=team, task=call.type, at=step.at, actor=self.world.officer)
        task = _Task(dispatch, call.number)
        self._tasks[call.number, step.unit] = self._busy[step.unit] = task
        self._did("order")

    def _send_on(self, earlier: _Task, call: Call, step: Step) -> bool:
        """A team has one assignment: sent on, the earlier one ends at that moment, and that is said in words."""
        if earlier.call == call.number:
            self._refuse(step, "already assigned to this call")
            return False
        words = f"{SENT_ON}{call.number}"
        self._end(earlier, step.at, words)
        earlier.gone_to = call.number
        self._busy.pop(step.unit, None)
        self.outcome.diverted.append(
            f"{self.file}:{step.line} {step.unit} {step.at:%Y-%m-%d %H:%M:%S} UTC: call {earlier.call} → call {call.number}"
        )
        return True

    def _end(self, task: _Task, at: datetime, reason: str) -> None:
        """From “ordered” an assignment ends by recall: the unit never moved."""
        actor = self.world.officer
        if task.status in (DispatchStatus.ORDERED, DispatchStatus.ACKNOWLEDGED):
            dispatch_recall(dispatch=task.dispatch, reason=reason or "Cleared before leaving", at=at, actor=actor)
            self._did("recall")
        dispatch_set_status(dispatch=task.dispatch, to=DispatchStatus.ENDED, at=at, reason=reason, actor=actor)
        task.status = DispatchStatus.ENDED
        self._did("status")

    def _move(self, call: Call, step: Step) -> None:
        task = self._tasks.get((call.number, step.unit))
        if step.event == "at_hospital" and call.number in self._incidents:
            self._note(call, step)
        elif task is None:
            self._refuse(step, "the unit was not dispatched to this call")
        elif task.status == DispatchStatus.ENDED:
            after = f"it had been sent on to call {task.gone_to}" if task.gone_to else "it had cleared"
            self._refuse(step, f"the unit's assignment was over: {after}")
        elif step.event == "clear":
            self._end(task, step.at, "")
            self._busy.pop(step.unit, None)
        else:
            to, reason = _STATUS[step.event]
            dispatch_set_status(dispatch=task.dispatch, to=to, at=step.at, reason=reason, actor=self.world.officer)
            task.status = to
            self._did("status")

    def _note(self, call: Call, step: Step) -> None:
        """The platform's ladder has no hospital on it: the log of the incident says it."""
        incident = self._incidents[call.number]
        incident_note(incident=incident, text=_at_hospital(step), occurred_at=step.at, actor=self.world.officer)
        self._did("note")

    def _close(self, call: Call, step: Step) -> None:
        """After the last row of a call: closed as it ended, unless a unit never cleared."""
        incident = self._incidents.get(call.number)
        if incident is None or incident.status == Status.CLOSED:
            return
        try:
            incident_change_status(
                incident=incident,
                to=Status.CLOSED,
                reason=call.disposition or "Cleared",
                at=step.at,
                actor=self.world.officer,
            )
            self._did("close")
        except AppError as refusal:
            self.outcome.unheld.append(Unheld(self.file, step.line, f"end of call {call.number}", str(refusal.message)))


_STATUS: dict[str, tuple[str, str]] = {
    "enroute": (DispatchStatus.EN_ROUTE, ""),
    "on_scene": (DispatchStatus.ON_SCENE, ""),
    "transport": (DispatchStatus.RETURNING, "Transport to hospital"),
}


_TIMES = {"enroute": "en_route_at", "on_scene": "on_scene_at", "transport": "returning_at", "clear": "ended_at"}


def _at_hospital(step: Step) -> str:
    return f"{step.unit} at hospital"


def key_of(call: str) -> uuid.UUID:
    """The same call is the same report, however often it is played."""
    return uuid.uuid5(KEYS, call)
