"""A file comes in piece by piece: begun, continued after any cut, finished. Every step may be repeated (R-B7)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.text import clean_name
from files import store
from files.examine import require_size
from files.models import File, FileState
from files.pictures import plausible
from files.services.checking import LEASE_S, file_check
from files.services.common import file_lock, refused, require_may_add, require_uploading, wrong_offset
from files.sniff import HEAD, RefusedError, sniff
from files.subjects import Target, target_of
from organizations.models import User

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BY_NAME = {
    "photo": {".jpg", ".jpeg", ".png", ".webp"},
    "audio": {".m4a", ".mp3", ".ogg", ".oga", ".opus", ".wav", ".amr", ".weba"},
    "document": {".pdf", ".docx", ".xlsx", ".txt", ".csv"},
}


@dataclass(frozen=True)
class Offer:
    """What a sender says of a file. `taken_at` and `taken_place` (lon, lat) count only where the content says nothing."""

    name: str
    size: int
    sha256: str
    caption: str = ""
    taken_at: datetime | None = None
    taken_place: tuple[float, float] | None = None


@transaction.atomic
def file_begin(*, subject: str, offer: Offer, actor: User) -> tuple[File, bool]:
    """(the file, whether it is new). The same content for the same subject goes on where it stopped (R-B7).

    NotFoundError when the subject is out of reach, UnprocessableError naming the fields, StorageFullError when there is
    no room.
    """
    target = target_of(subject, actor)
    with connection.cursor() as cursor:  # two beginnings of one file meet here
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{target.subject} {offer.sha256}"])
    require_may_add(target)
    _check(offer)
    rows = File.objects.filter(subject=target.subject, sha256=offer.sha256, removed_at=None)
    known = rows.order_by("-created_at").first()
    if known is not None and target.private and known.uploaded_by_id != actor.pk:
        raise ConflictError(_("This form is somebody else's. Open a new one."))
    if known is not None:
        if known.state == FileState.REFUSED:
            raise refused(known)
        return known, False
    _require_few(target, actor)
    store.require_room(offer.size)
    place = Point(*offer.taken_place, srid=4326) if offer.taken_place else None
    file = File.objects.create(
        subject=target.subject,
        jurisdiction=target.jurisdiction,
        permission=target.permission,
        name=_clean(offer.name),
        caption=clean_name(offer.caption)[:300],
        size=offer.size,
        sha256=offer.sha256,
        taken_at=plausible(offer.taken_at),
        taken_location=place,
        uploaded_by=actor,
    )
    return file, True


def _clean(name: str) -> str:
    """The last part of a path, however it was written, at most 200 characters with its ending."""
    last = clean_name(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "file"
    ending = PurePosixPath(last).suffix[:20]
    return last if len(last) <= 200 else last[: 200 - len(ending)] + ending


def _check(offer: Offer) -> None:
    errors = {}
    if not _SHA256.fullmatch(offer.sha256):
        errors["sha256"] = _("Send the SHA-256 of the content as 64 hexadecimal digits, in small letters.")
    if not offer.name.strip():
        errors["name"] = _("Say the name of the file.")
    if offer.size <= 0:
        errors["size"] = _("The file is empty.")
    largest = max(settings.FILES_LIMITS_MB.values())
    if offer.size > largest * 1_000_000:
        errors["size"] = _("A file may have at most %(limit)s MB.") % {"limit": largest}
    if errors:
        raise UnprocessableError(next(iter(errors.values())), errors=errors)
    ending = PurePosixPath(offer.name.lower()).suffix
    kind = next((kind for kind, endings in _BY_NAME.items() if ending in endings), None)
    if kind is not None:
        try:
            require_size(kind, offer.size)
        except RefusedError as error:  # said before megabytes are sent in vain
            raise refused(File(state=FileState.REFUSED, refusal=error.key)) from error


def _require_few(target: Target, actor: User) -> None:
    live = File.objects.filter(removed_at=None).exclude(state=FileState.REFUSED)
    if live.filter(subject=target.subject).count() >= settings.FILES_PER_SUBJECT:
        words = _("%(label)s has %(limit)s files already. Strike some first.")
        message = words % {"label": target.label, "limit": settings.FILES_PER_SUBJECT}
        raise UnprocessableError(message, errors={"subject": message})
    under_way = File.objects.filter(uploaded_by=actor, state=FileState.UPLOADING, removed_at=None)
    if under_way.count() >= settings.FILES_UNDER_WAY:
        message = _("You have %(limit)s unfinished files. Let some of them finish first.")
        raise UnprocessableError(message % {"limit": settings.FILES_UNDER_WAY})


@transaction.atomic
def file_chunk(*, file: File, offset: int, chunk: bytes, actor: User) -> File:
    """Take the bytes that belong at `offset`; ConflictError carries the right offset when it is another.

    The row's lock makes two senders take turns; what a dead one left beyond the offset is written over.
    """
    file = file_lock(file.pk)
    require_uploading(file)
    require_may_add(target_of(file.subject, actor))
    if offset != file.offset:
        raise wrong_offset(file)
    if not chunk:
        raise UnprocessableError(_("The piece is empty."))
    if offset + len(chunk) > file.size:
        raise UnprocessableError(_("The piece goes beyond the size that was announced."), extra={"offset": file.offset})
    if offset == 0 and len(chunk) >= min(HEAD, file.size) and _hopeless(file, chunk):
        return _refuse(file)
    store.write_at(file, offset, chunk)
    file.offset = offset + len(chunk)
    file.save(update_fields=["offset", "updated_at"])
    return file


def _hopeless(file: File, head: bytes) -> bool:
    """Whether the first piece already tells that the file will be refused; `refusal` then says why."""
    try:
        require_size(sniff(head[:HEAD]).kind, file.size)
    except RefusedError as error:
        file.refusal = error.key
        return True
    return False


def _refuse(file: File) -> File:
    file.state = FileState.REFUSED
    file.save(update_fields=["state", "refusal", "updated_at"])
    transaction.on_commit(lambda: store.forget(file))
    return file


def file_finish(*, file: File, actor: User) -> File:
    """Everything was sent: check it, now where that is quick, else soon by a worker. `state` says how it ended.

    ConflictError carries the offset when bytes are missing or arrived damaged.
    """
    file = _take_in(file=file, actor=actor)
    if file.state != FileState.CHECKING or file.attempts != 1:
        return file
    file = file_check(file=file, quick=True)
    if file.state == FileState.UPLOADING:
        raise wrong_offset(file)
    return file


@transaction.atomic
def _take_in(*, file: File, actor: User) -> File:
    file = file_lock(file.pk)
    require_may_add(target_of(file.subject, actor))
    if file.state != FileState.UPLOADING:
        file.attempts = 0  # somebody else's check, or done
        return file
    require_uploading(file)
    if file.offset != file.size:
        raise wrong_offset(file)
    file.state, file.attempts = FileState.CHECKING, 1
    file.check_after = timezone.now() + timedelta(seconds=LEASE_S)
    file.save(update_fields=["state", "attempts", "check_after", "updated_at"])
    return file
