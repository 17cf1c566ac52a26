"""The pages of reserves say what is there, in both languages, and take what keepers write (R-D1, R-D3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from resources.reserves.models import Lot, Movement
from tests.factories import organizations as people
from tests.factories import reserves as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(store):
    make.limit(store.tent, jurisdiction=store.county, minimum=50)
    make.agreement(store.tent, store.county, 700, valid_to=timezone.localdate() + timedelta(days=10))
    return make.stock(
        store.main, store.tent, 33, actor=store.keeper, expires_on=timezone.localdate() + timedelta(days=9), batch="P-7"
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_shows_the_goods(store, lot, signed_in, language):
    duty = people.user("duty_officer", store.county, language=language)
    page = signed_in(duty, HTTP_ACCEPT_LANGUAGE=language)
    paths = {
        "/reserves/": "33",
        "/reserves/?only=below&sort=worst": "17",
        f"/reserves/?warehouse={store.main.pk}": "33",
        f"/reserves/items/{store.tent.pk}/": "P-7",
        f"/reserves/lots/{lot.pk}/": "33",
        "/reserves/warehouses/": store.main.code,
        f"/reserves/warehouses/{store.main.pk}/": "33",
        "/reserves/warnings/": "P-7",
        "/reserves/proof/": "proof",
    }
    for path, said in paths.items():
        answer = page.get(path)
        assert answer.status_code == 200 and said in answer.content.decode(), path


def test_an_empty_filter_offers_to_clear_it(store, lot, signed_in):
    answer = signed_in(store.keeper).get("/reserves/?q=nothing-like-it")
    assert 'href="/reserves/"' in answer.content.decode()


def test_the_list_goes_out_as_a_file(store, lot, signed_in):
    answer = signed_in(store.keeper).get("/reserves/export/")
    line = next(row for row in answer.content.decode("utf-8-sig").splitlines() if row.startswith(store.tent.code))
    assert ",33,0,0,33,700,50," in line


def test_a_keeper_receives_and_issues_by_form_and_sending_twice_books_once(store, lot, signed_in):
    keeper = signed_in(store.keeper)
    body = {"warehouse": store.main.pk, "item": store.tent.pk, "quantity": "１２", "reason": "purchase", "key": "k"}
    first, again = keeper.post("/reserves/receive/", body), keeper.post("/reserves/receive/", body)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    assert Movement.objects.filter(quantity=12).count() == 1
    made = Lot.objects.latest("pk")
    issue = f"/reserves/lots/{made.pk}/issue/"
    assert "P-7" in keeper.get(issue).content.decode()  # the earlier expiry is named
    said = {"lot": made.pk, "warehouse": store.main.pk, "quantity": "13", "reason": "r", "key": "k2"}
    assert keeper.post(issue, said).status_code == 409
    assert keeper.post(issue, {**said, "quantity": "0"}).status_code == 422
    assert keeper.post(issue, {**said, "quantity": "1", "incident": "99999"}).status_code == 422
    assert keeper.post(issue, {**said, "quantity": "12"}).status_code == 302
    assert keeper.get(f"/reserves/lots/{made.pk}/").status_code == 200


def test_the_proof_runs_on_demand_and_is_kept(store, lot, signed_in):
    page = signed_in(store.duty)
    assert page.post("/reserves/proof/").status_code == 302
    assert "proof-wrong" not in page.get("/reserves/proof/").content.decode()
