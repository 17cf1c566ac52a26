"""The pages of shelters: what each shows to whom, and how they refuse in words (R-D9)."""

import pytest

from resources.shelters import services
from resources.shelters.models import Person, Stay
from resources.shelters.vocabulary import CHECK_WORDS
from tests.factories import organizations as make
from tests.factories.shelters import ALL_WELL, number, open_shelter, person, register, reload, shelter

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0], language="en")


@pytest.fixture
def row(county, duty):
    return open_shelter(county[2], duty, capacity=5, name="东山避难所", name_en="Dongshan Shelter")


def door(people=(), **fields):
    """What the form at the door sends."""
    sent = {"people-TOTAL_FORMS": len(people), "people-INITIAL_FORMS": 0, "heads": "", "key": "k1", **fields}
    for place, one in enumerate(people):
        sent |= {f"people-{place}-{name}": value for name, value in one.items()}
    return sent


def text(answer):
    return answer.content.decode()


def test_the_list_shows_occupancy_and_filters(row, duty, county, signed_in):
    register(row, duty, person("甲"), person("乙"))
    shelter(county[2], duty, name="西山避难所", name_en="Xishan Shelter")
    client = signed_in(duty)
    page = text(client.get("/shelters/"))
    assert "Dongshan Shelter" in page and "Xishan Shelter" in page and "<strong>2</strong> / 5" in page
    assert "Xishan" not in text(client.get("/shelters/?state=open"))
    assert "No shelter matches these filters." in text(client.get("/shelters/?q=nowhere"))
    for query in ("?state=nonsense", "?free=x", "?page=99", "?hazard=flood&tier=county"):
        assert client.get(f"/shelters/{query}").status_code == 200


def test_the_list_asks_as_much_for_many_as_for_few(county, duty, signed_in, django_assert_max_num_queries):
    client = signed_in(duty)
    for _turn in range(12):
        shelter(county[2], duty)
    with django_assert_max_num_queries(18):
        client.get("/shelters/")


def test_the_export_is_a_table_with_the_same_filters(row, duty, signed_in):
    body = signed_in(duty).get("/shelters/export/?state=open").content
    assert body.startswith(b"\xef\xbb\xbf") and "东山避难所" in body.decode("utf-8-sig")
    assert "东山避难所" in signed_in(duty).get("/shelters/export/?encoding=gb18030").content.decode("gb18030")


def test_names_of_people_are_for_those_who_run_the_shelter(row, duty, county, signed_in):
    register(row, duty, person("独孤求败", flags=["elderly"]))
    for role in ("auditor", "commander", "keeper"):
        client = signed_in(make.user(role, county[0], language="en"))
        page = text(client.get(f"/shelters/{row.pk}/"))
        assert "独孤求败" not in page and "Elderly 1" in page
        assert client.get(f"/shelters/{row.pk}/residents/").status_code == 403
        assert client.get(f"/shelters/{row.pk}/residents/export/").status_code == 403
    assert "独孤求败" in text(signed_in(duty).get(f"/shelters/{row.pk}/residents/"))


def test_a_household_is_registered_at_the_door(row, duty, signed_in):
    client = signed_in(duty)
    assert client.get(f"/shelters/{row.pk}/door/").status_code == 200
    people = [{"name": "王大", "flags": ["elderly"]}, {"name": "王二", "id_number": number(5)}, {"name": ""}]
    answer = client.post(f"/shelters/{row.pk}/door/", door(people, heads="3", origin="玉山村"), follow=True)
    assert "Registered: 2 with a name, 1 without. Now 3 of 5." in text(answer)
    assert (reload(row).named, reload(row).unnamed) == (2, 1)


def test_what_was_typed_is_kept_when_it_is_refused(row, duty, signed_in):
    client = signed_in(duty)
    people = [{"name": "王大", "id_number": "990121198001010011"}]
    answer = client.post(f"/shelters/{row.pk}/door/", door(people))
    assert answer.status_code == 422
    assert 'value="王大"' in text(answer) and "The check digit does not fit" in text(answer)
    assert answer.content.count(b"data-error-summary") == 1


def test_beyond_capacity_the_form_asks_for_a_reason(row, duty, signed_in):
    client = signed_in(duty)
    answer = client.post(f"/shelters/{row.pk}/door/", door([{"name": "王大"}], heads="9"))
    assert answer.status_code == 409
    assert "5 places are left" in text(answer) and "override_reason" in text(answer)
    answer = client.post(f"/shelters/{row.pk}/door/", door([{"name": "王大"}], heads="9", override_reason="雨"))
    assert answer.status_code == 302 and reload(row).heads == 9


def test_the_counter_counts_and_refuses_in_words(row, duty, signed_in):
    client = signed_in(duty)
    htmx = {"HX-Request": "true", "HX-Target": "counter"}
    answer = client.post(f"/shelters/{row.pk}/count/", {"delta": "5", "key": "a"}, headers=htmx)
    assert answer.status_code == 200 and "<strong>5</strong> / 5" in text(answer)
    answer = client.post(f"/shelters/{row.pk}/count/", {"delta": "1", "key": "b"}, headers=htmx)
    assert answer.status_code == 409 and "0 places are left" in text(answer) and "override_reason" in text(answer)
    assert client.post(f"/shelters/{row.pk}/count/", {"delta": "x"}, headers=htmx).status_code == 422
    assert client.post(f"/shelters/{row.pk}/count/", {"delta": "-1", "key": "c"}).status_code == 302
    assert reload(row).heads == 4


def test_the_check_shows_what_keeps_the_doors_shut(county, duty, signed_in):
    row = shelter(county[2], duty)
    client = signed_in(duty)
    client.post(f"/shelters/{row.pk}/state/", {"to": "ordered", "incident": "incident:7|SJ-7"})
    row = reload(row)
    assert (row.status, row.incident, row.incident_number) == ("ordered", "incident:7", "SJ-7")
    findings = {f"item_{code}": found for code, found in {**ALL_WELL, "gas": "bad"}.items()}
    answer = client.post(f"/shelters/{row.pk}/check/", findings)
    assert answer.status_code == 422 and "It may not open yet: Gas shut off" in text(answer)
    answer = client.post(f"/shelters/{row.pk}/check/", {**findings, "item_gas": "ok"}, follow=True)
    assert "Checked. People can be received." in text(answer)
    assert len(CHECK_WORDS) >= 10


def test_a_step_that_is_not_possible_is_refused_on_the_page(row, duty, signed_in):
    answer = signed_in(duty).post(f"/shelters/{row.pk}/state/", {"to": "restored"})
    assert answer.status_code == 409 and "Not possible" in text(answer)


def test_residents_are_found_by_name_initials_need_and_flag(row, duty, signed_in):
    register(row, duty, person("王小明", needs=["medicine"]), person("李四", flags=["disabled"]), origin="玉山村")
    client = signed_in(duty)
    address = f"/shelters/{row.pk}/residents/"
    for query, found in {
        "?q=wxm": "王小明",
        "?q=王": "王小明",
        "?need=medicine": "王小明",
        "?flag=disabled": "李四",
    }.items():
        page = text(client.get(address + query))
        assert found in page and ({"王小明", "李四"} - {found}).pop() not in page
    assert "王小明" in text(client.get(address + "?q=玉山"))
    assert "Nobody matches these filters." in text(client.get(address + "?state=left"))


def test_people_go_out_come_back_and_leave_from_the_list(row, duty, county, signed_in):
    stays = register(row, duty, person("甲"), person("乙"))
    other = open_shelter(county[1], duty)
    client = signed_in(duty)
    address = f"/shelters/{row.pk}/residents/move/"
    assert client.post(address, {"action": "out", "stay": stays[0].pk}).status_code == 302
    assert Stay.objects.get(pk=stays[0].pk).state == "away"
    assert client.post(address, {"action": "back", "stay": stays[0].pk}).status_code == 302
    assert client.post(address, {"action": "end", "stay": stays[0].pk}).status_code == 422
    left = {"action": "end", "stay": stays[0].pk, "left_as": "hospital", "destination": "县医院"}
    assert client.post(address, left).status_code == 302
    assert client.post(address, {"action": "transfer", "stay": stays[1].pk, "to": other.pk}).status_code == 302
    assert (reload(row).named, reload(other).named) == (0, 1)
    assert client.post(address, {"action": "out"}).status_code == 422


def test_the_number_is_masked_everywhere_and_shown_once_for_a_reason(row, duty, county, signed_in):
    plain = number(11)
    (stay,) = register(row, duty, person("王", id_number=plain))
    client = signed_in(duty)
    entry = f"/shelters/{row.pk}/residents/{stay.pk}/"
    for address in (f"/shelters/{row.pk}/residents/", f"/shelters/{row.pk}/residents/export/", entry):
        shown = client.get(address).content.decode("utf-8-sig")
        assert plain not in shown and "990*************" in shown
    answer = client.post(entry + "reveal/", {"reason": "亲属寻人"})
    assert plain in text(answer) and answer["Cache-Control"] == "no-store"
    assert plain not in text(client.get(entry))
    worker = signed_in(make.user("grid_worker", county[2]))
    assert worker.post(entry + "reveal/", {"reason": "r"}).status_code == 403


def test_an_entry_is_corrected_and_a_stale_one_refused(row, duty, signed_in):
    (stay,) = register(row, duty, person("王"))
    client = signed_in(duty)
    entry = f"/shelters/{row.pk}/residents/{stay.pk}/"
    assert client.post(entry, {"name": "王小明", "bed": "A-1", "version": "1"}).status_code == 302
    assert Person.objects.get(pk=stay.person_id).name == "王小明"
    assert client.post(entry, {"name": "王某", "version": "1"}).status_code == 409
    assert client.post(entry, {"name": "", "version": "2"}).status_code == 422


def test_the_log_of_a_day_has_its_figures(row, duty, signed_in):
    stays = register(row, duty, person("甲"), person("乙"), heads=4)
    services.stays_end(shelter=row, stay_ids=[stays[0].pk], left_as="home", actor=duty)
    signed_in(duty).post(f"/shelters/{row.pk}/note/", {"text": "发放晚餐"})
    page = text(signed_in(duty).get(f"/shelters/{row.pk}/log/"))
    assert "发放晚餐" in page and "2 registered" not in page and "4 registered" in page
    assert "Nothing happened on this day." in text(signed_in(duty).get(f"/shelters/{row.pk}/log/?day=2020-01-01"))
    assert signed_in(duty).get(f"/shelters/{row.pk}/log/?day=x").status_code == 200


def test_a_shelter_is_entered_edited_and_a_stale_form_shows_both_sides(county, duty, signed_in):
    client = signed_in(duty)
    assert client.get("/shelters/new/").status_code == 200
    sent = {
        "name": "新避难所",
        "jurisdiction": county[2].pk,
        "unit": county[0].units.first().pk,
        "location": "103.6, 30.9",
        "tier": "village",
        "duration": "short",
        "space": "indoor",
        "function": "single",
        "effective_area_m2": "300",
        "is_active": "on",
    }
    answer = client.post("/shelters/new/", sent)
    assert answer.status_code == 302, text(answer)
    address = answer["Location"] + "edit/"
    assert client.post(address, {**sent, "version": 1, "address": "一号"}).status_code == 302
    stale = client.post(address, {**sent, "version": 1, "address": "二号"})
    assert stale.status_code == 409 and "一号" in text(stale) and "Changed by somebody else" in text(stale)
    assert client.post(address, {**sent, "location": "somewhere"}).status_code == 422
    facilities = answer["Location"] + "facilities/"
    assert (
        client.post(facilities, {"facility": ["water"], "quantity_water": "2", "works": ["water"]}).status_code == 302
    )
    assert client.post(facilities, {"facility": ["water"], "quantity_water": "x"}).status_code == 422
    entrances = answer["Location"] + "entrances/"
    assert client.post(entrances, {"entrance-name": "东门", "entrance-location": "103.6,30.9"}).status_code == 302
    assert client.post(entrances, {"entrance-name": ""}).status_code == 422
    assert "东门" in text(client.get(answer["Location"]))


def test_areas_per_person_are_listed_and_stated(county, duty, signed_in):
    client = signed_in(duty)
    assert "2.0" in text(client.get("/shelters/norms/"))
    sent = {"duration": "short", "jurisdiction": county[0].pk, "m2_per_person": "2.5", "source": "应急办"}
    assert client.post("/shelters/norms/", sent).status_code == 302
    assert "2.50" in text(client.get("/shelters/norms/"))
    assert client.post("/shelters/norms/", {**sent, "m2_per_person": "0"}).status_code == 422


def test_the_plan_belongs_to_the_shelter(row, duty, signed_in):
    page = text(signed_in(duty).get(f"/shelters/{row.pk}/"))
    assert f'data-subject="shelter:{row.pk}"' in page
    assert signed_in(duty).get(f"/files/?subject=shelter:{row.pk}").status_code == 200
    stranger = make.user("duty_officer", make.jurisdiction())
    assert signed_in(stranger).get(f"/files/?subject=shelter:{row.pk}").status_code == 404
