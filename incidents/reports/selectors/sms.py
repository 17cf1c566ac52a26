"""Text messages an actor may read, and the person behind a number."""

import re

from django.db.models import F, Func, Q, QuerySet, Value

from incidents.reports.models import SmsMessage
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission

_NO_DIGIT = re.compile(r"\D")


def plain_number(phone: str) -> str:
    """The digits of a number without the prefix of the country: +86 139-0000-0000 → 13900000000."""
    digits = _NO_DIGIT.sub("", phone)
    if len(digits) > 11 and digits.startswith("0086"):
        digits = digits[4:]
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def person_of_number(phone: str, *, actor: Actor) -> User | None:
    """The one active person with this number, whose whole county the actor's reach covers; nobody when two share it.

    A gateway speaks in the name of others, so it stands for a county: no village's or township's own account can be one.
    """
    digits = plain_number(phone)
    if len(digits) < 5:
        return None
    told = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    rows = User.objects.filter(is_active=True).exclude(phone="").annotate(digits=told)
    same = Q(digits=digits) | Q(digits=f"86{digits}") | Q(digits=f"0086{digits}")
    found = list(rows.filter(same).select_related("unit__jurisdiction")[:2])
    if len(found) != 1 or found[0].unit is None:
        return None
    home = found[0].unit.jurisdiction
    county = Jurisdiction.objects.filter(pk__in=home.ancestor_ids, level="county").defer("boundary").first()
    return found[0] if access.can(actor, Permission.REPORT_CREATE, county or home) else None


def sms_messages(*, actor: Actor, state: str = "", q: str = "") -> QuerySet[SmsMessage]:
    """The raw log within reach of `report.handle`, newest first."""
    rows = access.scope(SmsMessage.objects.all(), actor, Permission.REPORT_HANDLE)
    rows = rows.select_related("person", "report").order_by("-received_at", "-pk")
    rows = rows.filter(state=state) if state else rows
    words = q.strip()[:100]
    return rows.filter(Q(text__icontains=words) | Q(sender__icontains=words)) if words else rows
