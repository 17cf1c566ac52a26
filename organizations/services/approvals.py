"""Giving approval by the rules, and changing the rules (R-C4)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from organizations import access
from organizations.events import APPROVAL_RULE_ADDED, APPROVAL_RULE_ENDED
from organizations.models import Approval, ApprovalRule, Jurisdiction, User
from organizations.roles import Permission, Role
from organizations.selectors.approvals import Standing, approval_needed, approvals_of, holds_rank
from organizations.telling import tell


@transaction.atomic
def approval_give(
    *,
    kind: str,
    subject: str,
    turn: int = 1,
    jurisdiction: Jurisdiction,
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
    asked_by: User | None = None,
    note: str = "",
    actor: User,
) -> Standing:
    """One yes; the caller has locked the thing and asked for its own permission. Answers whether it is now approved.

    PermissionDenied without the rule's role, and for one's own request where two must approve; ConflictError the second time.
    """
    needed = approval_needed(kind=kind, jurisdiction=jurisdiction, amount=amount, quantity=quantity, actor=actor)
    if not holds_rank(actor, needed.role, jurisdiction):
        raise PermissionDenied(
            _("By the rules of approval this takes the role “%(role)s” or a higher one in %(place)s.")
            % {"role": needed.role_label, "place": jurisdiction}
        )
    if needed.people > 1 and asked_by is not None and asked_by.pk == actor.pk:
        raise PermissionDenied(_("Two others must approve this: nobody approves their own request then."))
    given = approvals_of(kind=kind, subject=subject, turn=turn, actor=actor)
    if any(approval.actor_id == actor.pk for approval in given):
        raise ConflictError(_("You have approved this already. A second person must approve it."))
    try:
        with transaction.atomic():
            mine = Approval.objects.create(
                kind=kind, subject=subject, turn=turn, jurisdiction=jurisdiction, actor=actor, note=note.strip()[:300]
            )
    except IntegrityError as error:
        raise ConflictError(_("You have approved this already. A second person must approve it.")) from error
    return Standing(needed, [*given, mine])


@transaction.atomic
def approval_rule_add(
    *,
    kind: str,
    jurisdiction: Jurisdiction,
    role: str,
    people: int = 1,
    from_amount: Decimal | None = None,
    from_quantity: Decimal | None = None,
    effective_from: datetime | None = None,
    source: str = "",
    actor: User,
) -> ApprovalRule:
    """A new rule for a jurisdiction and what lies below it."""
    errors: dict[str, Any] = {}
    if role not in Role.values:
        errors["role"] = _("There is no such role.")
    if people not in (1, 2):
        errors["people"] = _("One or two people.")
    for field, value in (("from_amount", from_amount), ("from_quantity", from_quantity)):
        if value is not None and value < 0:
            errors[field] = _("0 or more.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    access.require(actor, Permission.ROLE_GRANT, jurisdiction)
    rule = ApprovalRule.objects.create(
        kind=kind,
        jurisdiction=jurisdiction,
        role=role,
        people=people,
        from_amount=from_amount,
        from_quantity=from_quantity,
        effective_from=effective_from or timezone.now(),
        source=source.strip()[:200],
    )
    tell(APPROVAL_RULE_ADDED, rule, jurisdiction=jurisdiction, actor=actor, data=_words(rule))
    return rule


@transaction.atomic
def approval_rule_end(*, rule: ApprovalRule, actor: User) -> ApprovalRule:
    """From now on it does not count; what was approved under it stays approved."""
    rule = (
        ApprovalRule.objects.select_for_update(no_key=True, of=("self",)).select_related("jurisdiction").get(pk=rule.pk)
    )
    if rule.effective_to is not None:
        raise ConflictError(_("This rule has been ended already."))
    if rule.jurisdiction is None:
        raise PermissionDenied(_("A rule for everywhere is replaced by one for your jurisdiction, not ended."))
    access.require(actor, Permission.ROLE_GRANT, rule.jurisdiction)
    rule.effective_to = max(timezone.now(), rule.effective_from)
    rule.save(update_fields=["effective_to"])
    tell(APPROVAL_RULE_ENDED, rule, jurisdiction=rule.jurisdiction, actor=actor, data=_words(rule))
    return rule


def _words(rule: ApprovalRule) -> dict[str, Any]:
    return {"kind": rule.kind, "role": rule.role, "people": rule.people, "place": str(rule.jurisdiction)}
