"""One file, locked, and the words every refusal shares."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from files.examine import limits
from files.models import File, FileState
from files.subjects import Target
from files.words import refusal_words


def file_lock(pk: Any) -> File:
    """The row as it is now, locked until the transaction ends."""
    File.objects.select_for_update(no_key=True).order_by().values_list("pk").filter(pk=pk).first()
    found = File.objects.select_related("uploaded_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return found


def require_may_add(target: Target) -> None:
    """PermissionDenied in words unless files may be added there by whom the target was found for."""
    if not target.may_add:
        raise PermissionDenied(
            _("You may look at the files of %(label)s, not add any. An administrator of roles can grant it.")
            % {"label": target.label}
        )


def refused(file: File) -> UnprocessableError:
    """The refusal of a file's content in words."""
    words = refusal_words(file.refusal, limits())
    return UnprocessableError(words, errors={"file": words}, extra={"state": str(file.state)})


def wrong_offset(file: File) -> ConflictError:
    """What the server has, so that the sender goes on from there."""
    return ConflictError(
        _("The server has %(have)s of %(size)s bytes; go on from there.") % {"have": file.offset, "size": file.size},
        extra={"offset": file.offset, "state": str(file.state)},
    )


def require_uploading(file: File) -> None:
    """ConflictError (409) when nothing more is expected; UnprocessableError (422) when it was refused."""
    if file.state == FileState.REFUSED:
        raise refused(file)
    if file.removed_at is not None:
        raise ConflictError(_("This file was struck meanwhile."), extra={"state": "removed"})
    if file.state != FileState.UPLOADING:
        raise wrong_offset(file)
