"""Area per person in force, and what was stated about it (R-D9)."""

from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.shelters.models import AreaNorm, Duration
from resources.shelters.vocabulary import DEFAULT_M2

_NEAREST = """
SELECT n.m2_per_person FROM shelters_areanorm n LEFT JOIN organizations_jurisdiction j ON j.id = n.jurisdiction_id
WHERE n.duration = %s AND n.effective_from <= %s AND (n.jurisdiction_id IS NULL OR n.jurisdiction_id = ANY(%s))
ORDER BY length(j.path) DESC NULLS LAST, n.effective_from DESC LIMIT 1
"""


def norm_for(duration: str, jurisdiction: Jurisdiction, at: datetime) -> Decimal:
    """m² per person in force at a time: the nearest jurisdiction's row, else the platform's default."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [duration, at, jurisdiction.ancestor_ids])
        found = cursor.fetchone()
    return Decimal(found[0]) if found else DEFAULT_M2[Duration(duration)]


def default_norms() -> list[tuple[str, Decimal]]:
    """What holds where nothing was stated: (class in words, m² per person)."""
    return [(str(duration.label), DEFAULT_M2[duration]) for duration in Duration]


def norms(actor: Actor) -> QuerySet[AreaNorm]:
    """Areas per person stated for places within reach or above, newest first."""
    paths = access.reach(actor).get(str(Permission.SHELTER_VIEW), set())
    above = {int(part) for path in paths for part in path.split("/") if part}
    below = access.scope(Jurisdiction.objects.all(), actor, Permission.SHELTER_VIEW, field="").values("pk")
    rows = AreaNorm.objects.filter(Q(jurisdiction=None) | Q(jurisdiction__in=above) | Q(jurisdiction__in=below))
    return rows.select_related("jurisdiction").order_by("-effective_from", "-pk")
