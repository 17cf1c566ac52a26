"""Plays a written timeline: one incident over days, its reports, figures, grades and log, with the original times."""

import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from command_center.replay.scenario import HAZARDS, Entry, Scenario
from command_center.replay.world import past_is_never_late
from core.errors import AppError, ConflictError
from incidents.reports.models import Report
from incidents.reports.services import ReportData, report_create, report_verify
from incidents.response.models import Incident, LogKind, Source, Status
from incidents.response.selectors.figures import current_values
from incidents.response.services import figure_state, incident_change_status, incident_grade, incident_note
from incidents.response.suggestions import grade_suggest
from organizations.models import Jurisdiction, Level, UnitKind, User
from organizations.roles import Role
from organizations.services import jurisdiction_create, membership_grant, unit_create, user_create

KEYS = uuid.UUID("0d1f6f0a-6d8e-5b57-8d7e-9f0a1b2c3d4e")


@dataclass
class TimelineOutcome:
    """What was played, what was said in words only, and what could not be placed, each as (entry, what, why)."""

    incident: Incident | None = None
    actions: Counter[str] = field(default_factory=Counter)
    unplaced: list[tuple[str, str, str]] = field(default_factory=list)
    words_only: Counter[str] = field(default_factory=Counter)


def key_of(scenario: Scenario) -> uuid.UUID:
    """The same scenario is the same first report, however often it is played."""
    return uuid.uuid5(KEYS, scenario.name)


class Narrator:
    """One run over one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.outcome = TimelineOutcome(unplaced=[(label, "entry", why) for label, why in scenario.unread])
        self._officer: User | None = None

    @property
    def officer(self) -> User:
        """The one person who enters everything."""
        assert self._officer is not None
        return self._officer

    @transaction.atomic
    def play(self) -> TimelineOutcome:
        """All entries in order of time, or nothing. ConflictError when this scenario was played before."""
        key = key_of(self.scenario)
        if Report.objects.filter(client_key=key).exists():
            raise ConflictError(f"“{self.scenario.name}” was played already.")
        root = self._place()
        first = next((entry for entry in self.scenario.entries if entry.point), self.scenario.entries[0])
        incident = self._open(first, root, key)
        for entry in self.scenario.entries:
            if entry is not first:
                incident = self._enter(entry, incident, root)
            self.outcome.unplaced += [(entry.id, what, why) for what, why in entry.unplaced]
            incident = self._figures(entry, incident)
            incident = self._phase(entry, incident)
        self.outcome.incident = incident
        return self.outcome

    def _place(self) -> Jurisdiction:
        name = self.scenario.place or self.scenario.name
        root = jurisdiction_create(
            code=f"TL-{key_of(self.scenario).hex[:8].upper()}",
            name=f"{name}（回放）"[:100],
            name_en="Replayed timeline",
            level=Level.CITY,
            actor=None,
        )
        unit = unit_create(
            jurisdiction=root,
            name="回放指挥部",
            name_en="Replay command",
            kind=UnitKind.BUREAU,
            receives_reports=True,
            actor=None,
        )
        self._officer = user_create(
            username=f"replay-{root.code.lower()}",
            full_name="回放值班员",
            unit=unit,
            title="回放",
            must_change_password=False,
            actor=None,
        )
        membership_grant(user=self._officer, role=Role.DUTY_OFFICER, jurisdiction=root, actor=None)
        past_is_never_late(root)
        return root

    def _data(self, entry: Entry, root: Jurisdiction, key: uuid.UUID) -> ReportData:
        return ReportData(
            source=Source.DEPARTMENT,
            title=entry.text.split("，")[0].split("；")[0][:60],
            description=entry.words,
            event_type=HAZARDS.get(self.scenario.hazard, "10000"),
            jurisdiction=root.code,
            location=entry.point,
            place=self.scenario.place,
            occurred_at=entry.at,
            received_at=entry.at,
            reporter_name=entry.source[:60],
            client_key=key,
        )

    def _open(self, entry: Entry, root: Jurisdiction, key: uuid.UUID) -> Incident:
        report = report_create(data=self._data(entry, root, key), actor=self.officer)
        report = report_verify(report=report, at=entry.at, actor=self.officer)
        self.outcome.actions["report"] += 1
        self.outcome.actions["incident"] += 1
        assert report.incident is not None
        return report.incident

    def _enter(self, entry: Entry, incident: Incident, root: Jurisdiction) -> Incident:
        """A published message is a report that joins; everything else is a line of the log at its own time."""
        if entry.kind == "report":
            key = uuid.uuid5(key_of(self.scenario), entry.id)
            report = report_create(data=self._data(entry, root, key), actor=self.officer)
            report_verify(report=report, incident=incident, at=entry.at, actor=self.officer)
            self.outcome.actions["report"] += 1
        if entry.kind != "report" or entry.category == "response_level":
            kind = LogKind.DECISION if entry.category == "response_level" else LogKind.NOTE
            incident_note(incident=incident, text=entry.words, kind=kind, occurred_at=entry.at, actor=self.officer)
            self.outcome.actions[str(kind)] += 1
        if entry.category in ("dispatch", "arrival", "resources", "response_level"):
            self.outcome.words_only[entry.category] += 1
        return incident

    def _figures(self, entry: Entry, incident: Incident) -> Incident:
        """Into the ledger as of its time; one that falls needs the source's own note, else it stays in words."""
        if not entry.figures:
            return incident
        values = dict(entry.figures)
        try:
            self._state(entry, incident, values)
        except AppError as refusal:
            for name in refusal.errors:
                what, why = f"{name}={values.pop(name, '')}", str(refusal.errors[name])
                self.outcome.unplaced.append((entry.id, what, why))
            if not values:
                return incident
            self._state(entry, incident, values)
        guess = grade_suggest(incident.event_type, current_values(incident, actor=self.officer))
        if guess is None or (incident.grade is not None and incident.grade <= guess.grade):
            return incident
        self.outcome.actions["grade"] += 1
        reason = f"按已报数据提级：{guess.figure} {guess.value}"
        return incident_grade(incident=incident, grade=guess.grade, reason=reason, at=entry.at, actor=self.officer)

    def _state(self, entry: Entry, incident: Incident, values: dict[str, int]) -> None:
        figure_state(
            incident=incident,
            values=values,
            source=(entry.source or entry.id)[:200],
            as_of=entry.at,
            note=entry.note[:300],
            actor=self.officer,
        )
        self.outcome.actions["figure"] += len(values)

    def _phase(self, entry: Entry, incident: Incident) -> Incident:
        """Handled from the first force sent; under control when a response level is ended."""
        to = ""
        if entry.category == "dispatch" and incident.status == Status.OPEN:
            to = Status.HANDLING
        ended = entry.category == "response_level" and any(what.endswith("_to=0") for what, _why in entry.unplaced)
        if ended and incident.status == Status.HANDLING:
            to = Status.STABLE
        if not to:
            return incident
        self.outcome.actions["status"] += 1
        return incident_change_status(incident=incident, to=to, at=entry.at, actor=self.officer)
