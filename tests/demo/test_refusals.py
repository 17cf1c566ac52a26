"""Published passwords never reach a place where they would matter."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from organizations.models import User


@pytest.mark.parametrize(("debug", "demo"), [(False, True), (True, False), (False, False)])
def test_where_debug_is_off_there_are_words_and_no_accounts(db, settings, debug, demo):
    settings.DEBUG, settings.DEMO = debug, demo
    with pytest.raises(CommandError):
        call_command("demo")
    assert not User.objects.filter(username="duty").exists()
    with pytest.raises(CommandError):
        call_command("simulate", "--minutes", "1")


def test_a_simulation_without_the_county_says_what_to_do(db, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match=r"manage\.py demo"):
        call_command("simulate", "--minutes", "1")
