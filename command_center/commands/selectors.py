"""What the bar reads: incidents by their short number, teams as they may be called, a person's own words (R-H2)."""

from django.db.models import Q

from command_center.commands.units import Called
from command_center.models import CommandAlias
from incidents.response.models import Incident, Status
from incidents.response.selectors import incidents_visible
from organizations.access import Actor
from organizations.models import Jurisdiction
from resources.teams.selectors import teams

SHOWN = 10


def incidents_numbered(number: str, *, actor: Actor) -> list[Incident]:
    """Incidents within reach that a number may mean: whole (990121-2026-0003), year and running, or running alone.

    Open ones hide closed ones: a short number means what is being worked on. Newest first, at most ten.
    """
    rows = incidents_visible(actor)
    parts = number.split("-")
    running = f"{int(parts[-1]):04d}" if parts[-1].isdigit() else parts[-1]
    ending = "-".join([*parts[:-1], running])
    rows = rows.filter(Q(number__iexact=ending) | Q(number__iendswith=f"-{ending}"))
    found = list(rows.order_by("-received_at", "-pk")[: SHOWN * 3])
    still = [row for row in found if row.status != Status.CLOSED]
    return (still or found)[:SHOWN]


def teams_called(*, actor: Actor) -> list[Called]:
    """Every team in use the actor may see, by call sign and names."""
    rows = teams(actor).filter(is_active=True).order_by("code", "pk")
    return [Called(*row) for row in rows.values_list("pk", "code", "name", "name_en")]


def aliases_of(actor: Actor) -> dict[str, str]:
    """Own words → what they stand for: of the centres above the person's unit, the nearest first; one's own before all."""
    if not actor.is_authenticated:
        return {}
    unit = actor.unit
    line = unit.jurisdiction.ancestor_ids if unit else []
    rows = CommandAlias.objects.filter(Q(user_id=actor.pk) | Q(jurisdiction_id__in=line))
    place = {pk: depth for depth, pk in enumerate(line)}
    ranked = sorted(rows, key=lambda row: len(line) if row.user_id else place.get(row.jurisdiction_id or 0, 0))
    return {row.word: row.meaning for row in ranked}


def aliases_own(actor: Actor) -> list[CommandAlias]:
    """The actor's own words, for the page that edits them."""
    return list(CommandAlias.objects.filter(user_id=actor.pk)) if actor.is_authenticated else []


def aliases_at(place: Jurisdiction, *, actor: Actor) -> list[CommandAlias]:
    """The words of one centre; the caller has found the place within reach of the actor."""
    return list(CommandAlias.objects.filter(jurisdiction=place))
