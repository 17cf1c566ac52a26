"""Pressing twice, or a phone that retries for three days, makes one record (R-B1)."""

import threading

import pytest
from django.db import connections
from rest_framework.test import APIClient

from organizations.models import RequestReceipt, Unit
from organizations.roles import Role
from tests.factories import organizations as make

URL = "/api/v1/units-for-tests/"
pytestmark = pytest.mark.urls("tests.organizations.urls_for_receipts")


@pytest.fixture
def admin(county):
    return make.user(Role.SYSTEM_ADMIN, at=county[0])


@pytest.fixture
def client(admin, token_client):
    return token_client(admin)


def send(client, name="消防站", key="k1", **extra):
    return client.post(URL, {"name": name}, headers={"Idempotency-Key": key}, **extra)


@pytest.mark.django_db
def test_the_same_key_and_body_give_the_first_answer_again(client):
    first, second = send(client), send(client)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Content-Type"] == first["Content-Type"] == "application/json"
    assert second["Idempotency-Replayed"] == "true"
    assert Unit.objects.filter(name="消防站").count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused_and_writes_nothing(client):
    send(client)
    refused = send(client, name="另一站")
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert not Unit.objects.filter(name="另一站").exists()


@pytest.mark.django_db
def test_a_key_belongs_to_one_person_and_one_address(client, county, token_client):
    send(client)
    other = token_client(make.user(Role.SYSTEM_ADMIN, at=county[0]))
    assert send(other, name="另一站").status_code == 201
    assert client.post(URL + "?x=1", {"name": "消防站"}, headers={"Idempotency-Key": "k1"}).status_code == 422


@pytest.mark.django_db
def test_a_refusal_is_repeated_too_and_leaves_nothing_behind(client):
    first, second = send(client, name="refused"), send(client, name="refused")
    assert first.status_code == second.status_code == 409
    assert first.json() == second.json()
    assert second.json()["with"] == 7
    assert second["Content-Type"] == "application/problem+json"
    assert not Unit.objects.filter(name="refused").exists()


@pytest.mark.django_db
def test_our_own_faults_are_never_kept(client):
    client.raise_request_exception = False
    assert send(client, name="broken").status_code == 500
    assert send(client, name="busy", key="k2").status_code == 503
    assert not RequestReceipt.objects.exists()
    assert not Unit.objects.filter(name__in=["broken", "busy"]).exists()


@pytest.mark.django_db
def test_without_a_key_every_request_counts_and_an_empty_answer_can_be_repeated(client):
    assert client.post(URL, {"name": "a"}).status_code == 201
    assert client.post(URL, {"name": "a"}).status_code == 409
    for _time in range(2):
        assert client.delete(URL, headers={"Idempotency-Key": "d"}).status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 201, "é", "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused_in_words(client, key):
    assert send(client, key=key).status_code == 422


@pytest.mark.django_db
def test_nobody_reads_anothers_answer_without_signing_in(client, api):
    send(client)
    assert send(api).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_sixty_copies_at_once_make_one_row_and_one_answer(admin):
    """Real threads, real transactions: the unique key in PostgreSQL decides."""
    answers: list[tuple[int, bytes]] = []
    start = threading.Barrier(60)

    def copy() -> None:
        client = APIClient()
        client.force_authenticate(type(admin).objects.get(pk=admin.pk))
        connections.close_all()
        start.wait()
        answer = send(client, name="同时")
        answers.append((answer.status_code, answer.content))
        connections.close_all()

    threads = [threading.Thread(target=copy) for _number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 60
    assert {status for status, _body in answers} == {201}
    assert len({body for _status, body in answers}) == 1
    assert Unit.objects.filter(name="同时").count() == 1


@pytest.mark.django_db
def test_lists_are_paged_and_filters_answer_in_words(client):
    for number in range(3):
        client.post(URL, {"name": f"站{number}"})
    page = client.get(URL, {"page_size": 2, "kind": "station"}).json()
    assert page["count"] == 3
    assert len(page["results"]) == 2
    assert page["next"]
    for query in ({"kind": "nonsense"}, {"jurisdiction": "x"}, {"jurisdiction": "99999999999999999999"}):
        refused = client.get(URL, query)
        assert refused.status_code == 422, query
        assert refused.json()["errors"][0]["field"] in query
    assert client.get(URL, {"page": "nonsense"}).status_code == 404


@pytest.mark.django_db
def test_a_list_where_an_object_was_asked_for_is_refused(client, county):
    answer = client.generic("POST", URL, b"[1,", content_type="application/json")
    assert answer.status_code == 400
    answer = client.generic("POST", URL, b"<a/>", content_type="application/xml")
    assert answer.status_code == 415
