"""Files an actor may see, each time asked of the thing they belong to (R-B7)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import NotFoundError
from files.models import File, FileState
from files.subjects import Target, target_of
from organizations.access import Actor
from organizations.models import User


@dataclass(frozen=True)
class Shown:
    """A file in a gallery, with the label of the thing it belongs to where that is another than the gallery's."""

    file: File
    of: str = ""


def file_get(*, pk: UUID, actor: Actor) -> tuple[File, Target]:
    """One file and what it belongs to, or NotFoundError: missing and out of reach are not told apart."""
    file = File.objects.select_related("uploaded_by", "removed_by").filter(pk=pk).first()
    if file is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    target = target_of(file.subject, actor)
    if target.private and file.uploaded_by_id != actor.pk:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return file, target


def file_shown(*, pk: UUID, actor: Actor) -> File:
    """A file whose content may be given out to the actor, or NotFoundError."""
    file, _target = file_get(pk=pk, actor=actor)
    if not file.is_shown:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return file


def files_of(target: Target, *, actor: Actor) -> QuerySet[File]:
    """The files of one thing the actor has found, oldest first; unfinished ones only to those who send them."""
    rows = File.objects.filter(subject=target.subject).select_related("uploaded_by", "removed_by")
    own = Q(uploaded_by_id=actor.pk)
    if target.private:
        return rows.filter(own, removed_at=None)
    return rows.filter(Q(state=FileState.READY) | (own & Q(removed_at=None)))


def gallery(target: Target, *, actor: Actor) -> list[Shown]:
    """Files of a thing and of what belongs to it, ready or struck, the newest first."""
    held = dict(target.holds())
    own = Q(uploaded_by_id=actor.pk) if target.private else Q()
    visible = Q(state=FileState.READY) | Q(state=FileState.CHECKING)
    rows = File.objects.filter(visible, own, subject__in=[target.subject, *held])
    rows = rows.select_related("uploaded_by", "removed_by").order_by("-created_at", "-id")
    return [Shown(row, held.get(row.subject, "")) for row in rows[:500]]


def files_mine(*, actor: User) -> QuerySet[File]:
    """What the actor has begun and not finished, so that it can go on."""
    rows = File.objects.filter(uploaded_by=actor, removed_at=None, state=FileState.UPLOADING)
    return rows.select_related("uploaded_by", "removed_by").order_by("-created_at")
