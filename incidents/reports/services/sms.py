"""A text message becomes a report, a correction, or an answer that says what was wrong; the raw text is always kept (R-B8)."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import AppError, ConflictError, PermissionDenied, UnprocessableError
from core.text import half_width
from incidents.reports.data import ReportData
from incidents.reports.models import Channel, CoordinateSource, Report, SmsMessage, SmsState
from incidents.reports.selectors import places_matching
from incidents.reports.selectors.sms import person_of_number, plain_number
from incidents.reports.services.create import report_create
from incidents.reports.services.followups import FollowUpData, report_follow_up
from incidents.reports.services.sms_words import (
    read_back,
    read_back_fix,
    refused_words,
    repeated_words,
    story,
    unknown_words,
    unreadable_words,
)
from incidents.reports.sms import Parsed, parse
from incidents.response.models import EventType, Source
from organizations import access
from organizations.models import User
from organizations.roles import Permission, Role

SAME_WITHIN = timedelta(minutes=10)
FIXABLE_WITHIN = timedelta(days=7)
LONGEST = 2000


@dataclass
class _Outcome:
    """What became of one message."""

    state: str
    reply: str
    report: Report | None = None
    parsed: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def sms_receive(*, sender: str, text: str, received_at: datetime | None = None, actor: User) -> SmsMessage:
    """Take one message from a gateway (`actor`); the row holds what was understood and the answer to send.

    The person behind the number files it, with that person's own reach; the same text within ten minutes counts once.
    """
    if not plain_number(sender) or len(sender) > 40:
        message = _("Say from which number it came.")
        raise UnprocessableError(message, errors={"from": message})
    access.require_anywhere(actor, Permission.REPORT_CREATE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sms:{plain_number(sender)}"])
    person = person_of_number(sender, actor=actor)
    moment = min(received_at or timezone.now(), timezone.now())
    with translation.override("zh-hans"):
        outcome = _outcome(sender, text[:LONGEST], moment, person)
    home = person.unit if person is not None and person.unit is not None else actor.unit
    if home is None:
        raise ConflictError(_("The account of the gateway belongs to no unit; an administrator must enter one."))
    return SmsMessage.objects.create(
        sender=sender,
        text=text[:LONGEST],
        received_at=moment,
        jurisdiction=home.jurisdiction,
        gateway=actor,
        person=person,
        state=outcome.state,
        parsed=outcome.parsed,
        report=outcome.report,
        reply=outcome.reply,
    )


def _outcome(sender: str, text: str, moment: datetime, person: User | None) -> _Outcome:
    if person is None:
        return _Outcome(SmsState.UNKNOWN, unknown_words(sender))
    twin = _twin(sender, text)
    if twin is not None:
        return _Outcome(SmsState.REPEATED, repeated_words(twin), twin.report, twin.parsed)
    found = parse(text)
    facts = {name: value for name, value in asdict(found).items() if value not in ("", None, [], {}, False)}
    if not found.readable:
        return _Outcome(SmsState.UNREADABLE, unreadable_words(found), parsed=facts)
    try:
        with transaction.atomic():
            return (
                _fix(found, sender, moment, person, facts)
                if found.corrects
                else _file(found, sender, text, moment, person, facts)
            )
    except AppError as error:
        return _Outcome(SmsState.REFUSED, refused_words(error), parsed=facts)
    except PermissionDenied:
        return _Outcome(SmsState.UNKNOWN, unknown_words(sender), parsed=facts)


def _twin(sender: str, text: str) -> SmsMessage | None:
    """The same words from the same number a moment ago; gateways and people both send twice."""
    since = timezone.now() - SAME_WITHIN
    words = half_width(text).split()
    rows = SmsMessage.objects.filter(sender=sender, entered_at__gt=since, state__in=(SmsState.FILED, SmsState.ADDED))
    return next((row for row in rows.select_related("report") if half_width(row.text).split() == words), None)


def _file(found: Parsed, sender: str, text: str, moment: datetime, person: User, facts: dict[str, Any]) -> _Outcome:
    place = next(iter(places_matching(found.place, actor=person)), None) if found.place else None
    exact = place is not None and place.code and (place.label == found.place or place.label.startswith(found.place))
    kind = EventType.objects.filter(pk=found.event_type, is_active=True).first() if found.event_type else None
    where = place.label if place is not None and exact else found.place
    data = ReportData(
        source=Source.GRID_WORKER if Role.GRID_WORKER in access.roles(person) else Source.COUNTY_STAFF,
        channel=Channel.SMS,
        title=f"{where}{kind.name if kind else '灾情'}",
        description=story(found, text),
        event_type=kind.pk if kind else None,
        jurisdiction=place.code if place is not None and exact else None,
        location=place.point if place is not None and exact else None,
        coordinate_source=CoordinateSource.GAZETTEER if exact else "",
        place=where,
        figures=found.figures,
        occurred_at=moment,
        received_at=moment,
        reporter_name=person.full_name,
        reporter_phone=sender,
    )
    report = report_create(data=data, actor=person)
    return _Outcome(SmsState.FILED, read_back(report, found), report, facts)


def _fix(found: Parsed, sender: str, moment: datetime, person: User, facts: dict[str, Any]) -> _Outcome:
    """A correction of what this person reported lately: by its number, else the newest."""
    mine = Report.objects.filter(reporter=person, received_at__gt=timezone.now() - FIXABLE_WITHIN)
    if found.number:
        mine = mine.filter(number__regex=rf"R0*{found.number}$")
    report = mine.order_by("-received_at", "-pk").first()
    if report is None:
        return _Outcome(SmsState.UNREADABLE, unreadable_words(found, missing=True), parsed=facts)
    data = FollowUpData(figures=found.figures, text=found.words, reason=f"短信更正 {sender}", observed_at=moment)
    made = report_follow_up(report=report, data=data, actor=person)
    return _Outcome(SmsState.ADDED, read_back_fix(report, made, found), report, facts)
