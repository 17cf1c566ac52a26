"""Reports by the other names they go by, and where a form without a place belongs meanwhile."""

from uuid import UUID

from incidents.reports.models import Report
from incidents.reports.selectors.lists import visible
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission


def report_named(*, name: str, key: UUID | None, actor: Actor) -> Report | None:
    """The report of this number, or of the form the actor sent with this key; None when it is out of reach."""
    rows = visible(actor).select_related("jurisdiction", "owner_unit__jurisdiction", "handover_to__jurisdiction")
    light = rows.defer(
        "jurisdiction__boundary", "owner_unit__jurisdiction__boundary", "handover_to__jurisdiction__boundary"
    )
    if key is not None:
        return light.filter(client_key=key, reporter_id=actor.pk).first()
    return light.filter(number=name).first() if 0 < len(name) <= 40 else None


def place_to_file(*, actor: User) -> Jurisdiction | None:
    """The highest place where the actor may file reports, or None."""
    places = access.scope(Jurisdiction.objects.filter(is_active=True), actor, Permission.REPORT_CREATE, field="")
    return places.defer("boundary").order_by("path").first()
