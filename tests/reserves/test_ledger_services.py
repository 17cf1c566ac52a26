"""Each service posts what it says, and refuses in words (R-D3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import ConflictError, UnprocessableError
from resources.reserves import selectors, services
from resources.reserves.models import Movement
from resources.reserves.services import Hold, Load
from tests.factories import organizations as people
from tests.factories import reserves as make

pytestmark = pytest.mark.django_db


def figures(store, warehouse=None):
    found = selectors.stock_of(store.tent, warehouse, actor=store.keeper)
    return [int(value) for value in (found.on_hand, found.reserved, found.frozen, found.available)]


def test_receive_reserve_issue_transfer_return_count_scrap_and_it_adds_up(store):
    lot = make.stock(store.main, store.tent, 100, actor=store.keeper)
    assert figures(store) == [100, 0, 0, 100]
    services.issue_post(lot=lot, quantity=10, reason="灾民安置", incident="12", actor=store.keeper)
    assert figures(store) == [90, 0, 0, 90]
    (held,) = services.reserve_stock(holds=[Hold(store.tent, store.main, 20)], holder="request:1", actor=store.keeper)
    assert figures(store) == [90, 20, 0, 70]
    services.issue_reserved(reservation=held, quantity=5, actor=store.keeper)
    services.release_stock(reservations=[held], actor=store.keeper)
    assert figures(store) == [85, 0, 0, 85]
    sent = services.transfer_send(source=store.main, target=store.other, loads=[Load(lot, 30)], actor=store.keeper)
    assert figures(store) == [55, 0, 0, 55]
    with pytest.raises(UnprocessableError):
        services.transfer_receive(transfer=sent, received={lot.pk: 29}, actor=store.keeper)
    services.transfer_receive(transfer=sent, received={lot.pk: 29}, reasons={lot.pk: "破损一顶"}, actor=store.keeper)
    assert figures(store, store.other) == [29, 0, 0, 29]
    services.return_receive(lot=lot, warehouse=store.main, good=8, damaged=2, actor=store.keeper)
    assert figures(store, store.main) == [65, 0, 2, 63]
    scrap = services.scrap_propose(lot=lot, warehouse=store.main, quantity=3, reason="老化", actor=store.keeper)
    services.scrap_approve(scrap=scrap, actor=store.leader)
    assert figures(store, store.main) == [62, 0, 2, 60]
    count = services.count_open(warehouse=store.main, actor=store.keeper)
    with pytest.raises(ConflictError):
        services.issue_post(lot=lot, warehouse=store.main, quantity=1, reason="r", actor=store.keeper)
    services.count_enter(count=count, figures={lot.pk: 61}, actor=store.keeper)
    services.count_recount(count=count, actor=store.keeper)
    second = people.user("keeper", store.county)
    services.count_enter(count=count, figures={lot.pk: 61}, actor=second)
    services.count_explain(count=count, explanations={lot.pk: "少一顶"}, actor=store.keeper)
    services.count_approve(count=count, actor=store.leader)
    assert figures(store, store.main) == [61, 0, 2, 59]
    proof = services.proof_run(actor=store.keeper)
    assert proof.equal and proof.movements == Movement.objects.count() and proof.differences == []


def test_issuing_more_than_is_available_is_a_conflict_that_says_how_much_there_is(store):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    with pytest.raises(ConflictError) as refused:
        services.issue_post(lot=lot, quantity=6, reason="r", actor=store.keeper)
    assert refused.value.extra["conflict"] == {"lot": lot.pk, "warehouse": store.main.pk, "available": 5, "asked": 6}
    assert figures(store) == [5, 0, 0, 5]


def test_expired_goods_are_not_issued_but_always_moved_out(store):
    soon = timezone.localdate() + timedelta(days=1)
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper, expires_on=soon)
    lot.expires_on = soon - timedelta(days=10)
    lot.save(update_fields=["expires_on"])
    assert figures(store) == [5, 0, 0, 0]
    with pytest.raises(UnprocessableError):
        services.issue_post(lot=lot, quantity=1, reason="r", actor=store.keeper)
    services.scrap_propose(lot=lot, quantity=1, reason="过期", actor=store.keeper)
    services.rotation_post(lot=lot, quantity=1, reason="轮换", actor=store.keeper)
    services.transfer_send(source=store.main, target=store.other, loads=[Load(lot, 1)], actor=store.keeper)
    assert figures(store, store.main) == [3, 0, 1, 0]
