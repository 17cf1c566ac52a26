"""The API of incidents, as the contract has it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.response.services import figure_state, incident_change_status
from tests.factories.response import event_type, incident

URL = "/api/v1/incidents/"


@pytest.fixture
def opened(place):
    return incident(jurisdiction=place.county, actor=place.officer, owner_unit=place.county_unit, figures={"deaths": 1})


@pytest.fixture
def officer(place, token_client):
    return token_client(place.officer)


def test_the_list_is_paged_and_holds_only_what_the_caller_may_see(place, opened, officer, token_client):
    incident(jurisdiction=place.neighbour, actor=place.stranger)
    answer = officer.get(URL).json()
    assert set(answer) == {"count", "next", "previous", "results"}
    assert [row["number"] for row in answer["results"]] == [opened.number]
    assert token_client(place.city_officer).get(URL).json()["count"] == 2
    assert token_client(place.town_officer).get(URL).json()["count"] == 0


def test_one_incident_says_what_the_contract_says(opened, officer):
    body = officer.get(f"{URL}{opened.pk}/").json()
    assert body["id"] == opened.pk and body["number"] == opened.number
    assert body["event_type"] == "10101" and body["status"] == "open"
    assert body["figures"]["deaths"] == 1 and body["figures"]["missing"] is None
    assert body["next_steps"] == ["handling", "closed"]
    assert body["occurred_at"].endswith("+08:00")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("status=open", 2),
        ("status=open&status=closed", 3),
        ("grade=2", 1),
        ("grade=1&grade=2", 1),
        ("open=true", 2),
        ("open=false", 1),
        ("event_type=10000", 2),
        ("event_type=10100", 1),
        ("event_type=10401", 1),
        ("event_type=20000", 1),
        ("jurisdiction=510182000000", 3),
        ("jurisdiction=510182100000", 1),
        ("jurisdiction=nowhere", 0),
        ("q=液氨", 1),
        ("q=-0002", 1),
        ("q=%25", 0),
    ],
)
def test_the_filters_narrow_the_list(place, officer, query, found):
    incident(jurisdiction=place.county, actor=place.officer, type_code="10101", grade=2)
    incident(jurisdiction=place.town, actor=place.officer, type_code="10401", title="滑坡")
    gone = incident(jurisdiction=place.county, actor=place.officer, type_code="20402", title="液氨泄漏")
    incident_change_status(incident=gone, to="closed", reason="处置完", actor=place.officer)
    assert officer.get(f"{URL}?{query}").json()["count"] == found


def test_time_bounds_are_half_open(place, officer):
    moment = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    incident(jurisdiction=place.county, actor=place.officer, occurred_at=moment)
    text = moment.isoformat().replace("+", "%2B")
    assert officer.get(f"{URL}?from={text}").json()["count"] == 1
    assert officer.get(f"{URL}?to={text}").json()["count"] == 0


@pytest.mark.parametrize("query", ["status=gone", "grade=9", "grade=x", "open=maybe", "from=yesterday"])
def test_a_filter_without_meaning_is_named(opened, officer, query):
    answer = officer.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


def test_grading_answers_the_incident_and_keeps_the_reason(opened, officer):
    answer = officer.post(f"{URL}{opened.pk}/grade/", {"grade": 2, "reason": "人员密集"}, format="json")
    assert answer.status_code == 200 and answer.json()["grade"] == 2
    assert officer.get(f"{URL}{opened.pk}/grade/").json()[0]["reason"] == "人员密集"


@pytest.mark.parametrize("body", [{"grade": 5, "reason": "x"}, {"grade": 2}, {"reason": "x"}, {"grade": "II"}, []])
def test_a_grade_that_cannot_be_is_refused(opened, officer, body):
    assert officer.post(f"{URL}{opened.pk}/grade/", body, format="json").status_code == 422


def test_status_follows_the_table(opened, officer):
    assert officer.post(f"{URL}{opened.pk}/status/", {"status": "stable"}, format="json").status_code == 409
    assert officer.post(f"{URL}{opened.pk}/status/", {"status": "gone"}, format="json").status_code == 422
    assert officer.post(f"{URL}{opened.pk}/status/", {"status": "closed"}, format="json").status_code == 422
    done = officer.post(f"{URL}{opened.pk}/status/", {"status": "closed", "reason": "误报"}, format="json").json()
    assert (done["status"], done["disposition"]) == ("closed", "误报") and done["closed_at"]


def test_notes_are_written_corrected_and_read(opened, officer):
    first = officer.post(f"{URL}{opened.pk}/notes/", {"text": "水位上涨"}, format="json")
    assert first.status_code == 201
    strike = {"text": "水位下降", "strikes": first.json()["id"]}
    second = officer.post(f"{URL}{opened.pk}/notes/", strike, format="json").json()
    lines = officer.get(f"{URL}{opened.pk}/notes/").json()["results"]
    assert [(line["id"], line["struck_by"]) for line in lines] == [
        (second["id"], None),
        (first.json()["id"], second["id"]),
    ]
    assert officer.post(f"{URL}{opened.pk}/notes/", strike, format="json").status_code == 409
    assert officer.post(f"{URL}{opened.pk}/notes/", {"text": "x", "kind": "system"}, format="json").status_code == 422


def test_figures_are_stated_with_their_source(opened, officer):
    body = {"values": {"deaths": 2, "missing": None}, "source": "县公安局"}
    answer = officer.post(f"{URL}{opened.pk}/figures/", body, format="json")
    assert answer.status_code == 201 and answer.json()["figures"]["deaths"] == 2
    assert answer.json()["suggested_grade"] == 4
    rows = officer.get(f"{URL}{opened.pk}/figures/").json()["results"]
    assert {(row["name"], row["value"]) for row in rows} == {("deaths", 2), ("missing", None), ("deaths", 1)}
    falling = {"values": {"deaths": 0}, "source": "x"}
    assert officer.post(f"{URL}{opened.pk}/figures/", falling, format="json").status_code == 422


def test_a_handover_through_the_api(place, opened, officer, token_client):
    offer = {"action": "offer", "to": place.town_unit.pk, "note": "请接手"}
    answer = officer.post(f"{URL}{opened.pk}/handover/", offer, format="json")
    assert answer.json()["handover"]["to"]["id"] == place.town_unit.pk
    assert officer.post(f"{URL}{opened.pk}/handover/", offer, format="json").status_code == 409
    town = token_client(place.town_officer)
    assert town.get(f"{URL}{opened.pk}/clocks/").json()["results"][0]["kind"] == "handover.accept"
    taken = town.post(f"{URL}{opened.pk}/handover/", {"action": "accept"}, format="json")
    assert taken.json()["owner"]["id"] == place.town_unit.pk and taken.json()["handover"] is None


@pytest.mark.parametrize("body", [{"action": "offer"}, {"action": "offer", "to": 10**9}, {"action": "steal"}, {}])
def test_a_handover_to_nobody_is_refused(opened, officer, body):
    assert officer.post(f"{URL}{opened.pk}/handover/", body, format="json").status_code == 422


def test_a_stale_change_is_a_409_with_both_sides(opened, officer):
    url = f"{URL}{opened.pk}/"
    assert officer.patch(url, {"version": 1, "title": "甲"}, format="json").status_code == 200
    stale = officer.patch(url, {"version": 1, "title": "乙"}, format="json")
    assert stale.status_code == 409
    assert stale.json()["current"] == {"title": "甲"} and stale.json()["yours"] == {"title": "乙"}
    wrong = officer.patch(url, {"version": 2, "event_type": "77777"}, format="json")
    assert wrong.status_code == 422


def test_timeline_and_clocks_are_pages_of_the_agreed_shape(place, opened, officer):
    figure_state(incident=opened, values={"trapped": 3}, source="119", actor=place.officer)
    page = officer.get(f"{URL}{opened.pk}/timeline/").json()
    assert {"id", "kind", "subject", "actor", "at", "text"} <= set(page["results"][0])
    assert [row["kind"] for row in page["results"]] == [
        "incident.figures_stated",
        "incident.figures_stated",
        "incident.opened",
    ]
    assert officer.get(f"{URL}{opened.pk}/clocks/").json()["count"] == 0


@pytest.mark.parametrize("tail", ["", "timeline/", "clocks/", "notes/", "figures/", "grade/"])
def test_out_of_reach_reads_as_not_there(place, opened, token_client, tail):
    stranger = token_client(place.stranger)
    assert stranger.get(f"{URL}{opened.pk}/{tail}").status_code == 404
    assert stranger.get(f"{URL}{10**15}/{tail}").status_code == 404


@pytest.mark.parametrize(
    ("tail", "body"),
    [
        ("grade/", {"grade": 1, "reason": "x"}),
        ("status/", {"status": "handling"}),
        ("notes/", {"text": "x"}),
        ("figures/", {"values": {"deaths": 3}, "source": "x"}),
        ("handover/", {"action": "offer", "to": 1}),
    ],
)
def test_reading_is_not_writing(place, opened, token_client, tail, body):
    if tail == "handover/":
        body = {**body, "to": place.town_unit.pk}
    assert token_client(place.auditor).post(f"{URL}{opened.pk}/{tail}", body, format="json").status_code == 403
    assert token_client(place.stranger).post(f"{URL}{opened.pk}/{tail}", body, format="json").status_code == 404


def test_a_repeated_write_with_its_key_happens_once(opened, officer):
    for _ in range(3):
        answer = officer.post(
            f"{URL}{opened.pk}/notes/", {"text": "一次"}, format="json", headers={"Idempotency-Key": "note-1"}
        )
        assert answer.status_code == 201
    assert officer.get(f"{URL}{opened.pk}/notes/").json()["count"] == 1


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(place, officer, django_assert_max_num_queries):
    counts = []
    for total in (1, 12):
        while officer.get(URL).json()["count"] < total:
            incident(jurisdiction=place.county, actor=place.officer, figures={"deaths": 1})
        with django_assert_max_num_queries(12) as seen:
            officer.get(URL)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_event_types_are_listed_found_and_suggested(db, officer):
    event_type()
    answer = officer.get("/api/v1/event-types/").json()
    assert answer["count"] >= 200 and answer["results"][0]["code"] == "10000"
    assert [row["code"] for row in officer.get("/api/v1/event-types/?q=nsl").json()["results"]] == ["10402"]
    assert officer.get("/api/v1/event-types/?text=后山滑坡").json()["results"][0]["code"] == "10401"


def test_an_incident_is_opened_directly_and_only_once(place, officer, token_client):
    kind = event_type("10106")
    body = {"title": "直接立案", "event_type": kind.pk, "jurisdiction": place.county.code, "grade": 3, "tags": ["夜间"]}
    for _ in range(2):
        answer = officer.post(URL, body, format="json", headers={"Idempotency-Key": "open-1"})
        assert answer.status_code == 201
    made = answer.json()
    assert (made["title"], made["grade"], made["tags"], made["status"]) == ("直接立案", 3, ["夜间"], "open")
    assert [one["title"] for one in officer.get(f"{URL}?tag=夜间").json()["results"]] == ["直接立案"]
    assert officer.post(URL, {**body, "jurisdiction": "nowhere"}, format="json").status_code == 422
    assert token_client(place.auditor).post(URL, body, format="json").status_code == 403
