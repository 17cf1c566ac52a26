"""Every address × method × role × own or another county's thing, against the oracle (R-A1; reliability: access matrix)."""

import json
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from organizations.roles import Role
from tests.access.oracle import EVERYBODY
from tests.access.policy import POLICY
from tests.access.routes import routes
from tests.access.world import county_with_one_of_everything, parameters
from timeline.models import Event

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OUT = {401, 403, 404}
# The forms of pages call the services that the API calls, and those are asked with sensible bodies. A form refused for
# its emptiness, or for the state of things, is refused too, as long as nothing was written.
REFUSED = {405, 409, 422}


def _client(person=None):
    client = Client(raise_request_exception=False, headers={"accept": "text/html,application/json"})
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two counties with one of everything each, and a person of every role in the first."""
    with django_db_blocker.unblock(), transaction.atomic():
        own, other = county_with_one_of_everything("甲县"), county_with_one_of_everything("乙县")
        clients = {role: _client(own.people[role]) for role in Role.values}
        yield SimpleNamespace(own=own, other=other, clients=clients, nobody=_client())
        transaction.set_rollback(True)


def _ask(client, method, address, body=None):
    """(status, text, did it write anything): undone afterwards, so that no answer depends on the one before."""
    cookies = client.cookies.output()
    json_body = address.startswith("/api/")
    content = json.dumps(body if body is not None else {}) if json_body else urlencode(body or {})
    kind = "application/json" if json_body else "application/x-www-form-urlencoded"
    with transaction.atomic():
        before = Event.objects.count()
        answer = client.generic(method, address, b"" if method == "GET" else content, content_type=kind)
        text = b"".join(answer) if answer.streaming else answer.content
        wrote = Event.objects.count() != before
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    to_login = answer.status_code == 302 and answer["Location"].startswith("/login/?next=")
    return (401 if to_login else answer.status_code), text.decode("utf-8", "replace"), wrote


def test_every_address_is_in_the_policy_and_nothing_else_is():
    assert {route.name for route in routes()} == set(POLICY)


def test_the_oracle_knows_every_role():
    assert set(Role.values) == EVERYBODY


def _verdict(rule, role, method, answer, world):
    """What is wrong with one answer, in words; "" when nothing is."""
    status, text, wrote = answer
    allowed = role in rule.methods.get(method, set())
    refused = OUT | (REFUSED if rule.body is None else {405})
    if status >= 500 and not (status == 503 and rule.public):
        return f"{status}"
    if world.other.canary in text and not rule.public:
        return f"{status} and showed the other county"
    if allowed and (status in OUT | {405} or (rule.body and status in (400, 422))):
        return f"{status}, should get in: {text[:200]}"
    if not allowed and (status not in refused or wrote):
        return f"{status}, should stay out{' and wrote' if wrote else ''}"
    if method == "GET" and rule.sees is not None and role not in rule.sees and world.own.canary in text:
        return f"{status} and showed what is not for this role"
    return ""


def _answers(route, world, place, *, only_allowed=False):
    """(method, role, answer): every role for reading and writing; one role suffices to see that a method is not there."""
    rule = POLICY[route.name]
    address = reverse(route.name, kwargs=parameters(route, rule.of, place))
    body = rule.body(world.own) if rule.body else None
    for method in METHODS:
        allowed = rule.methods.get(method, set())
        usual = set(Role.values) if method in rule.methods or method in ("GET", "POST") else {"duty_officer"}
        for role in sorted(allowed if only_allowed else usual):
            yield method, role, _ask(world.clients[role], method, address, body)


@pytest.mark.django_db
@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_nobody_gets_further_than_the_oracle_says(route, world):
    wrong = [
        f"{method} as {role}: {words}"
        for method, role, answer in _answers(route, world, world.own)
        if (words := _verdict(POLICY[route.name], role, method, answer, world))
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_without_signing_in_only_public_addresses_answer(route, world):
    rule = POLICY[route.name]
    address = reverse(route.name, kwargs=parameters(route, rule.of, world.own))
    wrong = []
    for method in METHODS:
        status, text, wrote = _ask(world.nobody, method, address, rule.body(world.own) if rule.body else None)
        inside = status not in OUT | {405}
        showed = "金丝雀" in text and not rule.public
        if (status >= 500 and status != 503) or wrote or showed or inside != (rule.public and method in rule.methods):
            wrong.append(f"{method}: {status}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [route for route in routes() if getattr(POLICY.get(route.name), "of", "")], ids=lambda route: route.name
)
def test_a_thing_of_another_county_reads_like_one_that_does_not_exist(route, world):
    if POLICY[route.name].public or "receipt" in route.parameters:
        pytest.skip("named by an unguessable receipt")
    wrong = [
        f"{method} as {role}: {answer[0]}{' and wrote' if answer[2] else ''}"
        for method, role, answer in _answers(route, world, world.other, only_allowed=True)
        if answer[0] != 404 or answer[2]
    ]
    assert wrong == []
