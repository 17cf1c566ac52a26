"""The demo county, loaded once for a module of tests."""

import pytest
from django.conf import settings as live
from django.db import transaction

from command_center.demo.load import demo_load, statistics
from command_center.demo.scene import cast, stage
from command_center.demo.shelters import shelters_stage


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The county is loaded once, as the command does; every test looks at it in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        was, live.DEBUG = live.DEBUG, True
        try:
            demo = demo_load()
            served = stage(cast(demo.people, demo.teams, 2026))[-1]
            shelters_stage(demo.people, 2026, (f"incident:{served.pk}", served.number))
            statistics()
        finally:
            live.DEBUG = was
        yield demo
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db):
    return loaded_once
