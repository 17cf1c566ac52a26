"""The reports API keeps its contract: shapes, filters, refusals (R-B1, R-B5)."""

import uuid

import pytest

from incidents.reports.models import Report
from incidents.response.models import FIGURES
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db
URL = "/api/v1/reports/"


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


@pytest.fixture
def client(duty, token_client):
    filed.event_type("10106")
    return token_client(duty)


def body(**fields):
    given = {
        "event_type": "10106",
        "title": "玉山村山洪",
        "description": "玉山村三组山洪冲断道路，两人被困。",
        "location": {"type": "Point", "coordinates": [103.6, 30.9]},
        "place": "玉山村三组",
        "figures": {"deaths": None, "trapped": 2},
        "source": "call_119",
    }
    return {**given, **fields}


def test_creating_answers_as_the_contract_says(client):
    answer = client.post(URL, body(), format="json")
    assert answer.status_code == 201
    document = answer.json()
    assert document["status"] == "submitted" and document["incident"] is None and document["possible_duplicates"] == []
    second = client.post(URL, body(), format="json").json()
    (found,) = second["possible_duplicates"]
    assert (found["kind"], found["id"]) == ("report", document["id"])
    assert found["reasons"]


def test_unknown_figures_stay_null(client):
    pk = client.post(URL, body(), format="json").json()["id"]
    figures = client.get(f"{URL}{pk}/").json()["figures"]
    assert set(figures) == set(FIGURES)
    assert (figures["deaths"], figures["trapped"], figures["missing"]) == (None, 2, None)


def test_the_same_key_gives_the_same_answer(client):
    key = str(uuid.uuid4())
    first = client.post(URL, body(), format="json", HTTP_IDEMPOTENCY_KEY=key)
    again = client.post(URL, body(), format="json", HTTP_IDEMPOTENCY_KEY=key)
    assert first.json() == again.json()
    assert Report.objects.count() == 1
    assert client.post(URL, body(title="x"), format="json", HTTP_IDEMPOTENCY_KEY=key).status_code == 422


def test_verifying_opens_or_joins_and_says_which(client):
    first, second, third = (client.post(URL, body(), format="json").json()["id"] for _number in range(3))
    opened = client.post(f"{URL}{first}/verify/", {"incident": None}, format="json").json()["incident"]
    assert opened["number"] and opened["status"] == "open"
    joined = client.post(f"{URL}{second}/verify/", {"incident": opened["id"]}, format="json").json()["incident"]
    assert joined["id"] == opened["id"]
    assert client.post(f"{URL}{third}/verify/", {"incident": 987654321}, format="json").status_code == 404
    conflict = client.post(f"{URL}{first}/verify/", {}, format="json")
    assert conflict.status_code == 409 and conflict["Content-Type"] == "application/problem+json"
    undone = client.post(f"{URL}{second}/unjoin/", {"reason": "另一处"}, format="json").json()
    assert undone["status"] == "submitted" and undone["incident"] is None


def test_return_and_reject_need_a_reason(client):
    pk = client.post(URL, body(), format="json").json()["id"]
    assert client.post(f"{URL}{pk}/return/", {}, format="json").status_code == 422
    assert client.post(f"{URL}{pk}/return/", {"reason": "几人？"}, format="json").json()["status"] == "returned"
    huge = client.post(f"{URL}{pk}/resubmit/", {"text": "两人", "version": 10**38}, format="json")
    assert 400 <= huge.status_code < 500 and huge.json()["status"] == huge.status_code
    assert client.post(f"{URL}{pk}/resubmit/", {"text": "两人"}, format="json").json()["status"] == "submitted"
    assert client.post(f"{URL}{pk}/reject/", {"reason": "误报"}, format="json").json()["status"] == "rejected"
    assert client.post(f"{URL}{pk}/reopen/", {"reason": "属实"}, format="json").json()["status"] == "submitted"


def test_a_claim_and_its_take_over(client, county, token_client):
    pk = client.post(URL, body(), format="json").json()["id"]
    assert client.post(f"{URL}{pk}/claim/").json()["claimed_by"]
    other = token_client(filed.officer(county[0]))
    refused = other.post(f"{URL}{pk}/claim/")
    assert refused.status_code == 409 and refused.json()["claimed_by"]["id"]
    assert other.post(f"{URL}{pk}/take-over/", {"reason": "换班"}, format="json").status_code == 200
    assert client.post(f"{URL}{pk}/release/").status_code == 409
    assert other.post(f"{URL}{pk}/release/").json()["claimed_by"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?status=submitted", 2),
        ("?status=verified", 0),
        ("?source=call_119", 1),
        ("?event_type=10100", 2),
        ("?event_type=20000", 0),
        ("?q=山洪", 2),
        ("?q=nothing", 0),
        ("?jurisdiction=000000", 0),
        ("?claimed=nobody", 2),
        ("?since=2001-01-01T00:00", 2),
    ],
)
def test_lists_are_filtered(client, duty, query, count):
    client.post(URL, body(), format="json")
    client.post(URL, body(source="grid_worker"), format="json")
    answer = client.get(URL + query).json()
    assert (answer["count"], len(answer["results"])) == (count, count)


@pytest.mark.parametrize("query", ["?status=odd", "?source=odd", "?since=yesterday", "?event_type=a b", "?claimed=x"])
def test_a_filter_without_meaning_is_answered_in_words(client, query):
    assert client.get(URL + query).status_code == 422


def test_a_foreign_report_is_not_there(client, token_client):
    pk = client.post(URL, body(), format="json").json()["id"]
    other = make.jurisdiction(at=(110, 30))
    make.unit(other)
    stranger = token_client(filed.officer(other))
    assert stranger.get(f"{URL}{pk}/").status_code == 404
    for action in ("verify", "return", "reject", "claim", "take-over", "unjoin", "release", "reopen", "resubmit"):
        assert stranger.post(f"{URL}{pk}/{action}/", {"reason": "x", "text": "x"}, format="json").status_code == 404
    assert stranger.get(URL).json()["count"] == 0
    assert client.get(f"{URL}{10**30}/").status_code == 404


def test_a_reporter_sees_their_own_report_and_may_not_decide(county, token_client):
    filed.event_type("10106")
    grid = token_client(make.user("grid_worker", county[2]))
    pk = grid.post(URL, body(jurisdiction=county[2].code), format="json").json()["id"]
    assert grid.get(f"{URL}{pk}/").status_code == 200
    assert grid.post(f"{URL}{pk}/verify/", {}, format="json").status_code == 403


def test_who_may_not_file_is_told(county, token_client):
    assert token_client(make.user("keeper", county[0])).post(URL, body(), format="json").status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"event_type": "99999"}, "event_type"),
        ({"event_type": 5}, "event_type"),
        ({"jurisdiction": "nowhere"}, "jurisdiction"),
        ({"source": "rumour"}, "source"),
        ({"figures": {"deaths": -1}}, "figures.deaths"),
        ({"figures": {"deaths": 1e300}}, "figures.deaths"),
        ({"figures": {"deaths": "many"}}, "figures.deaths"),
        ({"figures": {"ghosts": 1}}, "figures.ghosts"),
        ({"figures": [1]}, "figures"),
        ({"occurred_at": "2099-01-01T00:00:00+08:00"}, "occurred_at"),
        ({"occurred_at": "2026-02-30T00:00:00+08:00"}, "occurred_at"),
        ({"occurred_at": "2026-01-01T00:00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"occurred_at": 1700000000}, "occurred_at"),
        ({"location": {"type": "Point", "coordinates": [999, 999]}}, "location"),
        ({"location": {"type": "Point", "coordinates": ["a", 1]}}, "location"),
        ({"location": {"type": "Polygon", "coordinates": []}}, "location"),
        ({"location": [103, 30]}, "location"),
        ({"title": "", "description": ""}, "description"),
        ({"title": 7}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"description": "长" * 400_000}, "description"),
    ],
)
def test_what_is_wrong_is_named(client, fields, field):
    answer = client.post(URL, body(**fields), format="json")
    assert answer.status_code == 422, answer.content
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b'{"title":"\\u0000"}', "application/json", 400),
        (b'{"title":"\\ud800"}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"title":', "application/json", 400),
        (b'{"figures":{"deaths":NaN}}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"figures":' + b'{"a":' * 60 + b"1" + b"}" * 61, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"<a/>", "application/xml", 415),
        (b"title=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client, raw, kind, status):
    answer = client.post(URL, raw, content_type=kind)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Report.objects.exists()


def test_four_byte_names_come_back_whole(client):
    pk = client.post(URL, body(title="𠮷野家·𬭬", reporter_name="买买提•艾力"), format="json").json()["id"]
    assert client.get(f"{URL}{pk}/").json()["title"] == "𠮷野家·𬭬"
    assert Report.objects.get().reporter_name == "买买提·艾力"


def test_swapped_and_outside_places_are_accepted_and_flagged(client):
    swapped = client.post(URL, body(location={"type": "Point", "coordinates": [30.9, 103.6]}), format="json").json()
    assert swapped["swapped"] is True
    outside = client.post(URL, body(location={"type": "Point", "coordinates": [100.0, 30.0]}), format="json").json()
    assert outside["outside"] is True


def test_creating_takes_a_bounded_number_of_statements(client, django_assert_max_num_queries):
    client.post(URL, body(), format="json")
    with django_assert_max_num_queries(24):
        client.post(URL, body(), format="json", HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()))
