"""The address `./dev up` prints leads everybody to where their work begins."""

import pytest

from organizations.roles import Role
from tests.factories import organizations as make


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_first_address_leads_to_the_persons_own_work(role, county, signed_in):
    browser = signed_in(make.user(role, county[0]))
    answer = browser.get("/", follow=True)
    assert answer.status_code == 200 and len(answer.redirect_chain) == 1


@pytest.mark.django_db
def test_somebody_without_a_role_is_not_lost(county, signed_in):
    answer = signed_in(make.user(unit=county[0].units.first())).get("/", follow=True)
    assert answer.status_code == 200


@pytest.mark.django_db
def test_without_signing_in_it_asks_to_sign_in(client):
    assert client.get("/")["Location"].startswith("/login/")
