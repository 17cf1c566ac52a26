"""The life of a shelter: by the table, checked before it opens, full by counting, its duties on the clock (R-D9)."""

import pytest

from clocks.models import Deadline
from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from resources.shelters import selectors, services, workflow
from resources.shelters.models import Status
from resources.shelters.vocabulary import BLOCKERS
from tests.factories import organizations as make
from tests.factories import shelters as shelters_make
from tests.factories.shelters import ALL_WELL, open_shelter, person, register, reload, shelter
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def worker(county):
    return make.user("grid_worker", county[2])


def owed(row):
    return {each.kind for each in Deadline.objects.filter(subject=f"shelter:{row.pk}", met_at=None, cancelled_at=None)}


def test_every_state_is_in_the_table_and_every_step_names_known_states():
    assert {state for edge in workflow.TRANSITIONS for state in edge} == set(Status.values)


def test_a_shelter_goes_through_its_whole_life(county, duty, worker):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, incident="incident:12", incident_number="SJ-1", actor=duty)
    assert owed(row) == {"shelter.check"}
    assert services.shelter_check(shelter=row, findings=ALL_WELL, actor=worker).passed
    assert owed(row) == set()
    services.shelter_change_state(shelter=row, to="receiving", actor=worker)
    (stay,) = register(row, worker)
    services.shelter_change_state(shelter=row, to="closing", actor=duty)
    services.stays_end(shelter=row, stay_ids=[stay.pk], left_as="home", actor=worker)
    services.shelter_change_state(shelter=row, to="closed", actor=worker)
    assert owed(row) == {"shelter.restore"}
    services.shelter_change_state(shelter=row, to="restored", actor=worker)
    assert owed(row) == set()
    row = reload(row)
    assert (row.status, row.incident) == ("restored", "")
    related = Event.objects.filter(kind="shelter.received").get()
    assert "incident:12" in related.subjects


def test_an_order_is_not_for_those_who_only_run_it(county, duty, worker):
    row = shelter(county[2], duty)
    with pytest.raises(PermissionDenied):
        services.shelter_order(shelter=row, actor=worker)
    with pytest.raises(NotFoundError):
        services.shelter_order(shelter=row, actor=make.user("duty_officer", make.jurisdiction()))


def test_no_step_is_skipped(county, duty):
    row = shelter(county[2], duty)
    for to in ("receiving", "checked", "closing", "closed", "restored", "nonsense"):
        with pytest.raises(ConflictError):
            services.shelter_change_state(shelter=row, to=to, actor=duty)


@pytest.mark.parametrize("found", ["bad", "none"])
def test_a_failing_blocker_keeps_the_doors_shut_and_is_on_record(county, duty, worker, found):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, actor=duty)
    check = services.shelter_check(shelter=row, findings={**ALL_WELL, "structure": found}, actor=worker)
    assert not check.passed
    assert reload(row).status == "ordered"
    assert owed(row) == {"shelter.check"}
    assert Event.objects.filter(kind="shelter.check_failed").count() == 1


def test_what_does_not_block_does_not_keep_people_out(county, duty, worker):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, actor=duty)
    minor = {code: "bad" for code in ALL_WELL if code not in BLOCKERS}
    assert services.shelter_check(shelter=row, findings={**ALL_WELL, **minor}, actor=worker).passed


def test_only_who_may_order_opens_over_a_fault_and_says_why(county, duty, worker):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, actor=duty)
    bad = {**ALL_WELL, "fire": "bad"}
    with pytest.raises(PermissionDenied):
        services.shelter_check(shelter=row, findings=bad, override_reason="夜间降雨，先进人", actor=worker)
    check = services.shelter_check(shelter=row, findings=bad, override_reason="夜间降雨，先进人", actor=duty)
    assert check.passed and check.override_reason
    assert Event.objects.get(kind="shelter.check_overridden").data["reason"] == "夜间降雨，先进人"


def test_a_check_of_unknown_things_is_refused_by_item(county, duty):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, actor=duty)
    with pytest.raises(UnprocessableError) as refused:
        services.shelter_check(shelter=row, findings={"roof": "ok", "fire": "perhaps"}, actor=duty)
    assert set(refused.value.errors) == {"roof", "fire"}


def test_full_comes_and_goes_by_counting_and_cannot_be_chosen(county, duty):
    row = open_shelter(county[2], duty, capacity=2)
    first, _second = register(row, duty, person("甲"), person("乙"))
    assert reload(row).status == "full"
    with pytest.raises(ConflictError):
        services.shelter_change_state(shelter=row, to="receiving", actor=duty)
    services.stays_end(shelter=row, stay_ids=[first.pk], left_as="home", actor=duty)
    assert reload(row).status == "receiving"


def test_a_shelter_with_people_in_it_is_not_closed(county, duty):
    row = open_shelter(county[2], duty)
    register(row, duty)
    services.shelter_change_state(shelter=row, to="closing", actor=duty)
    with pytest.raises(ConflictError, match="1"):
        services.shelter_change_state(shelter=row, to="closed", actor=duty)
    with pytest.raises(ConflictError):
        register(row, duty)


def test_withdrawing_an_order_says_why_and_nothing_is_owed_any_more(county, duty):
    row = shelter(county[2], duty)
    services.shelter_order(shelter=row, actor=duty)
    with pytest.raises(UnprocessableError):
        services.shelter_change_state(shelter=row, to="standby", actor=duty)
    services.shelter_change_state(shelter=row, to="standby", reason="雨停", actor=duty)
    assert owed(row) == set()


def test_the_buttons_are_those_of_the_table_for_this_person(county, duty, worker):
    row = shelter(county[2], duty)
    assert [step["to"] for step in selectors.steps(duty, row)] == ["ordered"]
    assert selectors.steps(worker, row) == []
    row = open_shelter(county[2], duty)
    assert [step["to"] for step in selectors.steps(duty, row)] == ["closing"]


def test_an_incident_that_is_no_incident_is_refused(county, duty):
    row = shelters_make.shelter(county[2], duty)
    for subject in ("incident:x", "report:1", "<b>"):
        with pytest.raises(UnprocessableError):
            services.shelter_order(shelter=row, incident=subject, actor=duty)
