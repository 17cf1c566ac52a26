"""Fixtures every test may use."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from tests.factories import organizations as make


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests on real transactions empty their tables afterwards; everywhere else the record refuses to be emptied."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timeline_event DISABLE TRIGGER timeline_event_no_truncate")
        cursor.execute("ALTER TABLE reserves_movement DISABLE TRIGGER reserves_movement_no_truncate")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another left in the process's cache."""
    cache.clear()


@pytest.fixture
def api():
    """A program's client: JSON, no session; `api.force_authenticate(user)` or `signed_in`."""
    return APIClient()


@pytest.fixture
def county(db):
    """(county, township, village), each with a unit that receives reports where it has one."""
    return make.county()


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a browser session of that person, past the sign-in page."""

    def enter(user, **defaults):
        client = Client(**defaults)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def token_client():
    """`token_client(user)`: a program's client that is that person, without looking up a token."""

    def enter(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return enter
