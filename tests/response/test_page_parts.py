"""Pins, tasks, contacts, drawings and the printed sheet of an incident; a part that fails blanks nothing (R-C6)."""

import pytest

from core.errors import ConflictError
from incidents.response.selectors import contacts_of, log_lines, tasks_of
from incidents.response.services import incident_decision, incident_note, incident_pin
from incidents.response.services.log import MAX_PINNED
from tests.factories import dispatch, response
from tests.factories import organizations as people
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def duty(county):
    return people.user("duty_officer", county[0])


@pytest.fixture
def incident(county):
    return response.incident(jurisdiction=county[0])


def text(answer):
    return answer.content.decode()


def test_a_line_is_pinned_let_go_and_never_changed(incident, duty, signed_in):
    client = signed_in(duty)
    entry = incident_note(incident=incident, text="大坝钥匙在值班室", actor=duty)
    url = f"/incidents/{incident.number}/pin/"
    page = text(client.post(url, {"entry": entry.pk, "pinned": "1"}, **PART))
    assert page.index("log-pinned") < page.index("大坝钥匙在值班室")
    with pytest.raises(ConflictError):
        incident_pin(incident=incident, entry=entry.pk, pinned=True, actor=duty)
    assert "log-pinned" not in text(client.post(url, {"entry": entry.pk, "pinned": "0"}, **PART))
    entry.refresh_from_db()
    assert entry.text == "大坝钥匙在值班室"


def test_only_so_many_lines_are_pinned(incident, duty):
    entries = [incident_note(incident=incident, text=f"行{n}", actor=duty) for n in range(MAX_PINNED + 1)]
    for entry in entries[:-1]:
        incident_pin(incident=incident, entry=entry.pk, pinned=True, actor=duty)
    with pytest.raises(ConflictError):
        incident_pin(incident=incident, entry=entries[-1].pk, pinned=True, actor=duty)


def test_phones_are_for_those_who_may_order(incident, county, duty):
    dispatch.order(county[0], actor=duty, incident_row=incident, team_row=team(county[0], deputy_name="副队长"))
    tasks = tasks_of(incident, actor=duty)
    assert [one.phone for one in contacts_of(incident, tasks, actor=duty)] == ["13800000000"]
    watcher = people.user("auditor", county[0])
    assert [one.phone for one in contacts_of(incident, tasks, actor=watcher)] == [""]


def test_the_sheet_holds_what_a_leader_asks_for(incident, county, duty, signed_in):
    dispatch.order(county[0], actor=duty, incident_row=incident, task="封控村道")
    incident_decision(incident=incident, text="全村转移", actor=duty)
    page = text(signed_in(duty).get(f"/incidents/{incident.number}/sheet/"))
    for words in (incident.number, incident.title, "封控村道", "全村转移", "13800000000", str(duty)):
        assert words in page


def test_every_part_of_the_page_is_there_without_scripts(incident, duty, signed_in):
    page = text(signed_in(duty).get(f"/incidents/{incident.number}/"))
    for name in ("overview", "plots", "figures", "tasks", "files", "supplies"):
        assert f'data-part="{name}"' in page


def test_the_log_can_show_reports_alone(incident, county, duty):
    dispatch.order(county[0], actor=duty, incident_row=incident)
    incident_note(incident=incident, text="一行", actor=duty)
    assert {line.group for line in log_lines(incident, show="resource", actor=duty)} == {"resource"}
    assert log_lines(incident, show="report", actor=duty) == []
