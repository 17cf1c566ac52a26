"""A keeper's pages and calls: scan, deeds, counts by two, transfers, labels, tables in and out (R-D1, R-D3)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import NotFoundError
from resources.reserves import selectors, services
from resources.reserves.labels import qr_path
from resources.reserves.models import Account, Count, Item, Loan, Lot, Movement, Scrap, StockImport, Transfer
from resources.reserves.services.exchange.tables import table_read, table_write
from tests.factories import organizations as people
from tests.factories import reserves as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(store):
    return make.stock(store.main, store.tent, 40, actor=store.keeper, batch="K-1", position="A-01-1")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_keeper_opens(store, lot, signed_in, language):
    page = signed_in(store.keeper, HTTP_ACCEPT_LANGUAGE=language)
    loan = services.loan_make(lot=lot, quantity=1, borrower="红会", due_on=timezone.localdate(), actor=store.keeper)
    services.scrap_propose(lot=lot, quantity=1, reason="旧", actor=store.keeper)
    services.transfer_send(source=store.main, target=store.other, loads=[services.Load(lot, 2)], actor=store.keeper)
    deal = make.agreement(store.tent, store.county)
    paths = {
        "/reserves/work/": "红会",
        "/reserves/counts/new/": store.main.name,
        "/reserves/papers/?all=1": "红会",
        f"/reserves/loans/{loan.pk}/": "红会",
        f"/reserves/transfers/{Transfer.objects.get().pk}/": "K-1",
        f"/reserves/transfers/new/?source={store.main.pk}&lot={lot.pk}": "K-1",
        f"/reserves/warehouses/{store.main.pk}/position/?at=A-01": "A-01-1",
        f"/reserves/labels/?of=lots&warehouse={store.main.pk}": f"lot:{lot.pk}",
        f"/reserves/labels/?of=positions&warehouse={store.main.pk}": f"position:{store.main.pk}:A-01-1",
        "/reserves/labels/?of=items": f"item:{store.tent.pk}",
        "/reserves/exchange/": "quantity",
        "/reserves/exchange/latest/": "empty",
        f"/reserves/items/{store.tent.pk}/edit/": store.tent.code,
        f"/reserves/items/{store.tent.pk}/parts/": "packs-0-name",
        f"/reserves/items/{store.tent.pk}/limit/": "minimum",
        f"/reserves/warehouses/{store.main.pk}/edit/": store.main.code,
        f"/reserves/agreements/{deal.pk}/edit/": deal.supplier,
    }
    for name in ("return", "loan", "rotate", "freeze", "unfreeze", "scrap", "relocate", "check", "maintain", "recall"):
        paths[f"/reserves/lots/{lot.pk}/do/{name}/"] = "K-1"
    for path, said in paths.items():
        answer = page.get(path)
        assert answer.status_code == 200 and said in answer.content.decode(), path
    assert page.get(f"/reserves/lots/{lot.pk}/do/burn/").status_code == 404


def test_a_scan_leads_to_the_thing_says_when_it_was_scanned_before_and_when_it_is_unknown(store, lot, signed_in):
    page = signed_in(store.keeper)
    Item.objects.filter(pk=store.tent.pk).update(barcode="6901234567892")
    for code in (f"lot:{lot.pk}", "K-1", f"https://x.example/reserves/scan/?code=lot:{lot.pk}"):
        assert page.get("/reserves/scan/", {"code": code}).url == f"/reserves/lots/{lot.pk}/"
    assert (
        page.get("/reserves/scan/", {"code": "６９０１２３４５６７８９２"}).url == f"/reserves/items/{store.tent.pk}/"
    )
    assert "position/?at=A-01-1" in page.get("/reserves/scan/", {"code": "a-01-1"}).url
    again = page.get("/reserves/scan/", {"code": "K-1"}, follow=True).content.decode()
    assert re.search(r"\d\d:\d\d:\d\d", again)
    unknown = page.get("/reserves/scan/", {"code": "no-such-code"})
    assert unknown.status_code == 404 and "no-such-code" in unknown.content.decode()
    stranger = people.user("keeper", people.jurisdiction())
    with pytest.raises(NotFoundError):
        selectors.scan(f"lot:{lot.pk}", actor=stranger)


def test_deeds_are_booked_once_however_often_the_form_is_sent(store, lot, signed_in):
    page = signed_in(store.keeper)
    body = {"warehouse": store.main.pk, "quantity": "5", "reason": "受潮", "key": "f1"}
    path = f"/reserves/lots/{lot.pk}/do/freeze/"
    assert page.post(path, body).status_code == page.post(path, body).status_code == 302
    assert Account.objects.get(lot=lot, kind="frozen").balance == 5
    assert page.post(path, {**body, "quantity": "99", "key": "f2"}).status_code == 409
    assert page.post(path, {**body, "quantity": "0", "key": "f3"}).status_code == 422


def test_an_expired_lot_can_be_scrapped_but_only_by_two_persons(store, signed_in):
    old = make.stock(store.main, store.tent, 3, actor=store.keeper)
    Lot.objects.filter(pk=old.pk).update(expires_on=timezone.localdate() - timedelta(days=3))
    keeper, leader = signed_in(store.keeper), signed_in(store.leader)
    body = {"warehouse": store.main.pk, "quantity": "3", "reason": "过期", "appraisal": "鉴定意见", "key": "s1"}
    assert keeper.post(f"/reserves/lots/{old.pk}/do/scrap/", body).status_code == 302
    scrap = Scrap.objects.get()
    assert keeper.post(f"/reserves/scraps/{scrap.pk}/approve/").status_code == 403
    assert leader.post(f"/reserves/scraps/{scrap.pk}/approve/", {"note": "同意"}).status_code == 302
    assert Account.objects.get(lot=old, kind="scrapped").balance == 3


def test_two_count_at_once_blind_and_nobody_overwrites_the_other(store, lot, signed_in):
    other = make.stock(store.main, store.tent, 7, actor=store.keeper, batch="K-2", position="A-02-1")
    second = people.user("keeper", store.county)
    one, two, leader = signed_in(store.keeper), signed_in(second), signed_in(store.leader)
    assert one.post("/reserves/counts/new/", {"warehouse": store.main.pk, "key": "c"}).status_code == 302
    count = Count.objects.get()
    sheet = one.get(f"/api/v1/reserves/counts/{count.pk}/").json()
    assert sheet["blind"] and {line["booked"] for line in sheet["lines"]} == {None}
    assert "40" not in re.sub(r"<[^>]*>", "", one.get(f"/reserves/counts/{count.pk}/?print=1").content.decode()).split()
    url = f"/api/v1/reserves/counts/{count.pk}/figures/"

    def send(page, figures, key):
        return page.post(url, {"figures": figures}, content_type="application/json", HTTP_IDEMPOTENCY_KEY=key)

    assert send(one, {str(lot.pk): 39}, "k1").status_code == 200
    assert send(one, {str(lot.pk): 39}, "k1").headers["Idempotency-Replayed"] == "true"
    assert send(two, {str(other.pk): "7"}, "k2").status_code == 200
    refused = send(two, {str(lot.pk): 40}, "k3")
    assert refused.status_code == 409 and refused.json()["errors"][0]["field"] == f"lot_{lot.pk}"
    moving = {"warehouse": store.main.pk, "quantity": "1", "reason": "r", "key": "m"}
    blocked = one.post(f"/reserves/lots/{lot.pk}/do/rotate/", moving)
    assert blocked.status_code == 409
    act = f"/reserves/counts/{count.pk}"
    assert one.post(f"{act}/recount/").status_code == 302
    assert one.post(f"{act}/figures/", {f"lot_{lot.pk}": "39"}).status_code == 409
    assert two.post(f"{act}/figures/", {f"lot_{lot.pk}": "39"}).status_code == 302
    assert one.post(f"{act}/explain/", {}).status_code == 422
    assert one.post(f"{act}/explain/", {f"explanation_{lot.pk}": "破损未登记"}).status_code == 302
    assert leader.post(f"{act}/approve/", {}).status_code == 302
    assert selectors.stock_of(store.tent, actor=store.keeper).on_hand == 46


def test_a_transfer_is_counted_on_arrival_and_a_difference_needs_its_reason(store, lot, signed_in):
    page = signed_in(store.keeper)
    body = {"source": store.main.pk, "target": store.other.pk, f"lot_{lot.pk}": "10", "key": "t"}
    assert page.post("/reserves/transfers/new/", body).status_code == 302
    path = f"/reserves/transfers/{Transfer.objects.get().pk}/"
    assert page.post(path, {f"lot_{lot.pk}": "9"}).status_code == 422
    assert page.post(path, {f"lot_{lot.pk}": "9", f"reason_{lot.pk}": "破损"}).status_code == 302
    assert page.post(path, {f"lot_{lot.pk}": "9"}).status_code == 409
    assert selectors.stock_of(store.tent, store.other, actor=store.keeper).on_hand == 9


def test_deeds_and_papers_of_programs(store, lot, signed_in):
    page, json = signed_in(store.keeper), {"content_type": "application/json"}
    base = f"/api/v1/reserves/lots/{lot.pk}"
    due = (timezone.localdate() + timedelta(days=3)).isoformat()
    lent = page.post(f"{base}/loan/", {"quantity": 2, "borrower": "民兵连", "due_on": due}, **json)
    assert lent.status_code == 201 and lent.json()["holdings"][0]["on_hand"] == 38
    back = page.post(f"/api/v1/reserves/loans/{Loan.objects.get().pk}/return/", {"good": 1, "lost": 1}, **json)
    assert back.status_code == 422 and back.json()["errors"][0]["field"] == "note"
    assert page.post(f"{base}/relocate/", {"position": "C-9"}, **json).json()["holdings"][0]["position"] == "C-9"
    assert page.post(f"{base}/check/", {"passed": False}, **json).status_code == 422
    assert page.get("/api/v1/reserves/scan/?code=C-9").json()[0]["kind"] == "position"
    sent = {"source": store.main.code, "target": store.other.pk, "lines": [{"lot": lot.pk, "quantity": 99}]}
    assert page.post("/api/v1/reserves/transfers/", sent, **json).status_code == 409
    assert page.post(f"{base}/return/", {"warehouse": store.main.pk, "good": 5}, **json).status_code == 409


def test_a_label_is_square_and_has_a_quiet_zone():
    path, size = qr_path("https://x.example/reserves/scan/?code=lot:1")
    assert size >= 33 and path.startswith("M4 4h7v1h-7z")


def bring(store, text, *, kind="stock", save=True):
    content = text if isinstance(text, bytes) else text.encode()
    row = services.import_begin(kind=kind, name="t.csv", content=content, store=save, actor=store.keeper)
    return services.import_run(pk=row.pk)


def test_a_table_is_stored_whole_or_not_at_all_with_the_number_of_every_wrong_line(store):
    head = "warehouse,item,quantity,batch,expires_on\n"
    good = f"{store.main.code},{store.tent.code},5,O-1,2031-01-31\n"
    bad = f"{store.main.code},{store.tent.code},-2,O-2,\nnowhere,{store.tent.code},1.5,O-3,31/31/31\n"
    row = bring(store, head + good + bad)
    assert (row.state, row.wrong, [line for line, _words in row.errors]) == ("failed", 2, [3, 4])
    assert not Lot.objects.exists()
    assert bring(store, head + good, save=False).state == "tried" and not Lot.objects.exists()
    done = bring(store, (head + good * 3).encode("gb18030"))
    assert (done.state, done.created, done.content) == ("stored", 3, None)
    assert Movement.objects.filter(reason="opening").count() == 3
    assert services.import_run(pk=done.pk) is None
    assert services.proof_run(actor=None).equal


def test_thousands_of_lines_with_rubbish_leave_nothing_behind(store):
    lines = [f"{store.main.code},{store.tent.code},1,N{n}" for n in range(2500)]
    lines[::100] = ["rubbish,\x07,,"] * 25
    row = bring(store, "warehouse,item,quantity,batch\n" + "\n".join(lines))
    assert (row.lines, row.wrong, row.state) == (2500, 25, "failed")
    assert row.errors[0][0] == 2 and row.errors[1][0] == 102 and not Lot.objects.exists()


def test_what_goes_out_as_xlsx_comes_back(store, lot, signed_in):
    page = signed_in(store.keeper)
    for kind in ("items", "warehouses", "agreements", "stock"):
        book = page.get(f"/reserves/exchange/{kind}/?format=xlsx").content
        back = list(table_read(book))
        assert kind == "agreements" or back
        if kind in ("items", "warehouses"):
            row = bring(store, book, kind=kind)
            assert (row.state, row.created) == ("stored", 0), row.errors
    assert list(table_read(table_write(["a"], [["=1+1"]]))) == [(2, {"a": "=1+1"})]
    assert bring(store, b"PK\x03\x04rubbish").state == "failed"
    assert StockImport.objects.filter(state="waiting").count() == 0


def test_packs_parts_and_alternatives_are_saved_together_and_a_kit_never_holds_itself(store, signed_in):
    page, other = signed_in(store.keeper), make.item()
    path = f"/reserves/items/{store.tent.pk}/parts/"
    empty = {
        f"{name}-{what}": "0" for name in ("contents", "alternatives") for what in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    body = {**empty, "packs-TOTAL_FORMS": "1", "packs-INITIAL_FORMS": "0", "packs-0-name": "箱", "packs-0-factor": "4"}
    assert page.post(path, body).status_code == 302 and store.tent.packs.get().factor == 4
    kit = {"part": store.tent, "quantity": "1"}
    services.item_parts_save(item=other, packs=[], contents=[kit], alternatives=[], actor=store.keeper)
    again = {**body, "contents-TOTAL_FORMS": "1", "contents-0-part": other.pk, "contents-0-quantity": "1"}
    assert page.post(path, again).status_code == 422
