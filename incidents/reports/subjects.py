"""A report, and a form that is not yet one, as the things files belong to (R-B7)."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import NotFoundError
from files.subjects import Target, register
from incidents.reports.models import Report
from incidents.reports.selectors import report_get
from incidents.reports.selectors.naming import place_to_file, report_named
from organizations import access, ownership
from organizations.access import Actor
from organizations.models import User
from organizations.roles import Permission


def report_target(reference: str, actor: Actor) -> Target:
    """By id, by number, or by the key of the form it was filed with, which a phone knows before the answer comes."""
    if reference.isascii() and reference.isdigit() and len(reference) < 19:
        return _target(report_get(pk=int(reference), actor=actor), actor)
    found = report_named(name=reference, key=_key(reference), actor=actor)
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return _target(found, actor)


def form_target(reference: str, actor: Actor) -> Target:
    """A form by its key: only its writer's, told to nobody; once it is saved, the report it became."""
    key = _key(reference)
    if key is None or not isinstance(actor, User):
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    saved = report_named(name="", key=key, actor=actor)
    if saved is not None:
        return _target(saved, actor)
    place = place_to_file(actor=actor)
    if place is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return Target(
        subject=f"form:{key}",
        label=str(_("This form")),
        jurisdiction=place,
        permission=Permission.REPORT_VIEW,
        may_add=True,
        may_remove=False,
        private=True,
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _target(report: Report, actor: Actor) -> Target:
    handles = ownership.may(actor, Permission.REPORT_HANDLE, report)
    own = report.reporter_id is not None and report.reporter_id == actor.pk
    return Target(
        subject=f"report:{report.pk}",
        label=report.number,
        jurisdiction=report.jurisdiction,
        permission=Permission.REPORT_VIEW,
        may_add=handles or (own and access.can_anywhere(actor, Permission.REPORT_CREATE)),
        may_remove=handles,
        url=f"/reports/{report.pk}/",
        related=(f"incident:{report.incident_id}",) if report.incident_id else (),
        people=(report.reporter_id,) if report.reporter_id else (),
        also=tuple(ownership.seeing_places(report)),
    )


register("report", report_target)
register("form", form_target)
