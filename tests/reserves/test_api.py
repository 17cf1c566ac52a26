"""The reserves for programs: the contract's paths and shapes, and bad input answered in words (R-D1, R-D3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import organizations as people
from tests.factories import reserves as make
from tests.factories import response

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/reserves/"


@pytest.fixture
def keeper(store, token_client):
    return token_client(store.keeper)


def post(client, path, **body):
    return client.post(ROOT + path, body, format="json")


def test_receive_look_issue_and_prove_by_the_contract(store, keeper):
    received = post(
        keeper,
        "receipts/",
        warehouse=store.main.pk,
        item=store.tent.code,
        quantity=33,
        batch="P1",
        expires_on=(timezone.localdate() + timedelta(days=900)).isoformat(),
    )
    assert received.status_code == 201, received.data
    lot = received.data["lot"]["id"]
    assert received.data["lot"]["holdings"][0]["on_hand"] == 33
    stock = keeper.get(ROOT + "stock/", {"item": store.tent.pk, "warehouse": store.main.code})
    assert [stock.data[name] for name in ("on_hand", "reserved", "available", "callable")] == [33, 0, 33, 0]
    seen = response.incident(
        jurisdiction=store.county, owner_unit=store.county.units.first(), actor=store.duty, title="山洪"
    )
    issued = post(keeper, "issues/", lot=lot, quantity=3, reason="安置", incident=seen.pk)
    assert issued.status_code == 201 and issued.data["available"] == 30
    assert issued.data["incident"] == f"incident:{seen.pk}"
    refused = post(keeper, "issues/", lot=lot, quantity=31, reason="安置")
    assert refused.status_code == 409 and refused.json()["conflict"]["available"] == 30
    proof = keeper.get(ROOT + "proof/").data
    assert (proof["equal"], proof["movements"], proof["differences"]) == (True, 2, [])
    for name in ("items", "warehouses", "lots", "movements", "agreements"):
        page = keeper.get(f"{ROOT}{name}/")
        assert page.status_code == 200 and set(page.data) == {"count", "next", "previous", "results"}
    assert keeper.get(ROOT + "lots/", {"item": store.tent.pk, "warehouse": store.main.pk}).data["count"] == 1
    assert keeper.get(ROOT + f"lots/{lot}/").data["holdings"][0]["on_hand"] == 30


@pytest.mark.parametrize(
    "quantity",
    [0, -1, 0.5, "NaN", "Infinity", "1e400", 10**15, "", None, True, [], {}, "五", "1.0000001", "-0"],
)
def test_a_quantity_that_is_none_is_refused_in_words(store, keeper, quantity):
    answer = post(keeper, "receipts/", warehouse=store.main.pk, item=store.tent.pk, quantity=quantity, batch="B")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "quantity", answer.content
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    answer = post(keeper, "issues/", lot=lot.pk, quantity=quantity, reason="r")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "quantity"


def test_a_bare_nan_is_not_json(keeper):
    body = '{"warehouse": 1, "item": 1, "quantity": NaN}'
    assert keeper.post(ROOT + "receipts/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"warehouse": 999999}, "warehouse"),
        ({"warehouse": "no such"}, "warehouse"),
        ({"warehouse": 10**30}, "warehouse"),
        ({"item": 999999}, "item"),
        ({"item": [1]}, "item"),
        ({"item": True}, "item"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2026-02-30"}, "expires_on"),
        ({"expires_on": "9999-12-31"}, "expires_on"),
        ({"batch": "长" * 61}, "batch"),
        ({"reason": "stolen"}, "reason"),
        ({"unit_price": "NaN"}, "unit_price"),
    ],
)
def test_bad_input_is_named_field_by_field(store, keeper, change, field):
    body = {"warehouse": store.main.pk, "item": store.tent.pk, "quantity": 1, "batch": "B", **change}
    answer = post(keeper, "receipts/", **body)
    assert answer.status_code == 422 and [error["field"] for error in answer.json()["errors"]] == [field]


def test_issues_name_what_is_wrong(store, keeper):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    for change, field in (
        ({"lot": 10**9}, "lot"),
        ({"reason": "  "}, "reason"),
        ({"incident": 987654}, "incident"),
        ({"warehouse": "nowhere"}, "warehouse"),
    ):
        answer = post(keeper, "issues/", **{"lot": lot.pk, "quantity": 1, "reason": "r", **change})
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field
    lot.expires_on = timezone.localdate() - timedelta(days=1)
    lot.save(update_fields=["expires_on"])
    assert post(keeper, "issues/", lot=lot.pk, quantity=1, reason="r").status_code == 422


def test_a_repeated_key_gives_the_first_answer_and_books_once(store, keeper):
    body = {"warehouse": store.main.pk, "item": store.tent.pk, "quantity": 5, "batch": "B"}
    first = keeper.post(ROOT + "receipts/", body, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    again = keeper.post(ROOT + "receipts/", body, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert first.status_code == again.status_code == 201 and first.json()["lot"]["id"] == again.json()["lot"]["id"]
    assert keeper.get(ROOT + "stock/", {"item": store.tent.pk}).data["on_hand"] == 5


def test_the_duty_desk_reads_and_does_not_move_and_others_see_nothing(store, token_client):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    duty = token_client(store.duty)
    assert duty.get(ROOT + "lots/").data["count"] == 1
    assert post(duty, "issues/", lot=lot.pk, quantity=1, reason="r").status_code == 403
    stranger = token_client(people.user("keeper", people.jurisdiction()))
    assert stranger.get(ROOT + "lots/").data["count"] == 0 and stranger.get(ROOT + "warehouses/").data["count"] == 0
    assert stranger.get(f"{ROOT}lots/{lot.pk}/").status_code == 404
    assert post(stranger, "issues/", lot=lot.pk, quantity=1, reason="r").status_code == 422
    assert token_client(people.user("reporter", store.county)).get(ROOT + "lots/").status_code == 403


def test_what_can_be_called_is_never_on_hand(store, keeper):
    make.agreement(store.tent, store.county, 500)
    make.agreement(store.tent, store.county, 70, valid_to=timezone.localdate() - timedelta(days=1))
    figures = keeper.get(ROOT + "stock/", {"item": store.tent.pk}).data
    assert (figures["on_hand"], figures["available"], figures["callable"]) == (0, 0, 500)
