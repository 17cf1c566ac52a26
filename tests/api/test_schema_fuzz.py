"""The API against its own description: whatever the schema allows, and much that it does not, never breaks it.

Bounded: a few examples for each operation, derived from a fixed seed, so that the suite stays short and a failure repeats.
Addresses of one thing are given things that exist, so that the bodies are really read.
"""

import json

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from organizations.models import Jurisdiction
from tests.factories import organizations as make
from tests.factories import reports, response, teams

EXAMPLES = 10
MODES = {"fitting": GenerationMode.POSITIVE, "unfitting": GenerationMode.NEGATIVE}


def _operations():
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(document)
    return [result.ok() for result in schema.get_all_operations()]


def _takes_something(operation):
    return bool(operation.body) or any(len(group) for group in (operation.query, operation.path_parameters))


CASES = [
    pytest.param(operation, mode, id=f"{operation.label} {word}")
    for operation in _operations()
    for word, mode in MODES.items()
    if word == "fitting" or _takes_something(operation)
]


@pytest.fixture
def world(db):
    """One of each thing with an address, and a browser of somebody who may do most of what there is to do."""
    county, *_rest = make.county()
    person = make.user("duty_officer", county)
    for role in ("system_admin", "team_leader"):
        make.membership(person, role, county)
    incident = response.incident(jurisdiction=county, owner_unit=county.units.first(), actor=person)
    ids = {
        "reports": reports.report(person).pk,
        "incidents": incident.pk,
        "teams": teams.team(county).pk,
        "people": person.pk,
        "jurisdictions": Jurisdiction.objects.get(pk=county.pk).pk,
    }
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client, ids


def _address(case, ids):
    """The case's address, with a real id where the things it names have one."""
    room = case.path.split("/")[3] if case.path.count("/") > 3 else ""
    if room in ids and list(case.path_parameters or {}) == ["id"]:
        return case.path.replace("{id}", str(ids[room]))
    return case.formatted_path


def _send(client, case, ids):
    request = case.as_transport_kwargs(base_url="http://testserver")
    query = {name: value for name, value in (request.get("params") or {}).items() if value is not None}
    body = request["json"] if "json" in request else request.get("data")
    if body is not None and not isinstance(body, bytes | str):
        body = json.dumps(body, default=str)
    return client.generic(
        request["method"], _address(case, ids), body or b"", content_type="application/json", query_params=query
    )


@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_no_request_that_can_be_written_down_breaks_the_api(operation, mode, world):
    client, ids = world

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case):
        with transaction.atomic():
            answer = _send(client, case, ids)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{case.method} {case.formatted_path}: {answer.content[:400]!r}"

    send()
