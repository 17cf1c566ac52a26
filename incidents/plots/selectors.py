"""Reading drawings, always for an actor: those who see incidents there see what was drawn there."""

from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from incidents.plots.models import Plot
from incidents.response.models import Incident
from organizations import access, ownership
from organizations.models import Jurisdiction
from organizations.roles import Permission


def plots(actor: access.Actor) -> QuerySet[Plot]:
    """Every drawing within reach, struck and outdated ones included."""
    rows = Plot.objects.select_related("jurisdiction", "incident", "author", "removed_by")
    here = access.scope(Jurisdiction.objects.all(), actor, Permission.INCIDENT_VIEW, field="").values("pk")
    known = ownership.scope(Incident.objects.all(), actor, Permission.INCIDENT_VIEW).order_by().values("pk")
    return rows.filter(Q(jurisdiction__in=here) | Q(incident__in=known)).defer("jurisdiction__boundary")


def plots_standing(actor: access.Actor) -> QuerySet[Plot]:
    """Drawings that hold now: not struck, not past their time."""
    return plots(actor).filter(Q(valid_until=None) | Q(valid_until__gt=timezone.now()), removed_at=None)


def plot_get(actor: access.Actor, pk: int) -> Plot:
    """One drawing within reach, or NotFoundError."""
    found = plots(actor).filter(pk=pk).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def jurisdiction_for(actor: access.Actor, lon: float, lat: float) -> Jurisdiction | None:
    """Where a drawing at this point belongs: the outermost of the actor's own jurisdictions, that around the point first."""
    own = access.scope(Jurisdiction.objects.filter(is_active=True), actor, Permission.PLOT_CHANGE, field="")
    paths = sorted(access.reach(actor).get(str(Permission.PLOT_CHANGE), ()))
    tops = own.filter(path__in=paths).order_by("path").defer("boundary")
    return tops.filter(boundary__covers=Point(lon, lat, srid=4326)).first() or tops.first()
