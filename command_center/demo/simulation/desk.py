"""The duty desk of the simulated county: reports come in, are claimed and decided, teams are ordered, the log is kept."""

import random
from collections import Counter
from dataclasses import dataclass
from functools import partial

from command_center.demo.scene import spot
from command_center.demo.simulation import tales
from command_center.demo.simulation.clock import Agenda
from command_center.demo.simulation.tales import TALES, Tale
from core.errors import AppError
from incidents.dispatch.models import OVER, DispatchStatus
from incidents.dispatch.selectors import recommend
from incidents.dispatch.services import dispatch_order
from incidents.reports.models import Report
from incidents.reports.services import ReportData, report_claim, report_create, report_reject, report_verify
from incidents.response.models import Incident, Status
from incidents.response.services import figure_state, incident_change_status, incident_grade, incident_note
from organizations.models import Jurisdiction, User
from resources.teams.models import Team

# Simulated seconds: until somebody takes a report, decides it, orders teams; and between two looks at an open incident.
CLAIM, DECIDE, ORDER, LOOK = (10, 60), (20, 90), (15, 60), (120, 240)


@dataclass
class Staff:
    """Who reports and who decides."""

    officers: list[User]
    leader: User
    villages: list[Jurisdiction]


class Desk:
    """Everything people do in the simulated county except driving."""

    def __init__(self, staff: Staff, agenda: Agenda, dice: random.Random, every_s: float) -> None:
        self.staff, self.agenda, self.dice, self.every_s = staff, agenda, dice, every_s
        self.done: Counter[str] = Counter()
        self.agenda.after(2, partial(self._try, self._happen))

    def _soon(self, span: tuple[float, float], action, *arguments) -> None:  # type: ignore[no-untyped-def]
        self.agenda.after(self.dice.uniform(*span), partial(self._try, action, *arguments))

    def _try(self, action, *arguments) -> None:  # type: ignore[no-untyped-def]
        """A human may have been quicker; then there is nothing left to do."""
        try:
            action(*arguments)
        except AppError:
            self.done["overtaken"] += 1

    def _happen(self) -> None:
        """Something happens somewhere, and the next thing is not far."""
        self.agenda.after(self.dice.expovariate(1 / self.every_s), partial(self._try, self._happen))
        village = self.dice.choice(self.staff.villages)
        if self.dice.random() < 0.12:
            heard, called, said, truth = self.dice.choice(tales.FALSE_ALARMS)
            report = self._report(village, heard, called, said, None, {}, spot(village, self.dice))
            self._soon(CLAIM, self._claim, report, None, truth)
            return
        tale = self.dice.choices(TALES, [each.weight for each in TALES])[0]
        if tale.rural:
            village = self.dice.choice([each for each in self.staff.villages if each.name.endswith("村")])
        source, title, text = self.dice.choice(tale.tellings)
        point = spot(village, self.dice)
        figures = {name: self.dice.randint(least, most) for name, least, most in tale.figures}
        report = self._report(village, source, title, text, tale.event_type, figures, point)
        self._soon(CLAIM, self._claim, report, tale, "")
        if self.dice.random() < 0.3 and len(tale.tellings) > 1:
            other = self.dice.choice([each for each in tale.tellings if each[1] != title])
            self._soon((20, 200), self._report_again, village, other, tale, point, report)

    def _report(
        self,
        village: Jurisdiction,
        source: str,
        title: str,
        text: str,
        event_type: str | None,
        figures: dict[str, int],
        point: tuple[float, float],
    ) -> Report:
        place = f"{village.parent.name if village.parent else ''}{village.name}"
        number = max(figures.values(), default=self.dice.randint(1, 3)) or 1
        data = ReportData(
            source=source,
            title=f"{village.name}{title}",
            description=text.format(place=place, n=number),
            event_type=event_type,
            jurisdiction=village.code,
            location=point,
            place=place,
            figures=figures,
            reporter_name="演示报告人",
            reporter_phone="16000000002",
        )
        self.done["reports"] += 1
        return report_create(data=data, actor=self.dice.choice(self.staff.officers))

    def _report_again(
        self,
        village: Jurisdiction,
        telling: tuple[str, str, str],
        tale: Tale,
        point: tuple[float, float],
        first: Report,
    ) -> None:
        """A second caller about the same thing: joined once the first has become an incident."""
        near = (point[0] + self.dice.uniform(-0.002, 0.002), point[1] + self.dice.uniform(-0.002, 0.002))
        second = self._report(village, telling[0], telling[1], telling[2] + tales.REJOIN, tale.event_type, {}, near)
        self._soon((60, 180), self._join, second, first)

    def _join(self, second: Report, first: Report) -> None:
        first.refresh_from_db()
        if first.incident is None:
            self._soon((60, 120), self._join, second, first)
            return
        report_verify(report=second, incident=first.incident, actor=self.staff.officers[0])
        self.done["joined"] += 1

    def _claim(self, report: Report, tale: Tale | None, truth: str) -> None:
        officer = self.dice.choice(self.staff.officers)
        report = report_claim(report=report, actor=officer)
        self._soon(DECIDE, self._decide, report, tale, truth, officer)

    def _decide(self, report: Report, tale: Tale | None, truth: str, officer: User) -> None:
        if tale is None:
            report_reject(report=report, reason=truth, actor=officer)
            self.done["rejected"] += 1
            return
        report = report_verify(report=report, actor=officer)
        self.done["incidents"] += 1
        assert report.incident is not None
        self._soon(ORDER, self._order, report.incident, officer)
        self._soon((90, 200), self._grade, report.incident)
        self._soon((300, 500), self._look, report.incident, tale, officer, 0)

    def _order(self, incident: Incident, officer: User) -> None:
        """Those the platform suggests; when none is suggested, the best it names."""
        found = recommend(officer, incident).teams
        chosen = [item for item in found if item.suggested] or found[:1]
        for item in chosen[:4]:
            team = Team.objects.get(pk=item.team_id)
            self._try(self._send, incident, team, officer)

    def _send(self, incident: Incident, team: Team, officer: User) -> None:
        dispatch_order(incident=incident, team=team, task=f"赶赴{incident.place or incident.title}处置", actor=officer)
        self.done["orders"] += 1

    def _grade(self, incident: Incident) -> None:
        incident.refresh_from_db()
        if incident.grade is None:
            incident_grade(incident=incident, grade=4, reason=tales.GRADE_REASON, actor=self.staff.leader)

    def _look(self, incident: Incident, tale: Tale, officer: User, told: int) -> None:
        """Every few minutes: what is new goes into log and ledger; when everybody is home the incident is closed."""
        incident.refresh_from_db()
        if incident.status == Status.CLOSED:
            return
        out = incident.dispatches.exclude(status__in=OVER)
        on_scene = out.filter(status=DispatchStatus.ON_SCENE).exists()
        if on_scene and told < len(tale.notes):
            incident_note(incident=incident, text=tale.notes[told], actor=officer)
            later = {name: self.dice.randint(least, most) for name, least, most in tale.figures_later}
            if later:
                note = "现场核实"
                figure_state(incident=incident, values=later, source="现场指挥员", note=note, actor=officer)
            told += 1
        elif told and not on_scene and incident.status == Status.HANDLING:
            incident = incident_change_status(incident=incident, to=Status.STABLE, actor=officer)
        if incident.status == Status.STABLE and not out.exists():
            incident_change_status(incident=incident, to=Status.CLOSED, reason=tales.CLOSING, actor=officer)
            self.done["closed"] += 1
            return
        self._soon(LOOK, self._look, incident, tale, officer, told)
