"""Files are struck, never erased; those of a form move to the report it became; what nobody finished is swept away."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, PermissionDenied, UnprocessableError
from files import store
from files.events import FILE_ADDED, FILE_REMOVED
from files.models import File, FileState
from files.services.checking import file_tell
from files.services.common import file_lock, require_may_add
from files.subjects import target_of
from organizations.models import User


@transaction.atomic
def file_remove(*, file: File, reason: str, actor: User) -> File:
    """Strike a file, with a reason: nothing shows it any more, the record keeps that it was there (R-B7).

    By whoever added it, or by those who answer for the thing it belongs to.
    """
    file = file_lock(file.pk)
    if file.removed_at is not None:
        raise ConflictError(_("This file was struck meanwhile."), extra={"state": "removed"})
    target = target_of(file.subject, actor)
    if not target.may_remove and file.uploaded_by_id != actor.pk:
        raise PermissionDenied(
            _("Only whoever added a file, or those who answer for %(label)s, may strike it.") % {"label": target.label}
        )
    words = reason.strip()
    if not words or len(words) > 500:
        message = _("Say why.") if not words else _("Too long: at most %(limit)s characters.") % {"limit": 500}
        raise UnprocessableError(message, errors={"reason": message})
    shown = file.state == FileState.READY
    file.removed_at, file.removed_by, file.removed_reason = timezone.now(), actor, words
    file.save(update_fields=["removed_at", "removed_by", "removed_reason", "updated_at"])
    if shown:
        file_tell(FILE_REMOVED, file, actor, reason=words)
    else:
        transaction.on_commit(lambda: store.forget(file))
    return file


@transaction.atomic
def files_move(*, source: str, target: str, actor: User) -> int:
    """The actor's files of a form not yet saved become those of what it was saved as; how many."""
    to = target_of(target, actor)
    require_may_add(to)
    rows = File.objects.select_for_update(no_key=True).filter(subject=source, uploaded_by=actor, removed_at=None)
    moved = 0
    for file in rows.exclude(state=FileState.REFUSED).order_by("created_at"):
        twin = File.objects.filter(subject=to.subject, sha256=file.sha256, removed_at=None)
        if twin.exclude(state=FileState.REFUSED).exists():
            continue
        file.subject, file.jurisdiction, file.permission = to.subject, to.jurisdiction, to.permission
        file.save(update_fields=["subject", "jurisdiction", "permission", "updated_at"])
        moved += 1
        if file.state == FileState.READY:
            file_tell(FILE_ADDED, file, actor)
    return moved


def files_sweep() -> int:
    """Forget what was begun and left alone for FILES_ABANDONED_DAYS, rows and bytes; how many."""
    edge = timezone.now() - timedelta(days=settings.FILES_ABANDONED_DAYS)
    old = File.objects.filter(state__in=[FileState.UPLOADING, FileState.REFUSED], updated_at__lt=edge)
    swept = 0
    for file in old.order_by("updated_at")[:500]:
        with transaction.atomic():
            deleted, _rows = File.objects.filter(pk=file.pk, updated_at=file.updated_at).delete()
        if deleted:
            store.forget(file)
            swept += 1
    # Originals whose process died between the commit and their end.
    for file in File.objects.filter(state=FileState.READY, ready_at__gte=timezone.now() - timedelta(days=1)):
        store.path(file, store.PART).unlink(missing_ok=True)
    return swept
