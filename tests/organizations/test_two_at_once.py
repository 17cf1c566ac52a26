"""Two administrators at the same moment, on real transactions: one success, one refusal in words (R-A1)."""

import threading

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connections
from django.db.models import Sum
from django.test import Client

from core.errors import AppError, PermissionDenied
from organizations import guard, services
from organizations.models import Membership, User
from organizations.roles import Role
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Run the deeds in threads that start together; the errors they met, None where there was none."""
    start, met = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        connections.close_all()
        start.wait()
        try:
            deed()
        except (AppError, PermissionDenied) as error:
            met[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


@pytest.fixture
def place():
    place = make.jurisdiction()
    make.unit(place)
    return place


def test_duties_kept_apart_cannot_be_granted_past_each_other(place):
    security, person = make.user(Role.SECURITY_ADMIN, at=place), make.user(at=place)

    def grant(role):
        return lambda: services.membership_grant(
            user=person, role=role, jurisdiction=place, actor=User.objects.get(pk=security.pk)
        )

    for _round in range(3):
        errors = at_once(grant(Role.SYSTEM_ADMIN), grant(Role.AUDITOR))
        assert sum(error is not None and error.status == 409 for error in errors) == 1
        assert Membership.objects.filter(user=person).count() == 1
        Membership.objects.filter(user=person).delete()


def test_the_same_role_granted_eight_times_at_once_is_held_once(place):
    security, person = make.user(Role.SECURITY_ADMIN, at=place), make.user(at=place)

    def grant():
        services.membership_grant(
            user=person, role=Role.REPORTER, jurisdiction=place, actor=User.objects.get(pk=security.pk)
        )

    errors = at_once(*[grant] * 8)
    assert errors.count(None) == 1
    assert Membership.objects.filter(user=person).count() == 1


def test_two_edits_of_one_person_from_the_same_form_version_make_one_conflict(place):
    system, person = make.user(Role.SYSTEM_ADMIN, at=place), make.user(at=place)

    def edit(title):
        return lambda: services.user_update(user=person, version=1, title=title, actor=User.objects.get(pk=system.pk))

    errors = at_once(edit("科长"), edit("主任"))
    assert sum(error is not None for error in errors) == 1
    person.refresh_from_db()
    assert person.version == 2


def test_one_account_name_made_twice_at_once_is_one_account(place):
    system = make.user(Role.SYSTEM_ADMIN, at=place)

    def create():
        services.user_create(
            username="same", full_name="同名", unit=place.units.get(), actor=User.objects.get(pk=system.pk)
        )

    errors = at_once(create, create, create)
    assert errors.count(None) == 1
    assert all(error is None or error.status == 409 for error in errors)


def test_a_burst_of_guesses_gets_no_more_of_them_than_a_patient_caller(place):
    make.user(Role.DUTY_OFFICER, at=place, username="duty")
    make.user(Role.DUTY_OFFICER, at=place, username="other")

    def guess(name, address):
        return lambda: Client().post("/login/", {"username": name, "password": "Wrong-password-1"}, REMOTE_ADDR=address)

    at_once(*[guess("duty", "10.0.0.9")] * 20)
    at_once(*[guess("other", f"203.0.113.{number}") for number in range(20)])
    compared = {name: AccessAttempt.objects.filter(username=name) for name in ("duty", "other")}
    counts = {name: rows.aggregate(n=Sum("failures_since_start"))["n"] for name, rows in compared.items()}
    assert counts == {"duty": settings.AXES_FAILURE_LIMIT, "other": guard.NAME_LIMIT}


def test_the_last_two_security_administrators_cannot_end_each_other(place):
    first, second = make.user(Role.SECURITY_ADMIN, at=place), make.user(Role.SECURITY_ADMIN, at=place)

    def end(actor, other):
        held = other.memberships.get()
        return lambda: services.membership_end(membership=held, actor=User.objects.get(pk=actor.pk))

    for _round in range(8):
        errors = at_once(end(first, second), end(second, first))
        assert errors.count(None) == 1
        open_now = [held for held in Membership.objects.filter(role=Role.SECURITY_ADMIN) if not held.has_ended]
        assert len(open_now) == 1
        Membership.objects.all().update(ends_at=None)
