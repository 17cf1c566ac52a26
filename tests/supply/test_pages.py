"""The screens of supplies: what they show, what they send, and that a refusal keeps what was typed."""

import json
import re

import pytest

from command_center.selectors.map import map_document
from incidents.supply import services
from incidents.supply.features import roadblock_feature, shipment_feature
from incidents.supply.models import Norm, Roadblock, SecondRole, SupplyRequest
from organizations.models import ApprovalRule
from tests.factories import organizations as people
from tests.factories import reserves
from tests.factories import supply as make


@pytest.fixture
def duty(scene, signed_in):
    return signed_in(scene.duty)


@pytest.fixture
def keeper(scene, signed_in):
    return signed_in(scene.keeper)


def _text(answer):
    return answer.content.decode()


def test_the_board_shows_requests_by_stage_and_says_when_filters_leave_nothing(scene, duty):
    made = make.request(scene, 5)
    assert made.number in _text(duty.get("/supply/"))
    assert made.number in _text(duty.get("/supply/?stage=submitted&kind=relief&q=" + made.number))
    assert made.number not in _text(duty.get("/supply/?stage=closed"))
    exported = duty.get("/supply/export.csv")
    assert made.number in exported.content.decode("utf-8-sig")


def test_an_empty_board_names_the_next_action(scene, duty):
    assert "/supply/new/" in _text(duty.get("/supply/"))


def test_people_and_days_become_rows_that_can_be_handed_in(scene, duty):
    make.norm(scene.tent, 0.25)
    rows = _text(duty.get(f"/supply/new/lines/?people=500&days=3&jurisdiction={scene.county.pk}"))
    assert f'value="{scene.tent.pk}" selected' in rows
    assert re.search(r'name="quantity"[^>]*value="125"', rows)
    form = {"incident": scene.incident.number, "kind": "relief", "jurisdiction": scene.county.pk, "priority": 2}
    sent = duty.post("/supply/new/", form | {"item": [scene.tent.pk], "quantity": ["125"], "basis": ["500 × 0.25"]})
    made = SupplyRequest.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/supply/{made.pk}/")
    assert (made.lines.get().quantity, made.lines.get().basis) == (125, "500 × 0.25")


def test_a_refused_form_keeps_what_was_typed(scene, duty):
    form = {"incident": "", "kind": "transfer", "jurisdiction": scene.county.pk, "priority": 2, "place": "玉山镇"}
    answer = duty.post("/supply/new/", form | {"item": [scene.tent.pk], "quantity": ["7"], "basis": [""]})
    assert answer.status_code == 422
    assert 'value="7"' in _text(answer) and 'value="玉山镇"' in _text(answer)


def test_the_allocation_is_computed_changed_by_hand_and_confirmed_on_the_page(scene, duty, signed_in):
    lot = reserves.stock(scene.near, scene.tent, 50)
    made = make.request(scene, 60)
    page = f"/supply/{made.pk}/"
    shown = duty.post(f"{page}act/allocate/", headers={"HX-Request": "true"})
    assert "龙泉库" in _text(shown) and f"{made.lines.get().pk}-{scene.near.pk}-{lot.pk}" in _text(shown)
    hand = {"hand": [f"{made.lines.get().pk}-{scene.near.pk}-{lot.pk}"], "quantity": ["55"]}
    checked = duty.post(f"{page}act/edit/", hand, headers={"HX-Request": "true"})
    assert "notice-error" in _text(checked)
    signed_in(scene.leader).post(f"{page}act/approve/")
    refused = duty.post(f"{page}act/confirm/")
    assert refused.status_code == 409
    duty.post(f"{page}act/edit/", hand | {"quantity": ["50"]}, headers={"HX-Request": "true"})
    assert duty.post(f"{page}act/confirm/").status_code == 302
    assert "龙泉库" in _text(duty.get(f"{page}?part=body"))


def test_a_duty_officer_sees_no_button_to_approve_and_a_leader_does(scene, duty, signed_in):
    made = make.request(scene, 5)
    assert f"/supply/{made.pk}/act/approve/" not in _text(duty.get(f"/supply/{made.pk}/"))
    assert f"/supply/{made.pk}/act/approve/" in _text(signed_in(scene.leader).get(f"/supply/{made.pk}/"))


def test_the_keeper_picks_loads_and_hands_over_and_the_receiver_counts_at_phone_width(scene, duty, keeper):
    reserves.stock(scene.near, scene.tent, 50)
    shipment = make.confirmed(scene, 50).shipments.get()
    line = shipment.lines.get()
    page = f"/supply/shipments/{shipment.pk}/"
    assert shipment.number in _text(keeper.get("/supply/shipments/"))
    keeper.post(f"{page}act/begin/")
    assert f'name="picked_{line.pk}"' in _text(keeper.get(page))
    wrong = keeper.post(f"{page}act/picked/", {f"picked_{line.pk}": "49", f"note_{line.pk}": ""})
    assert wrong.status_code == 422 and 'value="49"' in _text(wrong)
    keeper.post(f"{page}act/picked/", {f"picked_{line.pk}": "50"})
    keeper.post(f"{page}act/load/", {"vehicle": "川A1", "driver": "李四"})
    keeper.post(f"{page}act/depart/", {"handed_by": "王五", "taken_by": "李四", "handed_mark": "M1 1L2 2"})
    duty.post(f"{page}act/position/", {"at": "103.65, 30.9"})
    shipment.refresh_from_db()
    assert (shipment.status, shipment.handed_mark, round(shipment.position.x, 2)) == ("on_way", "M1 1L2 2", 103.65)
    assert f'name="received_{line.pk}"' in _text(duty.get(page))
    short = duty.post(f"{page}act/receive/", {f"received_{line.pk}": "48", "received_by": "赵六"})
    assert short.status_code == 422 and 'value="48"' in _text(short)
    duty.post(f"{page}act/receive/", {f"received_{line.pk}": "48", f"reason_{line.pk}": "破损", "received_by": "赵六"})
    shipment.refresh_from_db()
    assert shipment.status == "received"
    assert "破损" in _text(duty.get(f"/supply/{shipment.request_id}/"))


def test_the_incident_page_has_a_part_with_its_requests(scene, duty, signed_in):
    made = make.request(scene, 5)
    assert made.number in _text(duty.get(f"/supply/incident/{scene.incident.number}/"))
    assert f"/supply/incident/{scene.incident.number}/" in _text(duty.get(f"/incidents/{scene.incident.number}/"))
    team_leader = signed_in(people.user("team_leader", scene.county))
    assert made.number not in _text(team_leader.get(f"/supply/incident/{scene.incident.number}/"))


def test_a_blocked_road_is_reported_from_one_or_two_pairs_of_degrees_and_lifted(scene, duty):
    form = {"name": "青江大桥", "radius_m": 300, "source": "交警"}
    assert duty.post("/supply/roads/", form | {"at": "here"}).status_code == 422
    duty.post("/supply/roads/", form | {"at": "103.6, 30.9; 103.62, 30.92", "detour_min": 30})
    block = Roadblock.objects.get()
    assert (block.geometry.geom_type, block.detour_min) == ("LineString", 30)
    assert "青江大桥" in _text(duty.get("/supply/roads/"))
    duty.post(f"/supply/roads/{block.pk}/lift/")
    block.refresh_from_db()
    assert block.lifted_at is not None
    assert duty.post(f"/supply/roads/{block.pk}/lift/").status_code == 409


def test_a_second_role_is_entered_ordered_timed_and_restored(scene, duty):
    form = {"kind": "site", "name": "体育馆", "everyday": "健身", "emergency": "安置点", "minutes": 90}
    duty.post("/supply/switches/", form)
    role = SecondRole.objects.get()
    step = f"/supply/switches/{role.pk}/step/"
    assert duty.post(step, {"to": "ordered", "reason": ""}).status_code == 422
    for to in ("ordered", "switching", "emergency", "restoring", "peace"):
        assert duty.post(step, {"to": to, "reason": "暴雨"}).status_code == 302
        role.refresh_from_db()
        assert role.state == to
        if to == "ordered":
            assert round((role.due_at - role.state_at).total_seconds() / 60) == 90
    assert duty.post(step, {"to": "emergency"}).status_code == 409


def test_norms_are_entered_from_now_on_and_never_overwritten(scene, duty):
    for quantity in ("0.25", "0.3"):
        duty.post("/supply/norms/", {"item": scene.tent.pk, "quantity": quantity, "basis": "person"})
    assert Norm.objects.count() == 2
    assert "0.3" in _text(duty.get("/supply/norms/"))


def test_rules_of_approval_are_added_and_ended_by_who_grants_roles(scene, signed_in):
    admin = signed_in(people.user("security_admin", scene.county))
    form = {"kind": "supply.request", "jurisdiction": scene.county.pk, "role": "commander", "people": 2}
    assert admin.post("/approvals/", form | {"from_amount": "500000"}).status_code == 302
    rule = ApprovalRule.objects.get()
    assert (rule.people, rule.from_amount) == (2, 500_000)
    admin.post(f"/approvals/{rule.pk}/end/")
    rule.refresh_from_db()
    assert rule.effective_to is not None


def test_the_map_draws_what_the_events_draw(scene):
    reserves.stock(scene.near, scene.tent, 50)
    shipment = make.on_the_way(scene, 50)
    point = make.response.Point(103.6, 30.9, srid=4326)
    block = services.roadblock_report(
        jurisdiction=scene.county, name="桥", geometry=point, source="110", actor=scene.duty
    )
    drawn = json.loads(map_document(["shipments", "roadblocks"], None, actor=scene.duty))["features"]
    found = {feature["id"]: feature for feature in drawn}
    for own in (shipment_feature(shipment), roadblock_feature(block)):
        there = found[own["id"]]
        assert there["geometry"] == own["geometry"]
        own["properties"].pop("at", None), there["properties"].pop("at", None)
        assert there["properties"] == own["properties"]
