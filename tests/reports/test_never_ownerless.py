"""Whatever people do in whatever order, every report has one owner, and every open one has one open deadline (R-A4)."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clocks.models import Deadline
from core.errors import AppError
from incidents.reports import services
from incidents.reports.models import Report
from incidents.reports.workflow import OPEN_STATUSES, TRANSITIONS
from incidents.response.models import Incident
from incidents.response.services import handover_decline
from tests.factories import organizations as make
from tests.factories import reports as filed

STEPS = {
    "create": lambda world, report, actor: world.file(actor),
    "claim": lambda world, report, actor: services.report_claim(report=report, actor=actor),
    "release": lambda world, report, actor: services.report_release(report=report, actor=actor),
    "take over": lambda world, report, actor: services.report_take_over(report=report, reason="换班", actor=actor),
    "verify": lambda world, report, actor: services.report_verify(report=report, actor=actor),
    "join": lambda world, report, actor: services.report_verify(report=report, incident=world.incident(), actor=actor),
    "unjoin": lambda world, report, actor: services.report_unjoin(report=report, reason="误并", actor=actor),
    "return": lambda world, report, actor: services.report_return(report=report, reason="补充", actor=actor),
    "resubmit": lambda world, report, actor: services.report_resubmit(report=report, text="补", actor=actor),
    "reject": lambda world, report, actor: services.report_reject(report=report, reason="误报", actor=actor),
    "reopen": lambda world, report, actor: services.report_reopen(report=report, reason="属实", actor=actor),
    "offer": lambda world, report, actor: services.report_hand_over(report=report, to=world.other_unit, actor=actor),
    "accept": lambda world, report, actor: services.report_accept(report=report, actor=actor),
    "decline": lambda world, report, actor: handover_decline(item=report, reason="不归我管", actor=actor),
}
NEXT = {name: step for name, step in STEPS.items() if name != "create"}


class World:
    """A county with three people, and whatever they have filed so far."""

    def __init__(self):
        self.root, self.township, self.village = make.county()
        self.other_unit = make.unit(self.township, receives_reports=False)
        self.people = [filed.officer(self.root), filed.officer(self.township), make.user("grid_worker", self.village)]
        self.file(self.people[0])

    def file(self, actor):
        return filed.report(actor, jurisdiction=self.village.code)

    def incident(self):
        return Incident.objects.order_by("pk").first()

    def check(self):
        for report in Report.objects.select_related("owner_unit"):
            assert report.owner_unit.is_active
            assert (report.status == "verified") == (report.incident_id is not None)
            open_rows = Deadline.objects.filter(
                kind="report.verify", subject=f"report:{report.pk}", met_at=None, cancelled_at=None
            )
            owners, owed = open_rows.values_list("owner_unit", flat=True), open_rows.count()
            assert set(owners) <= {report.owner_unit_id}
            assert report.is_open or report.handover_to_id is None
            assert owed == (1 if report.status == "submitted" else 0), report.status
            assert report.status in OPEN_STATUSES or report.claimed_by_id is None


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2), st.integers(0, 3)), max_size=14),
)
def test_nothing_is_ever_ownerless(moves, db):
    world = World()
    for name, who, which in moves:
        known = list(Report.objects.filter(jurisdiction=world.village).order_by("pk"))
        try:
            STEPS[name](world, known[which % len(known)], world.people[who])
        except (AppError, PermissionDenied):
            pass
        world.check()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NEXT))
@pytest.mark.parametrize("status", ["submitted", "returned", "verified", "rejected"])
def test_only_steps_of_the_table_happen(name, status):
    world = World()
    duty = world.people[0]
    report = Report.objects.get()
    if status != "submitted":
        {"returned": NEXT["return"], "verified": NEXT["verify"], "rejected": NEXT["reject"]}[status](
            world, report, duty
        )
    report.refresh_from_db()
    try:
        NEXT[name](world, report, duty)
    except AppError:
        pass
    report.refresh_from_db()
    assert report.status == status or (status, report.status) in TRANSITIONS
    world.check()
