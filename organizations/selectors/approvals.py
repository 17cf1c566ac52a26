"""Reading who must approve, and who has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from organizations.models import Approval, ApprovalRule, Jurisdiction, Membership, User
from organizations.roles import Permission, Role

# A higher role may always sign what a lower one may.
RANK = {Role.TEAM_LEADER: 0, Role.KEEPER: 0, Role.DUTY_OFFICER: 1, Role.DUTY_LEADER: 2, Role.COMMANDER: 3}


@dataclass(frozen=True)
class Needed:
    """How many people of which role ("" for whoever holds the permission) must approve, and the rule that says so."""

    people: int = 1
    role: str = ""
    rule: ApprovalRule | None = None

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label) if self.role else ""


@dataclass(frozen=True)
class Standing:
    """Where the approval of one thing stands."""

    needed: Needed
    given: list[Approval] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many people still have to say yes."""
        return max(0, self.needed.people - len(self.given))

    @property
    def complete(self) -> bool:
        """Whether it is approved."""
        return self.missing == 0


def approval_needed(
    *,
    kind: str,
    jurisdiction: Jurisdiction,
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
    at: datetime | None = None,
    actor: access.Actor | None,
) -> Needed:
    """Who must approve: the strictest rule that applies, of the nearest jurisdiction that has rules. Rules are no secret."""
    moment = at or timezone.now()
    rules = list(
        ApprovalRule.objects.filter(
            Q(effective_to=None) | Q(effective_to__gt=moment), kind=kind, effective_from__lte=moment
        ).filter(Q(jurisdiction=None) | Q(jurisdiction_id__in=jurisdiction.ancestor_ids))
    )
    for place in [*reversed(jurisdiction.ancestor_ids), None]:
        here = [rule for rule in rules if rule.jurisdiction_id == place]
        if here:
            applying = [rule for rule in here if _applies(rule, amount, quantity)]
            strictest = max(applying, key=lambda rule: (rule.people, _rank(rule.role)), default=None)
            return Needed(strictest.people, strictest.role, strictest) if strictest else Needed()
    return Needed()


def _applies(rule: ApprovalRule, amount: Decimal | None, quantity: Decimal | None) -> bool:
    if rule.from_amount is None and rule.from_quantity is None:
        return True
    by_amount = rule.from_amount is not None and amount is not None and amount >= rule.from_amount
    return by_amount or (rule.from_quantity is not None and quantity is not None and quantity >= rule.from_quantity)


def _rank(role: str) -> int:
    return RANK.get(Role(role), 0)


def holds_rank(actor: User, role: str, jurisdiction: Jurisdiction) -> bool:
    """Whether the person holds the role, or a higher one, here or above."""
    if not role:
        return True
    enough = [name for name, rank in RANK.items() if rank >= _rank(role)] if role in RANK else [role]
    now = timezone.now()
    return Membership.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        user=actor,
        role__in={*enough, role},
        starts_at__lte=now,
        jurisdiction_id__in=jurisdiction.ancestor_ids,
        jurisdiction__is_active=True,
    ).exists()


def approvals_of(*, kind: str, subject: str, turn: int, actor: access.Actor | None) -> list[Approval]:
    """Approvals given to one thing in one turn. Ask it for things already in sight only."""
    rows = Approval.objects.filter(kind=kind, subject=subject, turn=turn)
    return list(rows.select_related("actor"))


def approval_rules(actor: access.Actor, *, kinds: Iterable[str] = ()) -> QuerySet[ApprovalRule]:
    """Rules in force or to come, for everywhere and within the actor's reach."""
    if not access.can_anywhere(actor, Permission.PEOPLE_VIEW):
        return ApprovalRule.objects.none()
    reachable = access.scope(Jurisdiction.objects.all(), actor, Permission.PEOPLE_VIEW, field="").values("pk")
    rows = ApprovalRule.objects.filter(Q(effective_to=None) | Q(effective_to__gt=timezone.now()))
    rows = rows.filter(Q(jurisdiction=None) | Q(jurisdiction__in=reachable)).select_related("jurisdiction")
    wanted = list(kinds)
    return rows.filter(kind__in=wanted) if wanted else rows


def approval_rule_get(actor: access.Actor, rule_id: int) -> ApprovalRule:
    """One rule within reach, or NotFoundError."""
    found = approval_rules(actor).filter(pk=rule_id).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found
