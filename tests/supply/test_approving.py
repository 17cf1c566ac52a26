"""Approval by rules that are data: from which amount, which role, one or two; oral orders and their paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from clocks.models import Deadline
from core.errors import ConflictError, UnprocessableError
from incidents.supply import services
from incidents.supply.selectors.approving import standing_of, worth_of
from organizations.models import ApprovalRule
from organizations.selectors.approvals import approval_needed
from organizations.services.approvals import approval_rule_add, approval_rule_end
from resources.reserves.models import Lot
from tests.factories import organizations as people
from tests.factories import reserves
from tests.factories import supply as make

KIND = "supply.request"


def _rule(scene, **fields):
    values = {"kind": KIND, "jurisdiction": scene.county, "role": "duty_leader", "people": 1}
    return ApprovalRule.objects.create(**(values | fields))


def test_without_rules_one_who_holds_the_permission_approves(scene):
    assert services.request_approve(request=make.request(scene), actor=scene.leader).status == "approved"


def test_a_duty_officer_cannot_approve(scene):
    with pytest.raises(PermissionDenied):
        services.request_approve(request=make.request(scene), actor=scene.duty)


def test_from_a_quantity_upwards_the_commander_must_sign(scene):
    _rule(scene)
    _rule(scene, role="commander", from_quantity=Decimal(500))
    assert services.request_approve(request=make.request(scene, 499), actor=scene.leader).status == "approved"
    large = make.request(scene, 500)
    with pytest.raises(PermissionDenied):
        services.request_approve(request=large, actor=scene.leader)
    assert services.request_approve(request=large, actor=scene.commander).status == "approved"


def test_the_amount_is_reckoned_at_the_latest_known_prices(scene):
    lot = reserves.stock(scene.near, scene.tent, 10)
    Lot.objects.filter(pk=lot.pk).update(unit_price=Decimal("1200.50"))
    made = make.request(scene, 10)
    assert worth_of(made, scene.duty) == (Decimal("12005.00"), 10)
    _rule(scene, role="commander", from_amount=Decimal(12_000))
    assert standing_of(made, scene.duty).needed.role == "commander"


def test_two_must_sign_and_neither_is_who_asked_nor_the_same_twice(scene):
    _rule(scene, people=2)
    made = make.request(scene, actor=scene.commander)
    with pytest.raises(PermissionDenied):
        services.request_approve(request=made, actor=scene.commander)
    assert services.request_approve(request=made, actor=scene.leader).status == "submitted"
    with pytest.raises(ConflictError):
        services.request_approve(request=made, actor=scene.leader)
    second = people.user("commander", scene.county)
    assert services.request_approve(request=made, actor=second).status == "approved"


def test_an_approval_does_not_outlive_a_return(scene):
    _rule(scene, people=2)
    made = make.request(scene)
    services.request_approve(request=made, actor=scene.leader)
    services.request_return(request=made, reason="r", actor=scene.leader)
    made = services.request_submit(request=made, actor=scene.duty)
    assert standing_of(made, scene.duty).missing == 2


def test_rules_have_their_day_and_the_nearest_jurisdiction_decides(scene):
    tomorrow = timezone.now() + timedelta(days=1)
    _rule(scene, jurisdiction=None, people=2)
    _rule(scene, people=1)
    _rule(scene, people=2, role="commander", effective_from=tomorrow)

    def asked(**more):
        return approval_needed(kind=KIND, jurisdiction=scene.township, actor=scene.duty, **more)

    assert asked().people == 1
    assert (asked(at=tomorrow + timedelta(hours=1)).people, asked(at=tomorrow + timedelta(hours=1)).role) == (
        2,
        "commander",
    )


def test_who_grants_roles_sets_the_rules_and_ends_them(scene):
    admin = people.user("security_admin", scene.county)
    with pytest.raises(PermissionDenied):
        approval_rule_add(kind=KIND, jurisdiction=scene.county, role="commander", actor=scene.leader)
    with pytest.raises(UnprocessableError):
        approval_rule_add(kind=KIND, jurisdiction=scene.county, role="nobody", people=3, actor=admin)
    rule = approval_rule_add(kind=KIND, jurisdiction=scene.county, role="commander", people=2, actor=admin)
    approval_rule_end(rule=rule, actor=admin)
    assert approval_needed(kind=KIND, jurisdiction=scene.county, actor=None).people == 1
    with pytest.raises(ConflictError):
        approval_rule_end(rule=rule, actor=admin)


def test_an_oral_order_moves_goods_at_once_and_owes_its_paper_within_48_hours(scene):
    reserves.stock(scene.near, scene.tent, 100)
    made = services.request_order_orally(request=make.request(scene), by="张副县长", actor=scene.duty)
    owed = Deadline.objects.get(kind="supply.paper")
    assert owed.due_at - owed.opened_at == timedelta(hours=48)
    made = services.request_propose(request=made, actor=scene.duty)
    made = services.request_confirm(request=made, actor=scene.duty)
    assert (made.status, made.approved_at) == ("allocated", None)
    made = services.request_approve(request=made, actor=scene.leader)
    owed.refresh_from_db()
    assert (made.status, owed.met_at is not None) == ("allocated", True)


def test_who_gave_the_oral_order_must_be_named(scene):
    with pytest.raises(UnprocessableError):
        services.request_order_orally(request=make.request(scene), by=" ", actor=scene.duty)


def test_a_refused_request_cannot_be_approved(scene):
    made = services.request_refuse(request=make.request(scene), reason="r", actor=scene.leader)
    with pytest.raises(ConflictError):
        services.request_approve(request=made, actor=scene.leader)
