"""Who sees, does and hears: one answer for a shelter, and personal data for the fewest (R-A1, R-D9)."""

import pytest

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from organizations import access
from resources.shelters import selectors, services
from resources.shelters.models import Stay, Tally
from tests.factories import organizations as make
from tests.factories.shelters import number, open_shelter, person, register, reload, shelter
from timeline.models import Event
from timeline.selectors import events_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def row(county, duty):
    return open_shelter(county[2], duty)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("reporter", True),
        ("grid_worker", True),
        ("duty_leader", True),
        ("commander", True),
        ("keeper", True),
        ("auditor", True),
        ("publisher", False),
        ("system_admin", False),
    ],
)
def test_who_sees_a_shelter_hears_of_it(county, duty, row, role, sees):
    somebody = make.user(role, county[0])
    register(row, duty)
    event = Event.objects.get(kind="shelter.received")
    assert bool(set(event.audience) & access.groups_for(somebody)) is sees
    assert selectors.shelter_list(somebody).exists() is sees
    assert events_of(f"shelter:{row.pk}", somebody).filter(kind="shelter.received").exists() is sees


def test_reading_a_number_is_heard_by_those_who_read_the_record(county, duty, row):
    (stay,) = register(row, duty, person(id_number=number(3)))
    services.number_reveal(stay=stay, reason="寻人", actor=duty)
    event = Event.objects.get(kind="shelter.revealed")
    hears = {
        role: bool(set(event.audience) & access.groups_for(make.user(role, county[0])))
        for role in ("auditor", "grid_worker", "keeper")
    }
    assert hears == {"auditor": True, "grid_worker": False, "keeper": False}


def test_a_village_worker_runs_the_own_shelter_and_no_other(county, duty, row):
    worker = make.user("grid_worker", county[2])
    register(row, worker)
    other = open_shelter(county[1], duty)
    with pytest.raises(NotFoundError):
        register(other, worker)
    with pytest.raises(NotFoundError):
        services.heads_count(shelter=other, delta=1, actor=worker)
    assert list(selectors.transfer_targets(worker, row)) == []


def test_a_transfer_needs_the_right_at_both_ends(county, duty, row):
    (stay,) = register(row, duty)
    township = open_shelter(county[1], duty)
    watcher = make.user("auditor", county[1])
    make.membership(watcher, "grid_worker", county[2])
    with pytest.raises(PermissionDenied):
        services.stays_transfer(shelter=row, stay_ids=[stay.pk], to=township, actor=watcher)
    assert (reload(row).named, reload(township).named) == (1, 0)


def test_a_transfer_to_one_that_does_not_receive_is_refused(county, duty, row):
    (stay,) = register(row, duty)
    with pytest.raises(ConflictError):
        services.stays_transfer(shelter=row, stay_ids=[stay.pk], to=shelter(county[1], duty), actor=duty)
    with pytest.raises(UnprocessableError):
        services.stays_transfer(shelter=row, stay_ids=[stay.pk], to=row, actor=duty)


def test_residents_out_of_reach_are_nobody(county, duty, row):
    (stay,) = register(row, duty)
    stranger = make.user("duty_officer", make.jurisdiction())
    assert not selectors.residents(stranger, row).exists()
    with pytest.raises(NotFoundError):
        selectors.resident_get(stranger, row, stay.pk)
    assert not selectors.residents(make.user("auditor", county[0]), row).exists()
    assert selectors.origins(make.user("auditor", county[0]), row) == []
    assert "玉山村" in selectors.origins(duty, row)


def test_the_day_in_figures_adds_up(county, duty, row):
    stays = register(row, duty, person("甲"), person("乙"), heads=5)
    services.heads_count(shelter=row, delta=-1, actor=duty)
    services.stays_end(shelter=row, stay_ids=[stays[0].pk], left_as="home", actor=duty)
    today = Stay.objects.first().entered_at.astimezone().date()
    figures = selectors.day_figures(duty, row, today)
    assert figures == {"came": 2, "left": 1, "named": 1, "unnamed_up": 3, "unnamed_down": 1, "unnamed": 2}
    row = reload(row)
    assert (figures["named"], figures["unnamed"]) == (row.named, row.unnamed)


def test_what_the_counter_is_told_makes_sense(duty, row):
    for wrong in (
        {"delta": 0},
        {"delta": 201},
        {"delta": 3, "kind": "went"},
        {"delta": -3, "kind": "came"},
        {"delta": 1, "kind": "x"},
    ):
        with pytest.raises(UnprocessableError):
            services.heads_count(shelter=row, actor=duty, **wrong)
    assert not Tally.objects.exists()


def test_a_recount_puts_the_figure_right_and_says_so(duty, row):
    services.heads_count(shelter=row, delta=10, actor=duty)
    services.heads_count(shelter=row, delta=-3, kind="recount", actor=duty)
    assert reload(row).unnamed == 7
    assert Event.objects.filter(kind="shelter.counted", data__tally="recount", data__delta="-3").count() == 1


def test_the_live_feed_carries_what_the_map_needs(duty, row):
    register(row, duty, person("甲"), person("乙"))
    feature = Event.objects.filter(kind="shelter.received").latest("pk").data["feature"]
    assert feature["id"] == f"shelter:{row.pk}" and feature["properties"]["heads"] == 2
    assert feature["properties"]["state"] == "receiving"


def test_a_note_is_a_line_of_the_log_and_not_for_watchers(county, duty, row):
    services.shelter_note(shelter=row, text="发放棉被30床", actor=duty)
    assert Event.objects.get(kind="shelter.noted").data["text"] == "发放棉被30床"
    with pytest.raises(PermissionDenied):
        services.shelter_note(shelter=row, text="x", actor=make.user("keeper", county[0]))
    for wrong in ("", "x" * 501, "a\x00b"):
        with pytest.raises(UnprocessableError):
            services.shelter_note(shelter=row, text=wrong, actor=duty)


def test_events_read_in_the_readers_language(duty, row, client):
    named = open_shelter(row.jurisdiction, duty, name="南山所", name_en="Nanshan")
    register(named, duty)
    client.force_login(duty, backend="django.contrib.auth.backends.ModelBackend")
    assert "南山所：登记入住1人" in client.get(f"/shelters/{named.pk}/").content.decode()
    duty.language = "en"
    duty.save(update_fields=["language"])
    assert "Nanshan: 1 registered, now 1 of 100 persons" in client.get(f"/shelters/{named.pk}/").content.decode()
