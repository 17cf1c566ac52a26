"""From the proposal to the receipt: the ledger follows every step, differences and recalls included."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.gis.geos import LineString, Point
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.utils import translation

from clocks.models import Deadline
from core.errors import ConflictError, UnprocessableError
from incidents.supply import explain, selectors, services
from incidents.supply.models import Roadblock, SupplyVehicle
from incidents.supply.services import Ask
from resources.reserves.models import Account, Alternative
from resources.reserves.selectors import stock_of
from tests.factories import organizations as people
from tests.factories import reserves
from tests.factories import supply as make
from timeline.models import Event


def _stock(scene, warehouse=None, item=None):
    figures = stock_of(item or scene.tent, warehouse or scene.near, actor=scene.keeper)
    return figures.on_hand, figures.reserved, figures.available


def _proposed(scene, quantity=100, **fields):
    return services.request_propose(request=make.request(scene, quantity, **fields), actor=scene.duty)


def test_a_fresh_request_is_allocated_at_once_earliest_expiry_first_and_explained(scene):
    reserves.stock(scene.near, scene.tent, 50, expires_on=date.today() + timedelta(days=900))
    first = reserves.stock(scene.near, scene.tent, 30, expires_on=date.today() + timedelta(days=90))
    reserves.stock(scene.far, scene.tent, 100)
    found = _proposed(scene, 100).proposal
    assert (found["solver"], found["gap"], found["shortfalls"]) == ("optimal", 0.0, [])
    assert [(line["warehouse"], line["quantity"], line["first"]) for line in found["lines"]] == [
        (scene.near.pk, 30, True),
        (scene.near.pk, 50, False),
        (scene.far.pk, 20, True),
    ]
    with translation.override("en"):
        words = explain.line_words(found["lines"][0], scene.near, scene.tent, first)
    assert words == "from Longquan: 30 of 100, earliest expiry, 40 min"
    assert _stock(scene) == (80, 0, 80)


def test_a_floor_is_kept_and_said(scene):
    reserves.stock(scene.near, scene.tent, 100)
    reserves.limit(scene.tent, scene.near, minimum=80)
    found = _proposed(scene, 100).proposal
    assert [line["quantity"] for line in found["lines"]] == [20]
    with translation.override("en"):
        words = explain.shortfall_words(found["shortfalls"][0], {scene.near.pk: scene.near})
    assert words == "80 short: Longquan would fall below its floor (80 kept)"


def test_expired_goods_are_not_proposed(scene):
    lot = reserves.stock(scene.near, scene.tent, 40, expires_on=date.today() + timedelta(days=5))
    type(lot).objects.filter(pk=lot.pk).update(expires_on=date.today() - timedelta(days=1))
    found = _proposed(scene, 10).proposal
    assert (found["lines"], found["shortfalls"][0]["reasons"][0][0]) == ([], "none")


def test_something_else_is_proposed_where_the_line_allows_it(scene):
    other = reserves.item(unit="tent", name="大帐篷")
    Alternative.objects.create(item=scene.tent, other=other)
    reserves.stock(scene.near, other, 40)
    assert [line["item"] for line in _proposed(scene, 10).proposal["lines"]] == [other.pk]
    strict = services.request_propose(
        request=make.request(scene, lines=[Ask(scene.tent, 10, substitutes=False)]), actor=scene.duty
    )
    assert strict.proposal["lines"] == []


def test_a_blocked_road_bends_the_way_or_cuts_it_until_it_is_lifted(scene):
    reserves.stock(scene.near, scene.tent, 100)
    free = _proposed(scene, 10).proposal["lines"][0]["eta_s"]
    road = LineString((103.65, 30.8), (103.65, 31.0), srid=4326)
    block = Roadblock.objects.create(jurisdiction=scene.county, name="桥断", geometry=road, detour_min=45, source="110")
    assert _proposed(scene, 10).proposal["lines"][0]["eta_s"] == free + 45 * 60
    Roadblock.objects.filter(pk=block.pk).update(detour_min=None)
    cut = _proposed(scene, 10).proposal
    assert (cut["lines"], cut["shortfalls"][0]["reasons"]) == ([], [["no_way", scene.near.pk, 100]])


def test_the_payload_of_the_vehicles_limits_what_a_warehouse_sends(scene):
    type(scene.tent).objects.filter(pk=scene.tent.pk).update(weight_kg=Decimal(50))
    reserves.stock(scene.near, scene.tent, 100)
    reserves.stock(scene.far, scene.tent, 100)
    SupplyVehicle.objects.create(warehouse=scene.near, name="货车", payload_kg=2000)
    found = {line["warehouse"]: line["quantity"] for line in _proposed(scene, 60).proposal["lines"]}
    assert found == {scene.near.pk: 40, scene.far.pk: 20}


@override_settings(ALLOCATION_LIMIT_S=0)
def test_over_the_limit_the_greedy_answer_comes_and_says_so(scene):
    reserves.stock(scene.near, scene.tent, 100)
    found = _proposed(scene, 10).proposal
    assert (found["solver"], len(found["lines"])) == ("greedy", 1)
    with translation.override("en"):
        assert "limit" in explain.solver_words(found)


def test_a_change_by_hand_is_checked_at_once_and_the_impossible_cannot_be_confirmed(scene):
    lot = reserves.stock(scene.near, scene.tent, 50)
    made = services.request_approve(request=make.request(scene, 100), actor=scene.leader)
    line = made.lines.get().pk
    asked = {"line": line, "warehouse": scene.near.pk, "lot": lot.pk, "quantity": 60}
    made = services.request_edit_proposal(request=made, lines=[asked], actor=scene.duty)
    assert {(t["kind"], t["hard"], t["amount"]) for t in made.proposal["troubles"]} >= {
        ("over", True, 10),
        ("short", False, 40),
    }
    with pytest.raises(ConflictError):
        services.request_confirm(request=made, actor=scene.duty)
    made = services.request_edit_proposal(request=made, lines=[asked | {"quantity": 50}], actor=scene.duty)
    assert services.request_confirm(request=made, actor=scene.duty).status == "allocated"


def test_no_more_is_given_than_was_approved_however_the_lines_are_changed(scene):
    lot = reserves.stock(scene.near, scene.tent, 500)
    made = services.request_approve(request=make.request(scene, 10), actor=scene.leader)
    asked = {"line": made.lines.get().pk, "warehouse": scene.near.pk, "lot": lot.pk, "quantity": 400}
    made = services.request_edit_proposal(request=made, lines=[asked], actor=scene.duty)
    assert ("too_much", True, 390) in {(t["kind"], t["hard"], t["amount"]) for t in made.proposal["troubles"]}
    with pytest.raises(ConflictError):
        services.request_confirm(request=made, actor=scene.duty)
    halves = [asked | {"quantity": 6}, asked | {"quantity": 6}]
    made = services.request_edit_proposal(request=made, lines=halves, actor=scene.duty)
    with pytest.raises(ConflictError):
        services.request_confirm(request=made, actor=scene.duty)
    assert not made.shipments.exists()


def test_a_lot_of_something_else_answers_no_line(scene):
    other = reserves.stock(scene.near, reserves.item(), 50)
    made = services.request_approve(request=make.request(scene, 10), actor=scene.leader)
    wrong = {"line": made.lines.get().pk, "warehouse": scene.near.pk, "lot": other.pk, "quantity": 5}
    with pytest.raises((ConflictError, UnprocessableError)):
        made = services.request_edit_proposal(request=made, lines=[wrong], actor=scene.duty)
        services.request_confirm(request=made, actor=scene.duty)
    assert not made.shipments.exists()


def test_confirming_reserves_and_needs_an_approval_first(scene):
    reserves.stock(scene.near, scene.tent, 60)
    reserves.stock(scene.far, scene.tent, 60)
    made = _proposed(scene, 100)
    with pytest.raises(ConflictError):
        services.request_confirm(request=made, actor=scene.duty)
    services.request_approve(request=made, actor=scene.leader)
    made = services.request_confirm(request=made, actor=scene.duty)
    assert made.shipments.count() == 2
    assert _stock(scene) == (60, 60, 0)
    assert Deadline.objects.filter(kind="shipment.pick", met_at=None).count() == 2


def test_a_stale_proposal_is_refused(scene):
    reserves.stock(scene.near, scene.tent, 60)
    made = services.request_approve(request=make.request(scene, 10), actor=scene.leader)
    seen = services.request_propose(request=made, actor=scene.duty).version
    services.request_propose(request=made, actor=scene.duty)
    with pytest.raises(ConflictError):
        services.request_confirm(request=made, version=seen, actor=scene.duty)


def test_what_is_gone_meanwhile_is_refused_in_words_and_nothing_is_half_done(scene):
    reserves.stock(scene.near, scene.tent, 33)
    first = services.request_approve(request=make.request(scene, 33), actor=scene.leader)
    second = services.request_approve(request=make.request(scene, 20), actor=scene.leader)
    for made in (first, second):
        services.request_propose(request=made, actor=scene.duty)
    services.request_confirm(request=first, actor=scene.duty)
    with pytest.raises(ConflictError) as refused:
        services.request_confirm(request=second, actor=scene.duty)
    assert "0" in str(refused.value)
    second.refresh_from_db()
    assert (second.status, second.shipments.count(), _stock(scene)) == ("approved", 0, (33, 33, 0))


def test_what_is_short_is_allocated_later_without_sending_anything_twice(scene):
    reserves.stock(scene.near, scene.tent, 60)
    made = make.confirmed(scene, 100)
    reserves.stock(scene.far, scene.tent, 100)
    made = services.request_propose(request=made, actor=scene.duty)
    assert [line["quantity"] for line in made.proposal["lines"]] == [40]
    made = services.request_confirm(request=made, actor=scene.duty)
    assert sum(state.sent for state in selectors.states_of(made, scene.duty)) == 100


def test_the_whole_way_picked_loaded_signed_and_received_with_a_difference(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.on_the_way(scene, 100)
    assert _stock(scene) == (0, 0, 0)
    shipment.request.refresh_from_db()
    assert (shipment.request.status, shipment.handed_by, shipment.taken_by) == ("on_way", "王五", "李四")
    line = shipment.lines.get()
    with pytest.raises(UnprocessableError) as refused:
        services.shipment_receive(shipment=shipment, received={line.pk: 98}, received_by="赵六", actor=scene.duty)
    assert f"reason_{line.pk}" in refused.value.errors
    done = services.shipment_receive(
        shipment=shipment, received={line.pk: 98}, reasons={line.pk: "两顶破损"}, received_by="赵六", actor=scene.duty
    )
    assert (done.status, done.request.status) == ("received", "received")
    issued = Account.objects.get(kind="issued", item=scene.tent)
    assert issued.balance == 98
    told = Event.objects.get(kind="shipment.received")
    assert told.data["differences"] == 1
    closed = services.request_close(request=done.request, outcome="全部使用", actor=scene.duty)
    assert closed.status == "closed"
    assert not Deadline.objects.filter(met_at=None, cancelled_at=None, kind__startswith="s").exists()


def test_picking_less_frees_the_rest_and_needs_a_note(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.confirmed(scene, 100).shipments.get()
    line = shipment.lines.get()
    with pytest.raises(UnprocessableError):
        services.shipment_pick(shipment=shipment, picked={line.pk: 90}, actor=scene.keeper)
    services.shipment_pick(shipment=shipment, picked={line.pk: 90}, notes={line.pk: "10 顶受潮"}, actor=scene.keeper)
    assert _stock(scene) == (100, 90, 10)


def test_a_recall_in_the_store_frees_the_goods_and_the_request_is_approved_again(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.confirmed(scene, 100).shipments.get()
    recalled = services.shipment_recall(shipment=shipment, reason="改道", actor=scene.duty)
    assert (recalled.status, recalled.request.status, _stock(scene)) == ("recalled", "approved", (100, 0, 100))


def test_a_recall_on_the_way_is_counted_home_good_damaged_and_lost(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.on_the_way(scene, 100)
    shipment = services.shipment_recall(shipment=shipment, reason="桥断", actor=scene.duty)
    line = shipment.lines.get()
    home = services.shipment_bring_home(shipment=shipment, good={line.pk: 90}, damaged={line.pk: 8}, actor=scene.keeper)
    assert home.status == "back"
    assert _stock(scene) == (98, 0, 90)
    assert Account.objects.get(kind="issued", item=scene.tent).balance == 0


def test_a_shipment_that_stops_is_visible_owed_and_goes_on_with_another_vehicle(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = services.shipment_stop(shipment=make.on_the_way(scene), reason="抛锚", actor=scene.duty)
    assert (shipment.status, shipment.reason) == ("failed", "抛锚")
    assert Deadline.objects.filter(kind="shipment.recover", met_at=None).exists()
    shipment = services.shipment_resume(shipment=shipment, vehicle="川B99999", actor=scene.keeper)
    assert (shipment.status, shipment.vehicle) == ("on_way", "川B99999")


def test_a_position_is_drawn_on_the_map_while_it_is_on_the_way_only(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = services.shipment_position(
        shipment=make.on_the_way(scene), location=Point(103.65, 30.9, srid=4326), actor=scene.duty
    )
    feature = Event.objects.get(kind="shipment.positioned").data["feature"]
    assert (feature["geometry"]["coordinates"], "removed" in feature["properties"]) == ([103.65, 30.9], False)
    line = shipment.lines.get()
    services.shipment_receive(shipment=shipment, received={line.pk: 100}, received_by="赵六", actor=scene.duty)
    assert Event.objects.get(kind="shipment.received").data["feature"]["properties"]["removed"] is True


def test_a_transfer_arrives_in_the_stock_of_the_other_warehouse_with_its_difference(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.on_the_way(scene, 100, kind="transfer", warehouse=scene.far, incident=None)
    assert _stock(scene, scene.far) == (0, 0, 0)
    line = shipment.lines.get()
    with pytest.raises(PermissionDenied):
        services.shipment_receive(shipment=shipment, received={line.pk: 100}, received_by="赵六", actor=scene.duty)
    services.shipment_receive(
        shipment=shipment, received={line.pk: 99}, reasons={line.pk: "少一顶"}, received_by="赵六", actor=scene.keeper
    )
    assert _stock(scene, scene.far) == (99, 0, 99)


def test_nobody_but_the_keeper_of_the_warehouse_picks_and_nothing_leaves_unsigned(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.confirmed(scene, 100).shipments.get()
    with pytest.raises(PermissionDenied):
        services.shipment_pick(shipment=shipment, actor=scene.duty)
    services.shipment_pick(shipment=shipment, picked={}, actor=scene.keeper)
    with pytest.raises(UnprocessableError):
        services.shipment_depart(shipment=shipment, handed_by="a", taken_by="b", actor=scene.keeper)
    services.shipment_load(shipment=shipment, vehicle="川A1", actor=scene.keeper)
    with pytest.raises(UnprocessableError):
        services.shipment_depart(shipment=shipment, handed_by="a", taken_by="", actor=scene.keeper)


def test_steps_out_of_turn_are_refused(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.confirmed(scene, 100).shipments.get()
    with pytest.raises(ConflictError):
        services.shipment_receive(shipment=shipment, received={}, received_by="x", actor=scene.duty)
    with pytest.raises(ConflictError):
        services.shipment_resume(shipment=shipment, actor=scene.keeper)


def test_callable_goods_are_shown_and_never_counted_as_there(scene):
    reserves.agreement(scene.tent, scene.county, 500, lead_time_h=Decimal(6))
    made = _proposed(scene, 100)
    assert made.proposal["lines"] == []
    (callable_,) = selectors.callable_for(made, {scene.tent.pk}, scene.duty)
    assert (callable_["quantity"], callable_["hours"]) == (500, 6)


def test_another_county_cannot_reach_a_shipment(scene):
    reserves.stock(scene.near, scene.tent, 100)
    shipment = make.confirmed(scene, 100).shipments.get()
    stranger = people.user("keeper", people.jurisdiction())
    assert not selectors.shipments(stranger).filter(pk=shipment.pk).exists()


def test_what_is_counted_in_whole_numbers_is_never_split_beside_what_is_poured(scene):
    litres = reserves.item(unit="l", whole=False, name="消毒液")
    type(scene.tent).objects.filter(pk=scene.tent.pk).update(weight_kg=Decimal("7.3"))
    reserves.stock(scene.near, litres, "19.5")
    reserves.stock(scene.near, scene.tent, 21)
    reserves.stock(scene.far, scene.tent, 17)
    SupplyVehicle.objects.create(warehouse=scene.near, name="车", payload_kg=100)
    made = make.request(scene, lines=[Ask(scene.tent, 33), Ask(litres, "19.5")])
    found = services.request_propose(request=made, actor=scene.duty).proposal["lines"]
    tents = [line["quantity"] for line in found if line["item"] == scene.tent.pk]
    assert all(quantity == int(quantity) for quantity in tents)
    assert [line["quantity"] for line in found if line["item"] == litres.pk] == [19.5]
    services.request_approve(request=made, actor=scene.leader)
    assert services.request_confirm(request=made, actor=scene.duty).status == "allocated"
