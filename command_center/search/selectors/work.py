"""Finding incidents, reports and teams (R-H2)."""

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from command_center.commands.selectors import teams_called
from command_center.commands.units import match
from command_center.search.heard import heard, written
from command_center.search.hits import Hit, Query
from core.templatetags.components import UNIT_WORDS, local_name
from incidents.reports.models import Report
from incidents.reports.selectors.lists import visible
from incidents.response.models import Incident
from incidents.response.selectors import incidents_visible
from organizations.access import Actor
from resources.teams.models import Team
from resources.teams.selectors import teams


def why(query: Query, **fields: str) -> str:
    """Which column made it a hit, in words."""
    words = {
        "number": _("number"),
        "title": _("title"),
        "place": _("place"),
        "description": _("description"),
        "code": _("call sign"),
        "name": _("Name"),
        "unit": _("unit"),
        "leader": _("leader"),
        "phone": _("phone"),
        "ability": _("capability"),
        "type": _("type"),
        "post": _("post"),
    }
    for field, text in fields.items():
        if any(word.casefold() in (text or "").casefold() for word in query.words):
            return words[field]
    return _("pinyin") if query.letters else ""


def _running(query: Query, field: str = "number") -> Q:
    """Its running number is the number typed: 3 finds 990121-2026-0003."""
    return Q(**{f"{field}__endswith": f"-{query.number:04d}"}) if query.number is not None else Q(pk__in=[])


def _exact_first(query: Query, field: str = "number") -> Case:
    tests = [When(**{f"{field}__iexact": query.text}, then=Value(0))]
    if query.number is not None:
        tests.append(When(**{f"{field}__endswith": f"-{query.number:04d}"}, then=Value(1)))
    return Case(*tests, default=Value(2))


def incidents(query: Query, actor: Actor) -> QuerySet[Incident]:
    """By number, title, place, type and description; open ones first."""
    texts = ("number", "title", "place", "description", "event_type__name", "event_type__name_en")
    condition = written(query, *texts) | _running(query) | heard(query, "title", "place")
    closed = Case(When(status="closed", then=Value(True)), default=Value(False), output_field=BooleanField())
    return incidents_visible(actor).filter(condition).order_by(_exact_first(query), closed, "-received_at", "-pk")


def incident_hit(row: Incident, query: Query) -> Hit:
    """One line."""
    reason = why(
        query,
        number=row.number,
        title=row.title,
        place=row.place,
        type=f"{row.event_type.name} {row.event_type.name_en}",
        description=row.description,
    )
    return Hit(
        "incidents",
        _lazy("Incident"),
        "incident",
        row.title,
        f"/incidents/{row.number}/",
        row.number,
        row.place,
        row.get_status_display(),
        reason,
        row.grade,
        not row.is_open,
    )


def reports(query: Query, actor: Actor) -> QuerySet[Report]:
    """By number, title, place and description; newest first."""
    condition = written(query, "number", "title", "place", "description") | _running(query) | heard(query, "title")
    rows = visible(actor).filter(condition).defer("jurisdiction__boundary")
    return rows.order_by(_exact_first(query), "-received_at", "-pk")


def report_hit(row: Report, query: Query) -> Hit:
    """One line."""
    reason = why(query, number=row.number, title=row.title, place=row.place, description=row.description)
    state = row.get_status_display()
    url = f"/reports/{row.pk}/"
    title = row.title or row.description[:40]
    return Hit(
        "reports", _lazy("Report"), "report", title, url, row.number, row.place, state, reason, closed=not row.is_open
    )


def teams_found(query: Query, actor: Actor) -> QuerySet[Team]:
    """By call sign in any short form, name, leader, unit, capability."""
    called = [one.pk for one in match(query.text, teams_called(actor=actor))[:50]]
    texts = ("code", "name", "name_en", "leader_name", "unit__name", "capabilities__name", "capabilities__name_en")
    ids = teams(actor).filter(written(query, *texts) | heard(query, "name", "leader_name")).values("pk")
    rows = Team.objects.filter(Q(pk__in=ids) | Q(pk__in=called), is_active=True)
    first = Case(When(pk__in=called or [0], then=Value(0)), default=Value(1))
    return rows.select_related("unit").prefetch_related("capabilities").order_by(first, "code", "pk")


def team_hit(row: Team, query: Query) -> Hit:
    """One line; phone numbers stay on the team's own page."""
    abilities = list(row.capabilities.all())
    reason = why(
        query,
        code=row.code,
        name=f"{row.name} {row.name_en}",
        leader=row.leader_name,
        unit=row.unit.name,
        ability=" ".join(f"{one.name} {one.name_en}" for one in abilities),
    )
    detail = " · ".join(
        filter(None, [local_name(row.unit), row.leader_name, ", ".join(map(local_name, abilities[:3]))])
    )
    state = str(UNIT_WORDS.get(row.readiness, ""))
    return Hit(
        "teams",
        _lazy("Team"),
        "team",
        local_name(row),
        f"/teams/{row.pk}/",
        row.code,
        detail,
        state,
        reason or _("call sign"),
    )
