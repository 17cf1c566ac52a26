"""Switching between everyday and emergency use (平急转换), ordered, timed and told (R-D11)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_cancel, deadline_meet, deadline_open
from core.workflow import require_transition
from incidents.supply import workflow
from incidents.supply.deadlines import SWITCH
from incidents.supply.events import SECOND
from incidents.supply.models import SecondKind, SecondRole, SecondState
from incidents.supply.services.common import clean, refuse
from organizations import access
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from timeline.services import record

MOST_MINUTES = 30 * 24 * 60


@transaction.atomic
def second_role_add(
    *,
    jurisdiction: Jurisdiction,
    unit: Unit,
    kind: str,
    name: str,
    everyday: str,
    emergency: str,
    minutes: int,
    name_en: str = "",
    capacity: str = "",
    contact: str = "",
    phone: str = "",
    actor: User,
) -> SecondRole:
    """Enter a site, staff or equipment with its second role and the minutes it takes to switch."""
    access.require(actor, Permission.CATALOGUE_CHANGE, jurisdiction)
    if kind not in SecondKind.values:
        raise refuse("kind", _("There is no such kind."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise refuse("minutes", _("Between 1 and %(most)s.") % {"most": MOST_MINUTES})
    role = SecondRole.objects.create(
        jurisdiction=jurisdiction,
        unit=unit,
        kind=kind,
        name=clean(name, "name", 100, needed=True),
        name_en=clean(name_en, "name_en", 100),
        everyday=clean(everyday, "everyday", 100, needed=True),
        emergency=clean(emergency, "emergency", 100, needed=True),
        capacity=clean(capacity, "capacity", 100),
        contact=clean(contact, "contact", 60),
        phone=clean(phone, "phone", 40),
        minutes=minutes,
    )
    _tell(role, actor)
    return role


@transaction.atomic
def second_role_step(*, role: SecondRole, to: str, reason: str = "", actor: User) -> SecondRole:
    """The next state by the table: ordered (with a reason, its time runs), switching, ready, restoring, everyday."""
    SecondRole.objects.select_for_update(no_key=True).filter(pk=role.pk).values_list("pk").first()
    role = SecondRole.objects.select_related("jurisdiction", "unit").get(pk=role.pk)
    permission = require_transition(workflow.SWITCH_STEPS, role.state, to, labels=dict(SecondState.choices))
    access.require(actor, permission, role.jurisdiction)
    now = timezone.now()
    if to == workflow.ORDERED:
        role.order_reason, role.ordered_by = clean(reason, "reason", 300, needed=True), actor
        role.due_at = now + timedelta(minutes=role.minutes)
        _owe(role, actor)
    elif to == workflow.EMERGENCY:
        deadline_meet(kind=SWITCH, subject=role, actor=actor)
    elif to in (workflow.PEACE, workflow.RESTORING):
        deadline_cancel(kind=SWITCH, subject=role, actor=actor)
        role.due_at = None
    role.state, role.state_at = to, now
    role.version += 1
    role.save()
    _tell(role, actor)
    return role


def _owe(role: SecondRole, actor: User) -> None:
    """Ready within its own minutes: the start is set so that the kind's limit ends when they do."""
    due = role.due_at or timezone.now()
    deadline_open(
        kind=SWITCH,
        subject=role,
        jurisdiction=role.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        owner_unit=role.unit,
        start=due - timedelta(seconds=SWITCH.seconds),
        data={"number": role.name},
        actor=actor,
    )


def _tell(role: SecondRole, actor: User) -> None:
    record(
        SECOND[role.state],
        role,
        jurisdiction=role.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        actor=actor,
        data={"id": role.pk, "name": role.name, "name_en": role.name_en, "reason": role.order_reason},
    )
