"""The keeper's work beyond the ledger: care and its clocks, counts, two persons, catalogue, warnings (R-D1, R-D3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clocks.models import Deadline
from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from resources.reserves import selectors, services
from resources.reserves.models import Agreement, Category, CountLine, Item, StockLimit, Transfer
from tests.factories import organizations as people
from tests.factories import reserves as make
from timeline.models import Event

pytestmark = pytest.mark.django_db


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def owed(kind):
    return Deadline.objects.filter(kind=kind, met_at=None, cancelled_at=None)


def test_maintenance_is_owed_by_a_clock_that_doing_it_meets(store):
    pump = make.item(maintenance_days=10)
    lot = make.stock(store.main, pump, 2, actor=store.keeper)
    assert services.duties_open(actor=None) == 1 and services.duties_open(actor=None) == 0
    due = owed("stock.maintain").get()
    assert timezone.localtime(due.due_at).date() == day(11) and due.owner_unit == store.main.unit
    done = services.maintenance_done(lot=lot, kind="test", note="运转正常", actor=store.keeper)
    assert done.next_on == day(10) and not owed("stock.maintain").exists()
    with pytest.raises(UnprocessableError):
        services.lot_check(lot=lot, passed=False, actor=store.keeper)
    with pytest.raises(UnprocessableError):
        services.lot_check(lot=lot, passed=True, done_on=day(1), actor=store.keeper)


def test_a_loan_and_an_agreement_are_owed_too(store):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    loan = services.loan_make(lot=lot, quantity=3, borrower="红十字会", due_on=day(5), actor=store.keeper)
    deal = make.agreement(store.tent, store.county, valid_to=day(20))
    assert services.duties_open(actor=None) == 2
    services.loan_return(loan=loan, good=2, lost=1, note="遗失", actor=store.keeper)
    services.agreement_save(agreement=deal, values={"valid_to": day(400)}, actor=store.duty)
    assert not owed("loan.return").exists() and not owed("agreement.renew").exists()
    assert selectors.stock_of(store.tent, actor=store.keeper).on_hand == 4
    with pytest.raises(ConflictError):
        services.loan_return(loan=loan, good=1, actor=store.keeper)


def test_a_count_is_blind_recounted_explained_and_approved_by_another(store):
    lots = [make.stock(store.main, store.tent, 10, actor=store.keeper, position=f"A{n}") for n in range(3)]
    count = services.count_open(warehouse=store.main, place="A", actor=store.keeper)
    with pytest.raises(ConflictError):
        services.count_open(warehouse=store.main, actor=store.keeper)
    with pytest.raises(UnprocessableError) as missing:
        services.count_explain(count=count, explanations={}, actor=store.keeper)
    assert len(missing.value.errors) == 3
    with pytest.raises(UnprocessableError):
        services.count_enter(count=count, figures={lots[0].pk: "九", 999999: 1}, actor=store.keeper)
    figures = {lots[0].pk: 10, lots[1].pk: 8, lots[2].pk: 11}
    services.count_enter(count=count, figures=figures, actor=store.keeper)
    services.count_recount(count=count, actor=store.keeper)
    with pytest.raises(UnprocessableError):
        services.count_enter(count=count, figures={lots[0].pk: 10}, actor=store.keeper)
    with pytest.raises(ConflictError) as same:
        services.count_enter(count=count, figures={lots[1].pk: 9}, actor=store.keeper)
    assert f"lot_{lots[1].pk}" in same.value.errors
    second = people.user("keeper", store.county)
    services.count_enter(count=count, figures={lots[1].pk: 9, lots[2].pk: 10}, actor=second)
    with pytest.raises(UnprocessableError):
        services.count_explain(count=count, explanations={}, actor=store.keeper)
    services.count_explain(count=count, explanations={lots[1].pk: "破损未登记"}, actor=store.keeper)
    with pytest.raises(PermissionDenied):
        services.count_approve(count=count, actor=store.keeper)
    services.count_approve(count=count, actor=store.leader)
    assert selectors.stock_of(store.tent, actor=store.keeper).available == 29
    assert CountLine.objects.filter(recounted__isnull=False).count() == 2
    assert Event.objects.filter(kind="count.approved", data__differences=1).exists()


def test_scrapping_takes_two_persons_and_a_refusal_gives_the_goods_back(store):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    both = people.user("duty_leader", store.county)
    people.membership(both, "keeper", store.county)
    scrap = services.scrap_propose(lot=lot, quantity=5, reason="老化", actor=both)
    assert selectors.stock_of(store.tent, actor=store.keeper).available == 0
    with pytest.raises(PermissionDenied):
        services.scrap_approve(scrap=scrap, actor=both)
    services.scrap_refuse(scrap=scrap, note="尚可使用", actor=store.leader)
    assert selectors.stock_of(store.tent, actor=store.keeper).available == 5
    with pytest.raises(ConflictError):
        services.scrap_approve(scrap=scrap, actor=store.leader)


def test_a_recalled_lot_is_not_given_out_and_not_picked(store):
    lot = make.stock(store.main, store.tent, 5, actor=store.keeper)
    good = make.stock(store.main, store.tent, 5, actor=store.keeper)
    services.lot_recall(lot=lot, reason="召回通知", actor=store.keeper)
    assert selectors.stock_of(store.tent, actor=store.keeper).available == 5
    with pytest.raises(UnprocessableError):
        services.issue_post(lot=lot, quantity=1, reason="r", actor=store.keeper)
    (one,) = services.issue_item(item=store.tent, warehouse=store.main, quantity=2, reason="r", actor=store.keeper)
    assert one.lot == good


def test_the_earliest_expiry_goes_first_and_passing_it_over_is_written_down(store):
    late, early = (
        make.stock(store.main, store.tent, 5, actor=store.keeper, expires_on=day(n), batch=f"E{n}") for n in (90, 30)
    )
    moved = services.issue_item(item=store.tent, warehouse=store.main, quantity=7, reason="r", actor=store.keeper)
    assert [(one.lot, one.quantity) for one in moved] == [(early, 5), (late, 2)]
    make.stock(store.main, store.tent, 1, actor=store.keeper, expires_on=day(30), batch="E30")
    services.issue_post(lot=late, quantity=1, reason="近处先取", actor=store.keeper)
    assert Event.objects.filter(kind="stock.issued").latest("pk").data["passed_over"] == ["E30"]


def test_serial_numbers_are_one_piece_each_and_once(store):
    boat = make.item(serial_required=True)
    said = {"warehouse": store.main, "item": boat, "actor": store.keeper}
    for quantity, serial in ((1, ""), (2, "S1")):
        with pytest.raises(UnprocessableError):
            services.receipt_post(quantity=quantity, lot=services.LotData(serial=serial), **said)
    services.receipt_post(quantity=1, lot=services.LotData(serial="S1"), **said)
    with pytest.raises(ConflictError):
        services.receipt_post(quantity=1, lot=services.LotData(serial="S1"), **said)


def test_a_repeated_key_books_once_and_another_use_of_it_is_refused(store):
    said = {"warehouse": store.main, "item": store.tent, "actor": store.keeper, "key": "scan-1"}
    lot, first = services.receipt_post(quantity=5, **said)
    assert services.receipt_post(quantity=5, **said) == (lot, first)
    with pytest.raises(UnprocessableError):
        services.receipt_post(quantity=6, **said)
    assert selectors.stock_of(store.tent, actor=store.keeper).on_hand == 5


def test_warnings_name_what_is_low_high_expiring_due_and_ending(store):
    make.limit(store.tent, jurisdiction=store.county, minimum=100)
    make.limit(store.tent, store.main, maximum=3)
    make.stock(store.main, store.tent, 4, actor=store.keeper, expires_on=day(20))
    make.stock(store.other, store.tent, 5, actor=store.keeper, expires_on=day(60))
    make.agreement(store.tent, store.county, valid_to=day(30))
    assert selectors.counts(store.keeper) == {
        "below": 1, "above": 1, "expired": 0, "expiring_30": 1, "expiring_90": 1, "due": 0, "ending": 1,
    }  # fmt: skip
    low, high = selectors.breaches(store.keeper)
    assert (low.short, high.over) == (91, 1)
    points = selectors.curve(store.tent, actor=store.keeper)
    assert [points[n]["fit"] for n in (0, 20, 21, 60, 61, 90)] == [9, 9, 5, 5, 0, 0]
    assert len(points) == 91


def test_the_catalogue_is_kept_by_those_who_may_and_stale_forms_are_refused(store):
    values = {"category": make.category(), "code": "tent-x", "name": "新帐篷", "unit": store.tent.unit}
    item = services.item_save(values=values, actor=store.keeper)
    assert item.initials == "xzp"
    with pytest.raises(ConflictError):
        services.item_save(values={**values, "name": "再来"}, actor=store.keeper)
    services.item_save(item=item, values={"name": "改名"}, version=1, actor=store.keeper)
    with pytest.raises(ConflictError):
        services.item_save(item=item, values={"name": "又改"}, version=1, actor=store.keeper)
    with pytest.raises(UnprocessableError) as wrong:
        services.item_save(item=item, values={"code": "不 行", "colour": 1}, actor=store.keeper)
    assert "colour" in wrong.value.errors
    with pytest.raises(PermissionDenied):
        services.item_save(values=values, actor=people.user("auditor", store.county))
    make.stock(store.main, item, 1, actor=store.keeper)
    with pytest.raises(ConflictError):
        services.item_save(item=item, values={"unit": make.measure("kg", whole=False)}, actor=store.keeper)
    assert Item.objects.get(code="tent-x").name == "改名"


def test_limits_warehouses_and_agreements_stay_within_reach(store):
    stranger = people.user("keeper", people.jurisdiction())
    with pytest.raises(NotFoundError):
        services.limit_set(item=store.tent, jurisdiction=store.county, minimum=1, actor=stranger)
    with pytest.raises(NotFoundError):
        services.warehouse_save(warehouse=store.main, values={"name": "抢"}, actor=stranger)
    with pytest.raises(UnprocessableError):
        services.limit_set(item=store.tent, jurisdiction=store.county, minimum=5, maximum=4, actor=store.keeper)
    services.limit_set(item=store.tent, jurisdiction=store.county, minimum=5, actor=store.keeper)
    services.limit_set(item=store.tent, jurisdiction=store.county, actor=store.keeper)
    assert not StockLimit.objects.exists()
    saved = services.warehouse_save(warehouse=store.main, values={"state": "closed"}, version=1, actor=store.keeper)
    with pytest.raises(UnprocessableError):
        make.stock(saved, store.tent, 1, actor=store.keeper)
    assert not Agreement.objects.exists()


def test_the_official_table_of_categories_is_loaded_whole_or_not_at_all(store):
    rows = "编码,名称,英文\n1010101,大米,Rice\n1010102,面粉,Flour\n"
    assert services.categories_load(content=rows.encode("gb18030"), actor=store.keeper) == 2
    assert Category.objects.get(code="1010101").official
    with pytest.raises(UnprocessableError) as wrong:
        services.categories_load(content=b"1010103,x,\n101,y,\n", actor=store.keeper)
    assert list(wrong.value.errors) == ["line 2"] and not Category.objects.filter(code="1010103").exists()


def test_one_batch_delivered_to_two_stores_is_two_lots_so_that_a_lot_alone_says_where_it_lies(store):
    first = make.stock(store.main, store.tent, 5, actor=store.keeper, batch="B")
    assert make.stock(store.main, store.tent, 5, actor=store.keeper, batch="B") == first
    second = make.stock(store.other, store.tent, 5, actor=store.keeper, batch="B")
    assert second != first
    issued = services.issue_post(lot=first, quantity=10, reason="r", actor=store.keeper)
    assert issued.source.warehouse == store.main
    load = services.Load(second, 2)
    services.transfer_send(source=store.other, target=store.main, loads=[load], actor=store.keeper)
    moved = Transfer.objects.get()
    services.transfer_receive(transfer=moved, received={second.pk: 2}, actor=store.keeper)
    with pytest.raises(UnprocessableError) as asked:
        services.issue_post(lot=second, quantity=1, reason="r", actor=store.keeper)
    assert "warehouse" in asked.value.errors
