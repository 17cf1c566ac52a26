"""Addresses that are not there are answered like everything else: with a problem document."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/nope/", "/api/v1/reports", "/api/v1/reports/x/verify/", "/api/v1/"])
def test_an_unknown_address_is_a_problem_document(client, method, address):
    answer = getattr(client, method)(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
