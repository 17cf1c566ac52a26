"""Seeing, doing and hearing agree, over random trees and memberships (R-A1).

The expected answer is worked out here from the tree by hand, without the platform's own path arithmetic.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import NotFoundError, PermissionDenied
from organizations import access
from organizations.models import Jurisdiction, Membership, Unit, User
from organizations.roles import CONFLICTING, PERMISSIONS, Permission, Role

pytestmark = pytest.mark.django_db

# parents[i] is the index of the parent of place i + 1, always smaller than its own: any tree, up to 12 places.
trees = st.lists(st.integers(0, 10), min_size=1, max_size=11).map(
    lambda wanted: [parent % (place + 1) for place, parent in enumerate(wanted)]
)
WHEN = {"now": (-1, None), "until later": (-1, 1), "over": (-2, -1), "not yet": (1, None)}
holdings = st.lists(
    st.tuples(st.sampled_from(list(Role)), st.integers(0, 11), st.sampled_from(list(WHEN))), min_size=0, max_size=4
)
worlds = st.tuples(trees, holdings, st.sets(st.integers(0, 11), max_size=2))
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class _Undone(Exception):
    pass


def in_a_world(check):
    """Build the world, check it, and leave the database as it was."""

    def run(world):
        try:
            with transaction.atomic():
                check(*build(*world))
                raise _Undone
        except _Undone:
            pass

    return run


def build(parents, held, closed):
    places = []
    for number in range(len(parents) + 1):
        parent = places[parents[number - 1]] if number else None
        place = Jurisdiction.objects.create(
            code=uuid.uuid4().hex[:12], name=f"p{number}", level="grid", parent=parent, path=f"new:{uuid.uuid4()}"
        )
        place.path = f"{parent.path if parent else '/'}{place.pk}/"
        place.is_active = number not in closed
        place.save()
        Unit.objects.create(jurisdiction=place, name="u", kind="bureau")
        places.append(place)
    person = User.objects.create(username=uuid.uuid4().hex, full_name="x")
    now, rows = timezone.now(), []
    for role, number, when in held:
        begin, end = WHEN[when]
        place = places[number % len(places)]
        if any(row.role == role and row.jurisdiction == place and row.ends_at is None for row in rows) and end is None:
            continue
        rows.append(
            Membership.objects.create(
                user=person,
                role=role,
                jurisdiction=place,
                starts_at=now + timedelta(hours=begin),
                ends_at=now + timedelta(hours=end) if end else None,
            )
        )
    return places, parents, person, rows


def above(number, parents):
    """Indexes of a place and of everything above it."""
    chain = [number]
    while chain[-1] != 0:
        chain.append(parents[chain[-1] - 1])
    return set(chain)


def expected(permission, number, places, parents, rows):
    now = timezone.now()
    return any(
        permission in PERMISSIONS[row.role]
        and row.starts_at <= now
        and (row.ends_at is None or row.ends_at > now)
        and row.jurisdiction.is_active
        and places.index(row.jurisdiction) in above(number, parents)
        for row in rows
    )


@quick
@given(worlds)
def test_doing_seeing_and_hearing_agree_with_the_tree(world):
    @in_a_world
    def check(places, parents, person, rows):
        for permission in Permission:
            right = {n for n in range(len(places)) if expected(permission, n, places, parents, rows)}
            doing = {n for n, place in enumerate(places) if access.can(person, permission, place)}
            seen = access.scope(Unit.objects.all(), person, permission).values_list("jurisdiction_id", flat=True)
            itself = access.scope(Jurisdiction.objects.all(), person, permission, field="")
            hearing = {
                n
                for n, place in enumerate(places)
                if access.groups_for(person) & set(access.audience(permission, [place]))
            }
            assert doing == right, permission
            assert {place.pk for place in places} & set(seen) == {places[n].pk for n in right}
            assert set(itself) & set(places) == {places[n] for n in right}
            assert hearing == right
            assert access.can_anywhere(person, permission) == bool(
                [row for row in rows if expected(permission, places.index(row.jurisdiction), places, parents, [row])]
            )

    check(world)


@quick
@given(worlds)
def test_requiring_and_finding_refuse_exactly_what_is_out_of_reach(world):
    @in_a_world
    def check(places, parents, person, rows):
        permission = Permission.INCIDENT_VIEW
        for number, place in enumerate(places):
            unit = place.units.get()
            if expected(permission, number, places, parents, rows):
                access.require(person, permission, place)
                assert access.get_or_404(Unit.objects.all(), person, permission, pk=unit.pk) == unit
            else:
                with pytest.raises(PermissionDenied):
                    access.require(person, permission, place)
                with pytest.raises(NotFoundError) as foreign:
                    access.get_or_404(Unit.objects.all(), person, permission, pk=unit.pk)
                with pytest.raises(NotFoundError) as missing:
                    access.get_or_404(Unit.objects.all(), person, permission, pk=0)
                assert str(foreign.value) == str(missing.value)

    check(world)


@quick
@given(worlds)
def test_taking_every_role_away_leaves_nothing(world):
    @in_a_world
    def check(places, parents, person, rows):
        access.reach(person)
        Membership.objects.filter(user=person).update(ends_at=timezone.now())
        again = User.objects.get(pk=person.pk)
        assert access.groups_for(again) == {access.person_group(person.pk)}
        assert not any(access.can(again, permission, place) for permission in Permission for place in places)

    check(world)


@quick
@given(worlds)
def test_a_disabled_person_reaches_and_hears_nothing(world):
    @in_a_world
    def check(places, parents, person, rows):
        person.is_active = False
        assert access.groups_for(person) == set()
        assert not any(access.can(person, permission, place) for permission in Permission for place in places)

    check(world)


@quick
@given(worlds, st.sampled_from(list(Permission)))
def test_what_is_told_to_two_places_is_heard_by_whoever_reaches_one(world, permission):
    @in_a_world
    def check(places, parents, person, rows):
        first, last = places[0], places[-1]
        groups = set(access.audience(permission, [first, last], people=[77]))
        heard = bool(access.groups_for(person) & groups)
        assert heard == (access.can(person, permission, first) or access.can(person, permission, last))
        assert access.person_group(77) in groups

    check(world)


def test_siblings_and_names_that_look_alike_do_not_meet():
    """/1/ is no beginning of /11/: the separator closes every id."""
    places, _parents, person, _rows = build([0, 0], [(Role.DUTY_OFFICER, 1, "now")], set())
    twin = Jurisdiction.objects.create(code="twin", name="t", level="grid", path=places[1].path[:-1] + "1/")
    assert access.can(person, Permission.INCIDENT_VIEW, places[1])
    assert not access.can(person, Permission.INCIDENT_VIEW, places[2])
    assert not access.can(person, Permission.INCIDENT_VIEW, places[0])
    assert not access.can(person, Permission.INCIDENT_VIEW, twin)


def test_reach_is_read_once_per_person_and_again_after_forgetting(django_assert_num_queries):
    places, _parents, person, rows = build([0], [(Role.DUTY_OFFICER, 0, "now")], set())
    with django_assert_num_queries(1):
        for permission in Permission:
            access.can(person, permission, places[1])
    rows[0].ends_at = timezone.now()
    rows[0].save()
    access.forget(person)
    assert not access.can(person, Permission.INCIDENT_VIEW, places[0])


def test_nobody_signed_in_reaches_nothing():
    anonymous = access.AnonymousUser()
    assert access.reach(anonymous) == {}
    assert access.groups_for(anonymous) == set()
    assert not access.scope(Unit.objects.all(), anonymous, Permission.INCIDENT_VIEW).exists()


def test_the_three_administrations_are_pairwise_apart_and_none_does_anothers_work():
    admins = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]
    assert {frozenset({a, b}) for a in admins for b in admins if a != b} == CONFLICTING
    assert Permission.ROLE_GRANT not in PERMISSIONS[Role.SYSTEM_ADMIN]
    assert Permission.PEOPLE_CHANGE not in PERMISSIONS[Role.SECURITY_ADMIN]
    assert not {Permission.PEOPLE_CHANGE, Permission.ROLE_GRANT} & PERMISSIONS[Role.AUDITOR]
    assert Permission.TIMELINE_VIEW not in PERMISSIONS[Role.SYSTEM_ADMIN] | PERMISSIONS[Role.SECURITY_ADMIN]
