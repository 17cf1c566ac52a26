"""People and roles: who may change whom, which duties are kept apart, and what is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.errors import ConflictError, NotFoundError, UnprocessableError
from organizations import access, selectors, services
from organizations.models import ApiToken, Membership
from organizations.roles import Permission, Role
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(county):
    root, township, _village = county
    return {
        "root": root,
        "township": township,
        "system": make.user(Role.SYSTEM_ADMIN, at=root),
        "security": make.user(Role.SECURITY_ADMIN, at=root),
        "duty": make.user(Role.DUTY_OFFICER, at=root),
        "local": make.user(Role.SYSTEM_ADMIN, at=township),
    }


def new_person(people, by="system", **fields):
    values = {"username": "li.si", "full_name": "李四", "unit": people["root"].units.first(), "actor": people[by]}
    return services.user_create(**{**values, **fields})


@pytest.mark.parametrize("name", ["𠮷田", "买买提·艾力", "阿" * 25, "Ng", "王㵘𬭬"])
def test_names_are_kept_whole_whatever_their_script(people, name):
    person = new_person(people, full_name=name)
    person.refresh_from_db()
    assert person.full_name == name


@pytest.mark.parametrize("dot", ["•", "・", "．", "‧"])
def test_every_separator_dot_is_stored_as_the_standard_one(people, dot):
    assert new_person(people, full_name=f"买买提{dot}艾力").full_name == "买买提·艾力"


def test_an_account_name_has_one_spelling(people):
    assert new_person(people, username=" Ｌi.Si ").username == "li.si"
    with pytest.raises(ConflictError):
        new_person(people, username="LI.SI")


@pytest.mark.parametrize(
    "fields",
    [{"full_name": " "}, {"username": ""}, {"username": "a b"}, {"full_name": "x" * 61}, {"full_name": "a\x00b\ud800"}],
)
def test_a_person_that_cannot_be_stored_is_refused_in_words(people, fields):
    with pytest.raises(UnprocessableError) as refused:
        new_person(people, **fields)
    assert refused.value.errors


def test_a_weak_password_is_refused(people):
    with pytest.raises(UnprocessableError):
        new_person(people, password="12345678901")


def test_only_holders_of_people_change_add_people_and_only_where_they_hold_it(people):
    with pytest.raises(PermissionDenied):
        new_person(people, by="duty")
    with pytest.raises(PermissionDenied):
        new_person(people, by="security")
    with pytest.raises(PermissionDenied):
        new_person(people, by="local")
    assert new_person(people, by="local", unit=people["township"].units.first()).pk


def test_an_administrator_below_cannot_touch_an_account_that_reaches_above(people):
    commander = make.user(Role.COMMANDER, at=people["root"], unit=people["township"].units.first())
    for change in (
        lambda: services.password_reset(user=commander, password="Another-long-1", actor=people["local"]),
        lambda: services.user_disable(user=commander, reason="x", actor=people["local"]),
        lambda: services.user_update(user=commander, phone="1", actor=people["local"]),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_an_edit_from_a_stale_form_is_refused_and_shows_the_present_values(people):
    person = new_person(people)
    services.user_update(user=person, version=1, title="科长", actor=people["system"])
    with pytest.raises(ConflictError) as refused:
        services.user_update(user=person, version=1, title="主任", actor=people["system"])
    assert refused.value.extra["version"] == 2
    assert refused.value.extra["now"]["title"] == "科长"


def test_every_change_of_a_person_is_on_record_without_the_phone(people):
    person = new_person(people, phone="13900001111")
    services.user_update(user=person, phone="13900002222", actor=people["system"])
    services.user_disable(user=person, reason="调离", actor=people["system"])
    services.user_enable(user=person, reason="调回", actor=people["system"])
    services.password_reset(user=person, password="Another-long-1", actor=people["system"])
    events = Event.objects.filter(subject=f"user:{person.pk}").order_by("pk")
    assert [event.kind for event in events] == [
        "user.created",
        "user.changed",
        "user.disabled",
        "user.enabled",
        "user.password_reset",
    ]
    assert all("1390000" not in str(event.data) for event in events)
    assert all(f"people.view@{people['root'].pk}" in event.audience for event in events)


def test_disabling_needs_a_reason_and_takes_keys_away(people):
    person = new_person(people)
    ApiToken.objects.create(user=person, digest="d", expires_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(UnprocessableError):
        services.user_disable(user=person, reason="  ", actor=people["system"])
    before = person.access_changed_at
    person = services.user_disable(user=person, reason="调离", actor=people["system"])
    assert person.access_changed_at > before
    assert not ApiToken.objects.filter(user=person).exists()
    with pytest.raises(ConflictError):
        services.user_disable(user=person, reason="again", actor=people["system"])


def test_nobody_disables_themselves_or_the_last_administrator(people):
    with pytest.raises(ConflictError):
        services.user_disable(user=people["system"], reason="x", actor=people["system"])
    with pytest.raises(ConflictError):
        services.user_disable(user=people["security"], reason="x", actor=people["system"])


def grant(people, user, role, by="security", at="root", **dates):
    return services.membership_grant(user=user, role=role, jurisdiction=people[at], actor=people[by], **dates)


def test_roles_are_granted_by_the_security_administrator_only(people):
    person = new_person(people)
    for by in ("system", "duty", "local"):
        with pytest.raises(PermissionDenied):
            grant(people, person, Role.REPORTER, by=by)
    grant(people, person, Role.REPORTER)
    assert access.can(person, Permission.REPORT_CREATE, people["township"])
    event = Event.objects.get(kind="membership.granted")
    assert event.data["role"] == "reporter"
    assert f"user@{person.pk}" in event.audience


def test_nobody_grants_themselves_a_role(people):
    with pytest.raises(ConflictError):
        grant(people, people["security"], Role.COMMANDER)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN),
        (Role.SYSTEM_ADMIN, Role.AUDITOR),
        (Role.AUDITOR, Role.SECURITY_ADMIN),
    ],
)
def test_duties_kept_apart_are_refused_also_in_another_jurisdiction_and_in_the_future(people, held, wanted):
    person = new_person(people)
    grant(people, person, held, at="township", starts_at=timezone.now() + timedelta(days=1))
    with pytest.raises(ConflictError):
        grant(people, person, wanted)
    assert Membership.objects.filter(user=person).count() == 1


def test_after_the_one_duty_ended_the_other_may_begin(people):
    person = new_person(people)
    first = grant(people, person, Role.AUDITOR)
    services.membership_end(membership=first, actor=people["security"])
    assert grant(people, person, Role.SYSTEM_ADMIN).pk


def test_the_same_role_is_not_held_twice(people):
    person = new_person(people)
    grant(people, person, Role.REPORTER)
    with pytest.raises(ConflictError):
        grant(people, person, Role.REPORTER)


def test_an_end_before_the_beginning_is_refused(people):
    person = new_person(people)
    with pytest.raises(UnprocessableError):
        grant(people, person, Role.REPORTER, ends_at=timezone.now() - timedelta(days=1))


def test_ending_a_role_takes_its_reach_at_once_and_is_told(people):
    held = people["duty"].memberships.get()
    before = people["duty"].access_changed_at
    ended = services.membership_end(membership=held, actor=people["security"])
    assert not access.can(ended.user, Permission.INCIDENT_VIEW, people["root"])
    assert ended.user.access_changed_at > before
    with pytest.raises(ConflictError):
        services.membership_end(membership=held, actor=people["security"])


def test_the_last_who_can_grant_roles_stays(people):
    with pytest.raises(ConflictError):
        services.membership_end(membership=people["security"].memberships.get(), actor=None)


def test_a_role_that_had_not_begun_can_be_ended(people):
    person = new_person(people)
    coming = grant(people, person, Role.REPORTER, starts_at=timezone.now() + timedelta(days=1))
    services.membership_end(membership=coming, actor=people["security"])
    coming.refresh_from_db()
    assert coming.starts_at <= coming.ends_at <= timezone.now()


def test_people_are_found_by_name_initials_account_and_unit_within_reach_only(people):
    person = new_person(people)
    foreign = make.user(Role.DUTY_OFFICER, at=make.jurisdiction(), full_name="李四")
    for word in ("李四", "ls", "li.si", person.unit.name[:3]):
        found = selectors.people_list(actor=people["duty"], search=word)
        assert person in found
        assert foreign not in found
    with pytest.raises(NotFoundError):
        selectors.person_get(pk=foreign.pk, actor=people["duty"])


def test_without_people_view_nobody_is_seen(people):
    assert not selectors.people_list(actor=make.user(Role.REPORTER, at=people["root"])).exists()
