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


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_an_address_that_nothing_answers_is_said_in_words(county, signed_in, settings, debug):
    settings.DEBUG = debug
    answer = signed_in(make.user("duty_officer", county[0])).get("/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == 404 and 'data-code="404"' in page and "urlconf" not in page.lower()


@pytest.mark.django_db
def test_a_forgotten_slash_is_forgiven(county, signed_in):
    answer = signed_in(make.user("duty_officer", county[0])).get("/duty", follow=True)
    assert answer.status_code == 200
