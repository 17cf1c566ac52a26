"""Who is at what: only for those who may see the thing, gone within seconds, and silent when Redis is away (R-C3)."""

import json

import pytest

from organizations.models import User
from tests.factories import organizations as orgs
from tests.factories.reports import report as filed
from tests.factories.response import incident as opened
from timeline import presence
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A connection of its own, and nothing left of earlier tests."""
    monkeypatch.setattr(presence, "_client", None)
    monkeypatch.setattr(presence, "_rests_until", 0.0)


@pytest.fixture
def incident(county):
    return opened(owner_unit=orgs.unit(county[0]))


@pytest.fixture
def says(signed_in):
    """`says(person, here={…}, ask=[…])` → the answer."""

    def say(person: User, tab: str = "tab1", **said):
        answer = signed_in(person).post("/presence/", {"said": json.dumps({"tab": tab, **said})})
        assert answer.status_code == 200
        return answer.json()

    return say


def names(answer, subject):
    return [(one["name"], one["doing"]) for one in answer["people"].get(subject, [])]


def test_those_who_see_the_incident_see_who_is_there_editors_first_and_not_themselves(county, incident, says):
    looks, edits, asks = (orgs.user("duty_officer", county[0]) for _ in range(3))
    subject = f"incident:{incident.pk}"
    says(looks, here={subject: "looking"})
    says(edits, here={subject: "editing"})
    says(asks, tab="mine", here={subject: "editing"})
    seen = says(asks, ask=[subject])
    assert seen["known"] is True
    assert names(seen, subject) == [(str(edits), "editing"), (str(looks), "looking")]
    assert set(seen["people"][subject][0]) == {"name", "doing", "since"}


def test_a_stranger_neither_sees_who_is_there_nor_can_say_to_be_there(county, incident, says):
    stranger, inside = orgs.user("duty_officer", orgs.jurisdiction()), orgs.user("duty_officer", county[0])
    subject = f"incident:{incident.pk}"
    says(inside, here={subject: "looking"})
    assert says(stranger, ask=[subject])["people"] == {}
    says(stranger, here={subject: "editing"})
    assert says(orgs.user("duty_leader", county[0]), ask=[subject])["people"].keys() == {subject}
    assert names(says(orgs.user("duty_leader", county[0]), ask=[subject]), subject) == [(str(inside), "looking")]


def test_a_reporter_is_not_told_who_reads_the_report(county, says):
    reporter = orgs.user("reporter", county[0])
    row = filed(reporter)
    officer = orgs.user("duty_officer", county[0])
    says(officer, here={f"report:{row.pk}": "looking"})
    assert says(reporter, ask=[f"report:{row.pk}"])["people"] == {}
    other = orgs.user("duty_officer", county[0])
    assert names(says(other, ask=[f"report:{row.pk}"]), f"report:{row.pk}") == [(str(officer), "looking")]


def test_leaving_and_silence_end_it(county, incident, says, monkeypatch):
    one, two = orgs.user("duty_officer", county[0]), orgs.user("duty_officer", county[0])
    subject = f"incident:{incident.pk}"
    says(one, here={subject: "editing"})
    since = says(two, ask=[subject])["people"][subject][0]["since"]
    says(one, here={subject: "editing"})
    assert says(two, ask=[subject])["people"][subject][0]["since"] == since
    says(one, gone=[subject])
    assert says(two, ask=[subject])["people"] == {}
    says(one, here={subject: "editing"})
    now = presence.time.time
    monkeypatch.setattr(presence.time, "time", lambda: now() + 26)  # a tab that closed without a word
    assert says(two, ask=[subject])["people"] == {}


def test_without_redis_nothing_is_said_and_nothing_waits(county, incident, says, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    person = orgs.user("duty_officer", county[0])
    subject = f"incident:{incident.pk}"
    assert says(person, here={subject: "editing"}, ask=[subject]) == {"known": False, "people": {}}
    begun = presence.time.monotonic()
    says(person, here={subject: "editing"})
    assert presence.time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", "1", '{"tab": 3}', '{"tab": "A B"}', '{"tab": "abcd", "here": []}', '"' + "x" * 30_000 + '"'],
)
def test_what_is_not_a_beat_is_refused(county, signed_in, said):
    client = signed_in(orgs.user("duty_officer", county[0]))
    assert client.post("/presence/", {"said": said}).status_code == 422


@pytest.mark.parametrize(
    "subject", ["", "incident", "incident:", "incident:x", "incident:" + "9" * 40, "user:1", "x:1", "\ud800"]
)
def test_what_names_nothing_is_nowhere(county, says, subject):
    person = orgs.user("duty_officer", county[0])
    said = says(person, here={subject: "looking"}, ask=[subject, 3, None], gone=[subject, 3])
    assert said == {"known": True, "people": {}}


def test_a_muted_workstation_is_on_record_and_never_for_longer_than_an_hour(county, signed_in):
    person = orgs.user("duty_officer", county[0], language="en")
    client = signed_in(person)
    assert client.post("/timeline/mute/", {"minutes": "15"}).status_code == 204
    assert client.post("/timeline/mute/", {"minutes": "0"}).status_code == 204
    for wrong in ("61", "-1", "x", "", "1e3"):
        assert client.post("/timeline/mute/", {"minutes": wrong}).status_code == 422
    kinds = list(Event.objects.filter(actor=person).order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["user.muted", "user.unmuted"]
    page = client.get("/timeline/").content.decode()
    assert f"{person} muted the alarms of a workstation for 15 minutes" in page
