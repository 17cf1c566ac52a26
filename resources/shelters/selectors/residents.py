"""Who is inside: only for those who run the shelter; everybody else is told numbers (R-D9, R-C9)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.shelters import workflow
from resources.shelters.models import Shelter, Stay, Tally
from resources.shelters.vocabulary import FLAGS, NEEDS


def residents(actor: Actor, shelter: Shelter) -> QuerySet[Stay]:
    """Stays in one shelter, for those who run it; none for others."""
    rows = access.scope(
        Stay.objects.filter(shelter_id=shelter.pk), actor, Permission.SHELTER_RUN, field="shelter__jurisdiction"
    )
    return rows.select_related("person__household").defer("person__id_sealed", "person__id_index")


def resident_list(
    actor: Actor, shelter: Shelter, *, q: str = "", state: str = "here", flag: str = "", need: str = ""
) -> QuerySet[Stay]:
    """Filtered: `state` here (inside or away), inside, away, left, all; `q` a name, initials, bed, phone or origin."""
    rows = residents(actor, shelter)
    states: dict[str, Q] = {
        "here": Q(left_at=None),
        "inside": Q(left_at=None, away_since=None),
        "away": Q(left_at=None, away_since__isnull=False),
        "left": Q(left_at__isnull=False),
    }
    rows = rows.filter(states.get(state, Q()))
    for word in q.split():
        rows = rows.filter(
            Q(person__name__icontains=word)
            | Q(person__initials__istartswith=word)
            | Q(bed__iexact=word)
            | Q(person__household__phone__startswith=word)
            | Q(person__phone__startswith=word)
            | Q(person__household__origin_text__icontains=word)
        )
    if flag:
        rows = rows.filter(person__flags__contains=[flag]) if flag != "any" else rows.exclude(person__flags=[])
    if need:
        has_needs = ~Q(person__needs=[]) | ~Q(person__needs_note="")
        rows = rows.filter(has_needs) if need == "any" else rows.filter(person__needs__contains=[need])
    return rows.order_by("-person__household_id", "pk")


def resident_get(actor: Actor, shelter: Shelter, pk: int) -> Stay:
    """One stay, or NotFoundError."""
    found = residents(actor, shelter).filter(pk=pk).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def makeup(actor: Actor, shelter: Shelter) -> dict[str, Any]:
    """Numbers without names, for all who see the shelter: inside, away, and how many of each flag and need."""
    seen = access.scope(
        Stay.objects.filter(shelter_id=shelter.pk, left_at=None),
        actor,
        Permission.SHELTER_VIEW,
        field="shelter__jurisdiction",
    ).order_by()
    wanted = {"away": Count("pk", filter=Q(away_since__isnull=False)), "named": Count("pk")}
    wanted |= {f"flag_{code}": Count("pk", filter=Q(person__flags__contains=[code])) for code in FLAGS}
    wanted |= {f"need_{code}": Count("pk", filter=Q(person__needs__contains=[code])) for code in NEEDS}
    counted = seen.aggregate(**wanted)
    return {
        "away": counted["away"],
        "inside": counted["named"] - counted["away"] + shelter.unnamed,
        "flags": [(code, words, counted[f"flag_{code}"]) for code, words in FLAGS.items() if counted[f"flag_{code}"]],
        "needs": [(code, words, counted[f"need_{code}"]) for code, words in NEEDS.items() if counted[f"need_{code}"]],
    }


def day_figures(actor: Actor, shelter: Shelter, day: date) -> dict[str, int]:
    """One day of the operation log in numbers: came, left, unnamed up and down, and who is here at its end (or now)."""
    start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    end = start + timedelta(days=1)
    see, where = Permission.SHELTER_VIEW, "shelter__jurisdiction"
    stays = access.scope(Stay.objects.filter(shelter_id=shelter.pk), actor, see, field=where).order_by()
    tallies = access.scope(Tally.objects.filter(shelter_id=shelter.pk), actor, see, field=where).order_by()
    here = Q(entered_at__lt=end) & (Q(left_at=None) | Q(left_at__gte=end))
    counted = stays.aggregate(
        came=Count("pk", filter=Q(entered_at__gte=start, entered_at__lt=end)),
        left=Count("pk", filter=Q(left_at__gte=start, left_at__lt=end)),
        named=Count("pk", filter=here),
    )
    deltas = list(tallies.filter(at__lt=end).values_list("delta", "at"))
    return {
        **counted,
        "unnamed_up": sum(delta for delta, at in deltas if at >= start and delta > 0),
        "unnamed_down": -sum(delta for delta, at in deltas if at >= start and delta < 0),
        "unnamed": sum(delta for delta, _at in deltas),
    }


def transfer_targets(actor: Actor, shelter: Shelter) -> QuerySet[Shelter]:
    """Shelters the actor runs too that receive people."""
    rows = Shelter.objects.filter(is_active=True, status__in=workflow.ADMITS).exclude(pk=shelter.pk)
    return access.scope(rows, actor, Permission.SHELTER_RUN).order_by("name")


def origins(actor: Actor, shelter: Shelter) -> list[str]:
    """Names of villages and townships below the shelter's top, offered while typing where people come from."""
    if not access.can(actor, Permission.SHELTER_RUN, shelter.jurisdiction):
        return []
    top = Jurisdiction.objects.filter(pk__in=shelter.jurisdiction.ancestor_ids, level="county").first()
    rows = Jurisdiction.objects.filter(path__startswith=(top or shelter.jurisdiction).path, is_active=True)
    return list(rows.filter(level__in=("village", "township")).order_by("path").values_list("name", flat=True)[:600])
