"""Pages of incidents: whole without scripts, panel by panel with htmx, in both languages."""

import csv
import io

import pytest
from django.utils import timezone

from incidents.response.models import Figure, Incident, LogEntry
from incidents.response.services import handover_offer, incident_change_status, incident_note, incident_update
from incidents.response.views import panels
from tests.factories.response import incident

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def opened(place):
    return incident(
        jurisdiction=place.county,
        actor=place.officer,
        owner_unit=place.county_unit,
        title="玉山村洪水",
        place="玉山村三组",
        figures={"deaths": 1},
    )


@pytest.fixture
def officer(place, signed_in):
    return signed_in(place.officer)


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "path", ["/incidents/", "/incidents/{n}/", "/incidents/{n}/summary/", "/incidents/{n}/edit/", "/incidents/new/", "/settings/types/", "/settings/types/new/", "/settings/types/10101/"]
)  # fmt: skip
def test_every_page_shows_in_both_languages(place, opened, signed_in, path, language):
    place.officer.language = language
    place.officer.save()
    answer = signed_in(place.officer).get(path.format(n=opened.number))
    assert answer.status_code == 200
    assert "style=" not in text(answer) and "onclick" not in text(answer)


@pytest.mark.parametrize("name", panels.PANELS)
def test_every_panel_can_be_fetched_alone(opened, officer, name):
    answer = officer.get(f"/incidents/{opened.number}/panel/{name}/", **HTMX)
    assert answer.status_code == 200 and "<html" not in text(answer) and "data-panel-failed" not in text(answer)


def test_there_is_no_other_panel(opened, officer):
    assert officer.get(f"/incidents/{opened.number}/panel/secrets/").status_code == 404


def test_a_panel_that_fails_does_not_blank_the_page(opened, officer, monkeypatch):
    def broken(request, item):
        raise RuntimeError("broken on purpose")

    monkeypatch.setitem(panels.PANELS, "figures", broken)
    answer = officer.get(f"/incidents/{opened.number}/")
    assert answer.status_code == 200
    assert text(answer).count("data-panel-failed") == 1 and "玉山村洪水" in text(answer)


def test_out_of_reach_reads_as_not_there(place, opened, signed_in):
    stranger = signed_in(place.stranger)
    assert stranger.get(f"/incidents/{opened.number}/").status_code == 404
    assert opened.number not in text(stranger.get("/incidents/"))
    assert stranger.post(f"/incidents/{opened.number}/notes/", {"text": "x"}).status_code == 404


def test_who_may_only_look_gets_no_buttons(place, opened, signed_in):
    page = text(signed_in(place.auditor).get(f"/incidents/{opened.number}/"))
    assert "data-step" not in page and "note-form" not in page.replace("#note-form", "")


def test_the_buttons_are_the_next_steps_of_the_table(place, opened, officer):
    assert 'data-step="H"' in text(officer.get(f"/incidents/{opened.number}/"))
    incident_change_status(incident=opened, to="closed", reason="误报", actor=place.officer)
    page = text(officer.get(f"/incidents/{opened.number}/"))
    assert page.count("data-step=") == 1 and "data-until" in page


def test_a_note_without_scripts_returns_to_the_page(opened, officer):
    answer = officer.post(f"/incidents/{opened.number}/notes/", {"text": "水位上涨", "kind": "note"})
    assert answer.status_code == 302 and answer.url == f"/incidents/{opened.number}/"
    assert "水位上涨" in text(officer.get(answer.url))


def test_a_note_with_scripts_answers_the_log_and_tells_the_other_panels(opened, officer):
    answer = officer.post(f"/incidents/{opened.number}/notes/", {"text": "决定转移", "kind": "decision"}, **HTMX)
    assert answer.status_code == 200 and "决定转移" in text(answer) and "<html" not in text(answer)
    assert "incident-changed" in answer["HX-Trigger"]
    assert LogEntry.objects.get().kind == "decision"


def test_a_refusal_is_shown_in_its_panel_with_what_was_typed(opened, officer):
    answer = officer.post(f"/incidents/{opened.number}/status/", {"to": "closed"}, **HTMX)
    assert answer.status_code == 422 and "data-error-summary" in text(answer)
    plain = officer.post(f"/incidents/{opened.number}/notes/", {"text": " ", "kind": "note"})
    assert plain.status_code == 422 and "<html" in text(plain) and "data-error-summary" in text(plain)


def test_a_correction_strikes_the_line_on_screen(place, opened, officer):
    wrong = incident_note(incident=opened, text="死亡三人", actor=place.officer)
    answer = officer.post(f"/incidents/{opened.number}/notes/", {"text": "失联三人", "strikes": wrong.pk}, **HTMX)
    page = text(answer)
    assert "is-struck" in page and "死亡三人" in page and "失联三人" in page


@pytest.mark.parametrize(
    ("show", "there"), [("note", True), ("decision", False), ("system", False), ("nonsense", True)]
)
def test_the_log_is_filtered_on_the_server(place, opened, officer, show, there):
    incident_note(incident=opened, text="只是记录", actor=place.officer)
    page = text(officer.get(f"/incidents/{opened.number}/panel/log/?show={show}"))
    assert ("只是记录" in page) == there


def test_figures_are_stated_inline_with_unknown_and_wide_digits(opened, officer):
    body = {"deaths": "３", "missing": "？", "loss_cny": "1,200,000.50", "source": "县公安局"}
    answer = officer.post(f"/incidents/{opened.number}/figures/", body, **HTMX)
    assert answer.status_code == 200
    stated = {row.name: row.value for row in Figure.objects.order_by("pk")}
    assert (stated["deaths"], stated["missing"], str(stated["loss_cny"])) == (3, None, "1200000.50")
    assert "+2" in text(answer)


@pytest.mark.parametrize(
    "body", [{"deaths": "many", "source": "x"}, {"deaths": "3"}, {"source": "x"}, {"deaths": "0", "source": "x"}]
)
def test_figures_that_cannot_be_are_refused_in_words(opened, officer, body):
    assert officer.post(f"/incidents/{opened.number}/figures/", body, **HTMX).status_code == 422
    assert Figure.objects.count() == 1


def test_grading_on_the_page(opened, officer):
    answer = officer.post(f"/incidents/{opened.number}/grade/", {"grade": "2", "reason": "敏感时段"}, **HTMX)
    assert answer.status_code == 200 and Incident.objects.get().grade == 2
    assert officer.post(f"/incidents/{opened.number}/grade/", {"grade": "x", "reason": "y"}, **HTMX).status_code == 422


def test_a_handover_on_the_page(place, opened, officer, signed_in):
    url = f"/incidents/{opened.number}/handover/"
    assert officer.post(url, {"action": "offer"}, **HTMX).status_code == 422
    offered = officer.post(url, {"action": "offer", "to": place.town_unit.pk}, **HTMX)
    assert place.town_unit.name in text(offered)
    town = signed_in(place.town_officer)
    assert 'value="accept"' in text(town.get(f"/incidents/{opened.number}/panel/owner/"))
    assert town.post(url, {"action": "accept"}, **HTMX).status_code == 200
    assert officer.post(url, {"action": "withdraw"}, **HTMX).status_code == 409
    assert officer.post(url, {"action": "steal"}, **HTMX).status_code == 422
    assert Incident.objects.get().owner_unit == place.town_unit


def test_an_offer_is_seen_in_the_list(place, opened, officer):
    handover_offer(item=opened, to=place.town_unit, actor=place.officer)
    assert "→" in text(officer.get("/incidents/"))


def edit(opened, **kw):
    body = {
        "version": 1,
        "title": opened.title,
        "event_type": "10101",
        "description": "",
        "place": opened.place,
        "coordinates": "103.62, 30.91",
        "occurred_at": timezone.localtime(opened.occurred_at).strftime("%Y-%m-%dT%H:%M"),
    }
    return {**body, **kw}


def test_particulars_are_edited_with_coordinates_as_people_write_them(opened, officer):
    url = f"/incidents/{opened.number}/edit/"
    assert officer.post(url, edit(opened, title="山洪", coordinates="北纬30°54′36″ 东经103°37′12″")).status_code == 302
    changed = Incident.objects.get()
    assert changed.title == "山洪" and abs(changed.location.x - 103.62) < 1e-6
    assert officer.post(url, edit(opened, version=2, coordinates="somewhere")).status_code == 422


def test_two_editors_see_both_versions_and_choose(place, opened, officer):
    url = f"/incidents/{opened.number}/edit/"
    incident_update(incident=opened, version=1, changes={"title": "别人改的", "place": "新地点"}, actor=place.leader)
    stale = officer.post(url, edit(opened, title="我改的"))
    page = text(stale)
    assert stale.status_code == 409 and "别人改的" in page and "我改的" in page and 'name="version" value="2"' in page
    contested = ["title", "place"]
    undecided = officer.post(url, edit(opened, version=2, title="我改的", contested=contested, choose_title="yours"))
    assert undecided.status_code == 422
    chosen = {"contested": contested, "choose_title": "yours", "choose_place": "current"}
    assert officer.post(url, edit(opened, version=2, title="我改的", **chosen)).status_code == 302
    saved = Incident.objects.get()
    assert (saved.title, saved.place) == ("我改的", "新地点")


def test_an_incident_is_opened_directly(place, officer):
    body = {
        "title": "停电",
        "event_type": "21308",
        "description": "县城大面积停电",
        "place": "县城",
        "coordinates": "",
        "occurred_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "jurisdiction": place.county.pk,
        "owner_unit": place.county_unit.pk,
        "grade": "4",
    }
    answer = officer.post("/incidents/new/", body)
    assert answer.status_code == 302 and Incident.objects.get().number in answer.url
    assert officer.post("/incidents/new/", {**body, "title": ""}).status_code == 422
    assert officer.post("/incidents/new/", {**body, "jurisdiction": place.neighbour.pk}).status_code == 422
    assert Incident.objects.count() == 1


def test_opening_suggests_a_type(officer):
    assert text(officer.post("/incidents/suggest/", {"description": "后山滑坡"})) == "10401"
    assert text(officer.post("/incidents/suggest/", {"description": "你好"})) == ""


def test_the_list_filters_sorts_pages_and_says_what_is_hidden(place, opened, officer):
    for number in range(3):
        incident(
            jurisdiction=place.county, actor=place.officer, type_code="10401", grade=number + 1, title=f"滑坡{number}"
        )
    page = text(officer.get("/incidents/?event_type=10400&sort=grade"))
    assert page.index("滑坡0") < page.index("滑坡1") < page.index("滑坡2") and "玉山村洪水" not in page
    two = text(officer.get("/incidents/?grade=1&grade=3"))
    assert "滑坡0" in two and "滑坡2" in two and "滑坡1" not in two and two.count("checked") == 2
    empty = text(officer.get("/incidents/?q=没有这样的"))
    assert "4" in empty and 'href="/incidents/"' in empty
    assert officer.get("/incidents/?grade=9&page=zzz&size=7&from=never").status_code == 200
    assert "<html" not in text(officer.get("/incidents/", **HTMX))


def test_an_empty_list_says_what_to_do(place, officer):
    assert "/duty/" in text(officer.get("/incidents/"))


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(place, opened, officer):
    incident(jurisdiction=place.county, actor=place.officer, title="=HYPERLINK(1)", grade=2)
    answer = officer.get("/incidents/export.csv?sort=number")
    content = b"".join(answer.streaming_content).decode()
    assert content.startswith("\ufeff") and answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(content[1:])))
    assert len(rows) == 3 and rows[1][0] == opened.number and rows[1][-7] == "1"
    assert rows[2][4] == "'=HYPERLINK(1)"


def test_the_vocabulary_is_edited_by_those_who_grade_and_recorded(place, officer, signed_in):
    form = {
        "code": "20608",
        "parent": "20600",
        "name": "文物建筑火灾",
        "name_en": "Fire in a historic building",
        "cap_category": "Fire",
        "is_active": "on",
        "patterns": "15 古建筑起火|temple fire\n",
    }
    assert officer.post("/settings/types/new/", form).status_code == 302
    assert "文物建筑火灾" in text(officer.get("/settings/types/?text=古建筑起火了"))
    assert (
        officer.post("/settings/types/new/", form).status_code == 409
        or officer.post("/settings/types/new/", form).status_code == 422
    )
    again = {**form, "name": "文保建筑火灾", "patterns": "x 没有序号"}
    assert officer.post("/settings/types/20608/", again).status_code == 422
    assert officer.post("/settings/types/20608/", {**again, "patterns": ""}).status_code == 302
    auditor = signed_in(place.auditor)
    assert auditor.get("/settings/types/").status_code == 200
    assert auditor.post("/settings/types/20608/", form).status_code == 403
    assert officer.get("/settings/types/77777/").status_code == 404


def test_the_list_and_the_page_ask_the_same_number_of_queries_however_much_there_is(
    place, opened, officer, django_assert_max_num_queries
):
    def count(path):
        with django_assert_max_num_queries(60) as seen:
            assert officer.get(path).status_code == 200
        return len(seen)

    paths = ["/incidents/", f"/incidents/{opened.number}/", f"/incidents/{opened.number}/summary/"]
    [count(path) for path in paths]
    before = [count(path) for path in paths]
    for number in range(8):
        incident(jurisdiction=place.county, actor=place.officer, figures={"deaths": number})
        incident_note(incident=opened, text=f"第{number}条", actor=place.officer)
    assert [count(path) for path in paths] == before


def test_without_scripts_an_incident_is_closed_with_its_reason(opened, officer):
    page = text(officer.get(f"/incidents/{opened.number}/"))
    assert '<noscript><input name="reason"' in page
    done = officer.post(f"/incidents/{opened.number}/status/", {"to": "closed", "reason": "误报"})
    assert done.status_code == 302 and Incident.objects.get().disposition == "误报"
