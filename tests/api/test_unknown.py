"""Addresses that are not there are answered like everything else: with a problem document."""

import pytest

from core.api import problem


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/nope/", "/api/v1/reports", "/api/v1/reports/x/verify/", "/api/v1/"])
def test_an_unknown_address_is_a_problem_document(client, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_what_a_conflict_is_about_never_stands_where_the_code_belongs():
    assert problem(409, "Conflict", status="acknowledged") == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "",
        "errors": [],
        "current_status": "acknowledged",
    }
