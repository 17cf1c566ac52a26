"""A report comes in: checked, placed, numbered, owned, due and told in one transaction (R-B1, R-A4)."""

import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.contrib.gis.geos import Point
from django.core.cache import cache as process_cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clocks.services import deadline_open
from core.errors import ConflictError, UnprocessableError
from core.text import clean_name
from incidents.reports.data import Clean, ReportData, clean
from incidents.reports.deadlines import REPORT_VERIFY
from incidents.reports.events import REPORT_CREATED
from incidents.reports.features import report_feature
from incidents.reports.models import CoordinateSource, Report, ReportStatus
from incidents.reports.selectors.involved import units_named
from incidents.reports.selectors.placing import CACHE_S, Placing, place_report
from incidents.response.models import EventType
from incidents.response.services.opening import number_prefix
from incidents.response.suggestions import grade_suggest
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from timeline.services import record

# One statement takes the number and stores the report, so that the counter is locked for as short as can be.
_STORE = """
WITH given AS (
  INSERT INTO response_incidentnumber (prefix, year, series, last) VALUES (%s, %s, 'report', 1)
  ON CONFLICT (prefix, year, series) DO UPDATE SET last = response_incidentnumber.last + 1 RETURNING last
)
INSERT INTO reports_report ({columns}) SELECT {values} FROM given RETURNING number
"""
_NUMBER = "%s || lpad(last::text, greatest(4, length(last::text)), '0')"


def report_create(*, data: ReportData, actor: Actor) -> Report:
    """File a report where the actor may; UnprocessableError (422) names every field that is wrong (R-B1)."""
    cleaned, event_type, placing = _resolve(data, actor)
    access.require(actor, Permission.REPORT_CREATE, placing.jurisdiction)
    report = _build(data, cleaned, event_type, placing)
    report.involved = units_named(cleaned.involved, actor=actor)
    report.reporter = actor if actor.is_authenticated else None
    return _store_once(report, actor)


def report_create_public(*, data: ReportData, actor: Actor | None) -> Report:
    """A resident's report from the public page, marked unverified throughout; whoever is signed in stays out of it (R-B1).

    Its rate limit is taken by `public_attempt` before; any jurisdiction may be meant.
    """
    del actor
    cleaned, event_type, placing = _resolve(data, None)
    report = _build(data, cleaned, event_type, placing)
    report.unverified_public = True
    return _store_once(report, None)


def _resolve(data: ReportData, actor: Actor | None) -> tuple[Clean, EventType | None, Placing]:
    """Everything that may be refused, before anything is locked or written."""
    cleaned = clean(data)
    errors = cleaned.errors
    event_type = None
    if data.event_type:
        event_type = _type_of(data.event_type)
        if event_type is None:
            errors["event_type"] = _("This type is not in the table of event types.")
    placing = place_report(data.jurisdiction, cleaned.point, cleaned.swapped, actor, errors)
    if errors or placing is None:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return cleaned, event_type, placing


def _type_of(code: str) -> EventType | None:
    """From the table, remembered for a few seconds in this process: it changes by hand, some times a year."""
    if len(code) > 10 or not code.isascii():
        return None
    key = f"event_type:{code}"
    known = process_cache.get(key)
    if known is None:
        known = EventType.objects.filter(pk=code, is_active=True).first()
        if known is not None:
            process_cache.set(key, known, CACHE_S)
    return known


def _store_once(report: Report, actor: Actor | None) -> Report:
    """A form sent twice is one report: its key's lock makes the twin wait. Another person's key is refused."""
    key = report.client_key
    if key is None:
        return _store(report, actor)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int & 0x7FFF_FFFF_FFFF_FFFF])
        rows = Report.objects.select_related("jurisdiction").defer("jurisdiction__boundary")
        known = rows.filter(client_key=key).first()
        if known is None:
            return _store(report, actor)
        if known.reporter_id != report.reporter_id:
            raise ConflictError(_("This form was already sent by somebody else. Open a new one."))
        return known


def _build(data: ReportData, cleaned: Clean, event_type: EventType | None, placing: Placing) -> Report:
    origin = data.coordinate_source if data.coordinate_source in CoordinateSource.values else CoordinateSource.SYSTEM
    return Report(
        receipt=secrets.token_urlsafe(20),
        jurisdiction=placing.jurisdiction,
        owner_unit=placing.unit,
        source=data.source,
        event_type=event_type,
        title=cleaned.title,
        description=cleaned.description,
        location=Point(*placing.point, srid=4326) if placing.point else None,
        coordinate_source=origin if placing.point else "",
        place=cleaned.place,
        outside=placing.outside,
        swapped=placing.swapped,
        figures=cleaned.figures,
        details=cleaned.details,
        channel=data.channel,
        suggested_grade=suggested_grade(event_type, cleaned.figures),
        chosen_grade=data.chosen_grade,
        tags=cleaned.tags,
        occurred_at=cleaned.occurred_at,
        received_at=cleaned.received_at,
        reporter_name=clean_name(data.reporter_name),
        reporter_phone=clean_name(data.reporter_phone),
        client_key=data.client_key,
    )


def suggested_grade(event_type: EventType | None, figures: Mapping[str, Any]) -> int | None:
    """The grade the published thresholds suggest for what is known so far."""
    known = {name: value for name, value in figures.items() if value is not None}
    guess = grade_suggest(event_type, known) if event_type else None
    return guess.grade if guess else None


@transaction.atomic(savepoint=False)
def _store(report: Report, actor: Actor | None) -> Report:
    """What needs no number comes first: the counter's row is locked until the commit, so it is taken last.

    No savepoint: nothing here is refused, so there is nothing a caller could catch and carry on from.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('reports_report_id_seq')")
        report.pk = cursor.fetchone()[0]
    deadline_open(
        kind=REPORT_VERIFY,
        subject=report,
        jurisdiction=report.jurisdiction,
        permission=Permission.REPORT_VIEW,
        owner_unit=report.owner_unit,
        start=report.received_at,
        data={"title": report.title},
        actor=actor,
    )
    _insert_numbered(report)
    record(
        REPORT_CREATED,
        report,
        jurisdiction=report.jurisdiction,
        permission=Permission.REPORT_VIEW,
        actor=actor,
        people=[report.reporter_id] if report.reporter_id else (),
        occurred_at=report.occurred_at,
        data={
            "number": report.number,
            "title": report.title,
            "status": ReportStatus.SUBMITTED,
            "source": report.source,
            "grade": report.suggested_grade,
            "feature": report_feature(report),
        },
    )
    return report


@cache
def _store_statement() -> str:
    fields = Report._meta.concrete_fields
    columns = ", ".join(field.column for field in fields)
    values = ", ".join(_NUMBER if field.attname == "number" else "%s" for field in fields)
    return _STORE.format(columns=columns, values=values)


def _insert_numbered(report: Report) -> None:
    """E.g. 510181-2026-R0012: county digits of the receiving unit's place, year, a running number without gaps."""
    prefix, year = number_prefix(report.owner_unit.jurisdiction.code), timezone.localtime(report.received_at).year
    report.number = f"{prefix}-{year}-R"
    report.updated_at = timezone.now()
    values = [
        field.get_db_prep_save(getattr(report, field.attname), connection) for field in Report._meta.concrete_fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(_store_statement(), [prefix, year, *values])
        report.number = cursor.fetchone()[0]
    report._state.adding, report._state.db = False, connection.alias
