"""An empty platform is founded once, and forgets what no longer opens anything."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from organizations.authentication import digest_of
from organizations.models import ApiToken, FeedTicket, Jurisdiction, RequestReceipt, User
from organizations.roles import Role
from organizations.tasks import forget_keys
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def found(capsys, **options):
    call_command("found", code="330102000000", name="上城区", **options)
    return capsys.readouterr().out


def test_the_two_administrators_are_different_people_and_must_choose_their_own_passwords(capsys):
    out = found(capsys)
    place = Jurisdiction.objects.get()
    assert (place.name, place.path) == ("上城区", f"/{place.pk}/")
    assert place.units.get().receives_reports
    for name, role in (("system", Role.SYSTEM_ADMIN), ("security", Role.SECURITY_ADMIN)):
        person = User.objects.get(username=name)
        assert [held.role for held in person.memberships.all()] == [role]
        password = out.split(f"account {name}   one-time password ")[1].split()[0]
        client = Client()
        assert client.post("/login/", {"username": name, "password": password})["Location"] == "/people/"
        assert client.get("/people/")["Location"].startswith("/password/")


def test_a_platform_is_founded_once(capsys):
    found(capsys)
    with pytest.raises(CommandError):
        found(capsys)
    assert User.objects.count() == 2


def test_a_code_that_is_none_founds_nothing(capsys):
    with pytest.raises(CommandError):
        call_command("found", code="!", name="上城区")
    assert not Jurisdiction.objects.exists()
    assert not User.objects.exists()


def test_what_no_longer_opens_anything_is_forgotten_and_the_rest_is_kept():
    person, now = make.user(), timezone.now()
    for name, expires in (("old", now - timedelta(hours=1)), ("new", now + timedelta(hours=1))):
        ApiToken.objects.create(user=person, digest=digest_of(name), expires_at=expires)
        FeedTicket.objects.create(user=person, digest=digest_of(name), expires_at=expires)
        Session.objects.create(session_key=name, session_data="x", expire_date=expires)
    for name, age in (("old", 30), ("new", 1)):
        RequestReceipt.objects.create(
            user=person, key=name, route="r", digest="d", created_at=now - timedelta(days=age)
        )
    assert forget_keys() == 4
    for model in (ApiToken, FeedTicket, Session, RequestReceipt):
        assert model.objects.count() == 1, model
