"""Searching the record: only what the reader may know, in the reader's words, and taken away as a table (R-H4)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from organizations.roles import Permission
from tests.factories import organizations as make
from timeline.kinds import register, text
from timeline.models import Event
from timeline.selectors import EventFilter, events_matching, events_of
from timeline.services import record

pytestmark = pytest.mark.django_db

FELL = register("tree.fell", "A tree fell at %(place)s", lambda data: {**data, "place": f"<{data['place']}>"})


def tell(place, actor=None, data=None, **more):
    return record(
        FELL,
        place,
        jurisdiction=place,
        permission=Permission.INCIDENT_VIEW,
        actor=actor,
        data=data or {"place": "x"},
        **more,
    )


@pytest.fixture
def land(county):
    """(county, its officer, a neighbour's officer)."""
    here = county[0]
    return here, make.user("duty_officer", here), make.user("duty_officer", make.jurisdiction())


def test_a_neighbour_does_not_see_what_the_county_and_those_above_see(land):
    here, officer, neighbour = land
    event = tell(here)
    assert list(events_of(here, officer)) == [event]
    assert list(events_of(here, neighbour)) == []


def test_a_named_person_sees_what_concerns_them_anywhere(land):
    here, _officer, neighbour = land
    event = tell(here, people=[neighbour.pk])
    assert list(events_of(here, neighbour)) == [event]


def test_the_words_are_made_for_the_reader_and_a_missing_value_reads_as_a_dash(land):
    assert text("tree.fell", {"place": "x"}) == "A tree fell at <x>"
    assert text("incident.opened", {"number": "7"}).endswith("–")
    assert text("gone.kind", {}) == "gone.kind"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EventFilter(kind="tree."), 2),
        (EventFilter(kind="tree.fell"), 2),
        (EventFilter(kind="incident."), 0),
        (EventFilter(actor="李"), 1),
        (EventFilter(search="滑坡"), 1),
        (EventFilter(search="TREE FELL"), 2),
        (EventFilter(search="100%"), 0),
        (EventFilter(start=timezone.now() + timedelta(hours=1)), 0),
        (EventFilter(end=timezone.now() + timedelta(hours=1)), 2),
        (EventFilter(since=2**62), 0),
    ],
)
def test_filters_narrow(land, wanted, found):
    here, officer, _neighbour = land
    tell(here, actor=make.user("commander", here, full_name="李工"))
    tell(here, data={"place": "滑坡点"})
    assert events_matching(wanted, officer).count() == found


def test_the_page_shows_words_and_only_what_the_reader_may_know(land, signed_in):
    here, officer, neighbour = land
    tell(here, data={"place": "<script>玉山</script>"})
    page = signed_in(officer).get("/timeline/")
    assert page.status_code == 200
    assert "&lt;script&gt;玉山" in page.content.decode()
    assert "玉山" not in signed_in(neighbour).get("/timeline/").content.decode()


def test_pages_go_on_where_the_last_one_ended_and_cost_the_same_for_more_rows(land, signed_in):
    here, officer, _neighbour = land
    for number in range(5):
        tell(here, data={"place": f"P{number}"})
    client = signed_in(officer)
    client.get("/timeline/")  # the first visit starts the session's clocks
    with CaptureQueriesContext(connection) as few:
        client.get("/timeline/")
    for number in range(120):
        tell(here, data={"place": f"Q{number}"})
    with CaptureQueriesContext(connection) as many:
        first = client.get("/timeline/")
    assert len(many) == len(few)
    rest = client.get(f"/timeline/?before={first.context['next_before']}")
    shown = [event.pk for event in (*first.context["events"], *rest.context["events"])]
    assert shown == sorted((event.pk for event in Event.objects.filter(kind="tree.fell")), reverse=True)


def test_a_table_is_taken_away_in_either_encoding_and_no_cell_acts_as_a_formula(land, signed_in):
    here, officer, _neighbour = land
    tell(here, actor=make.user("commander", here, full_name="=cmd|' /C calc'!A0"))
    client = signed_in(officer)
    plain = client.get("/timeline/export.csv")
    assert plain.content.startswith(b"\xef\xbb\xbf")
    assert "'=cmd" in plain.content.decode("utf-8-sig")
    assert "A tree fell" in client.get("/timeline/export.csv?encoding=gb18030").content.decode("gb18030")


@pytest.mark.parametrize(
    "query", ["from=never", "kind=%00", "kind='", "jurisdiction=nowhere", "before=x", "q=" + "x" * 200]
)
def test_what_cannot_be_searched_for_is_said_on_the_page(land, signed_in, query):
    assert signed_in(land[1]).get(f"/timeline/?{query}").status_code in (200, 400)


def test_without_the_permission_the_record_is_not_searched(land, signed_in, token_client):
    reporter = make.user("reporter", land[0])
    assert signed_in(reporter).get("/timeline/").status_code == 403
    assert token_client(reporter).get("/api/v1/timeline/").status_code == 403


def test_the_api_answers_pages_of_events(land, token_client):
    here, officer, _neighbour = land
    event = tell(here, data={"place": "x"}, occurred_at=timezone.now())
    answer = token_client(officer).get(f"/api/v1/timeline/?subject=jurisdiction:{here.pk}").json()
    assert answer["count"] == 1
    told = answer["results"][0]
    assert (
        told.items()
        >= {"id": event.pk, "kind": "tree.fell", "subject": f"jurisdiction:{here.pk}", "actor": None}.items()
    )
    assert told["text"] == "A tree fell at <x>"


@pytest.mark.parametrize(
    "query", ["kind=x", "subject=incident", "since=-1", "since=x", "from=2026-99-99", "subject=٣:1"]
)
def test_the_api_says_which_filter_it_cannot_read(land, token_client, query):
    answer = token_client(land[1]).get(f"/api/v1/timeline/?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


def test_the_record_refuses_to_be_changed(land):
    event = tell(land[0])
    for attempt in (lambda: Event.objects.filter(pk=event.pk).update(kind="x"), event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_reader_in_english_and_one_in_chinese_read_their_own_words(land):
    with translation.override("en"):
        assert text("clock.breached", {"clock": "none", "owner": "U"}) == "“none” is overdue: U"
