"""Two people edit one thing: what each changed is told apart, nothing is chosen for them, nothing is lost (R-C3)."""

import html
import re
from types import SimpleNamespace

import pytest

from incidents.response.models import Incident
from incidents.response.services import incident_update
from resources.teams.models import Team
from resources.teams.services import team_update
from tests.factories import organizations as orgs
from tests.factories.response import incident as opened_at
from tests.factories.teams import team

pytestmark = pytest.mark.django_db


def form_of(page):
    """What a browser would send of the first form with a version: inputs, areas, chosen options."""
    text = page.content.decode()
    found = next(part for part in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'name="version"' in part)
    sent = {}
    for tag in re.findall(r"<input[^>]*>", found):
        kind = re.search(r'type="(\w+)"', tag)
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = not kind or kind[1] not in ("checkbox", "radio") or "checked" in tag
        if name and ticked:
            sent.setdefault(name[1], []).append(
                html.unescape(value[1]) if value else ("on" if "checked" in tag else "")
            )
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', found, re.DOTALL):
        sent[name] = [html.unescape(inner).lstrip("\r\n")]
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', found, re.DOTALL):
        sent[name] = [html.unescape(v) for v in re.findall(r'<option value="([^"]*)" selected', inner)]
    return sent


def rows(page):
    """The fields shown with both sides, and what is ticked in each."""
    text = page.content.decode()
    shown = re.findall(r'<fieldset class="merge-row">(.*?)</fieldset>', text, re.DOTALL)
    found = {}
    for part in shown:
        ticked = re.search(r'value="(current|yours)" checked', part)
        found[re.search(r'name="contested" value="(\w+)"', part)[1]] = ticked[1] if ticked else None
    return found


@pytest.fixture
def place(county):
    return SimpleNamespace(
        unit=orgs.unit(county[0]),
        officer=orgs.user("duty_officer", county[0]),
        leader=orgs.user("duty_leader", county[0]),
    )


def test_only_what_both_changed_asks_for_a_choice_and_who_changed_it_is_said(place, signed_in):
    incident = opened_at(owner_unit=place.unit)
    url, client = f"/incidents/{incident.number}/edit/", signed_in(place.officer)
    opened = form_of(client.get(url))
    others = {"title": "他们的标题", "place": "他们的地点"}
    incident_update(incident=incident, version=int(opened["version"][0]), changes=others, actor=place.leader)

    stale = client.post(url, {**opened, "title": "我的标题", "description": "我的一段经过"})
    assert stale.status_code == 409, re.findall(r"field-error.>.*", stale.content.decode())
    # both changed the title: open; only they changed the place: theirs is ticked; only I changed the story: no question
    assert rows(stale) == {"title": None, "place": "current"}
    assert str(place.leader) in stale.content.decode()
    again = form_of(stale)
    assert again["title"] == ["我的标题"] and again["description"] == ["我的一段经过"]

    undecided = client.post(url, again)
    assert undecided.status_code == 422 and rows(undecided) == {"title": None}
    assert Incident.objects.get(pk=incident.pk).title == "他们的标题"

    saved = client.post(url, {**form_of(undecided), "choose_title": ["yours"]})
    assert saved.status_code == 302
    now = Incident.objects.get(pk=incident.pk)
    assert (now.title, now.place, now.description) == ("我的标题", "他们的地点", "我的一段经过")


def test_a_third_person_in_between_is_not_overwritten_either(place, signed_in):
    incident = opened_at(owner_unit=place.unit)
    url, client = f"/incidents/{incident.number}/edit/", signed_in(place.officer)
    opened = form_of(client.get(url))
    version = int(opened["version"][0])
    incident_update(incident=incident, version=version, changes={"title": "第二个"}, actor=place.leader)
    shown = form_of(client.post(url, {**opened, "title": "第一个"}))
    incident_update(incident=incident, version=version + 1, changes={"title": "第三个"}, actor=place.leader)
    late = client.post(url, {**shown, "choose_title": "yours"})
    assert late.status_code == 409 and "第三个" in late.content.decode()
    assert Incident.objects.get(pk=incident.pk).title == "第三个"


def test_a_team_keeps_both_peoples_changes_boxes_too(county, signed_in):
    duty, row = orgs.user("duty_officer", county[0]), team(county[1])
    url, client = f"/teams/{row.pk}/edit/", signed_in(duty)
    opened = form_of(client.get(url))
    team_update(team=row, changes={"strength": 21, "leader_name": "别人填的"}, version=row.version, actor=duty)
    stale = client.post(url, {**opened, "leader_name": "我填的", "base_name": "新驻地"})
    assert stale.status_code == 409 and rows(stale) == {"strength": "current", "leader_name": None}
    saved = client.post(url, {**form_of(stale), "choose_leader_name": "yours"})
    assert saved.status_code == 302
    now = Team.objects.get(pk=row.pk)
    assert (now.strength, now.leader_name, now.base_name) == (21, "我填的", "新驻地")
    assert set(now.capabilities.all()) == set(row.capabilities.all())


@pytest.mark.parametrize("bad", ["", "[]", "{", '{"title": 3}', "null", "x" * 5000])
def test_a_form_without_what_it_was_opened_with_asks_about_every_difference(place, signed_in, bad):
    incident = opened_at(owner_unit=place.unit)
    url, client = f"/incidents/{incident.number}/edit/", signed_in(place.officer)
    opened = form_of(client.get(url))
    version = int(opened["version"][0])
    incident_update(incident=incident, version=version, changes={"title": "别人的"}, actor=place.leader)
    stale = client.post(url, {**opened, "description": "我的", "opened": bad})
    assert stale.status_code == 409, re.findall(r"field-error.>.*", stale.content.decode())
    assert set(rows(stale).values()) <= {None, "current"} and {"title", "description"} >= set(rows(stale)) >= {"title"}
