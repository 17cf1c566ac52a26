"""What was sent is looked at, cleaned and shown, or refused in words; a row that waits is drained by a worker (R-B7).

Nothing can get stuck: a check holds its row for LEASE_S; whoever comes after that takes it again, MOST_ATTEMPTS times.
"""

import logging
import threading
from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from core.errors import NotFoundError
from files import store
from files.events import FILE_ADDED
from files.examine import Examined, examine
from files.models import File, FileKind, FileState
from files.pictures import Drawn, draw_anew
from files.services.common import file_lock
from files.sniff import RefusedError
from files.subjects import Target, target_of
from organizations.access import Actor
from timeline.services import record

log = logging.getLogger(__name__)
LEASE_S = 120
MOST_ATTEMPTS = 4
# More than this is left to a worker, so that no request waits long or holds much memory.
QUICK_PIXELS = 16_000_000
_drawing = threading.BoundedSemaphore(2)


def files_check_waiting(*, limit: int = 20) -> int:
    """Check what waits, or what a dead process left behind; how many were taken."""
    taken = 0
    while taken < limit and (file := _claim()) is not None:
        taken += 1
        try:
            file_check(file=file, quick=False)
        except store.StorageFullError:
            _postponed(file)
            break
        except Exception:
            # Its lease runs out and it is tried again; the others do not wait for it.
            log.exception("file %s could not be checked (attempt %s)", file.pk, file.attempts)
    return taken


@transaction.atomic(savepoint=False)
def _claim() -> File | None:
    waiting = File.objects.filter(state=FileState.CHECKING, check_after__lte=timezone.now(), removed_at=None)
    file = waiting.select_for_update(no_key=True, skip_locked=True).order_by("check_after").first()
    if file is None:
        return None
    file.attempts += 1
    file.check_after = timezone.now() + timedelta(seconds=LEASE_S)
    file.save(update_fields=["attempts", "check_after", "updated_at"])
    return file


def file_check(*, file: File, quick: bool) -> File:
    """Look at a file whose row this process holds by its lease; `quick` leaves what takes long to a worker."""
    part = store.path(file, store.PART)
    if file.attempts > MOST_ATTEMPTS:
        return _refused(file, "tired")
    if not part.exists() and store.path(file).exists():
        part = store.path(file)  # whoever checked it died between the rename and the commit
    if store.digest(part, file.size) != file.sha256:
        return _again(file)
    try:
        seen = examine(part)
        if seen.kind != FileKind.PHOTO:
            store.become(part, store.path(file))
            return _ready(file, seen, None)
        return _draw(file, seen, quick)
    except RefusedError as error:
        return _refused(file, error.key)


def _draw(file: File, seen: Examined, quick: bool) -> File:
    small = (seen.width or 0) * (seen.height or 0) <= QUICK_PIXELS
    if quick and (not small or not _drawing.acquire(blocking=False)):
        return _later(file)
    try:
        target = store.path(file)
        clean = target.with_name("clean")
        with store.refusing_when_full():
            drawn = draw_anew(store.path(file, store.PART), clean)
        for size in store.THUMBS:
            store.become(clean.with_name(f"clean.{size}"), target.with_name(str(size)))
        store.become(clean, target)
        return _ready(file, seen, drawn)
    finally:
        if quick:
            _drawing.release()


@transaction.atomic
def _later(file: File) -> File:
    file = file_lock(file.pk)
    file.attempts, file.check_after = 0, timezone.now()
    file.save(update_fields=["attempts", "check_after", "updated_at"])
    return file


@transaction.atomic
def _postponed(file: File) -> None:
    """No room for the clean picture: nobody's fault, so it costs no attempt; what was sent is kept until there is room."""
    file = file_lock(file.pk)
    if file.state == FileState.CHECKING:
        file.attempts, file.check_after = max(0, file.attempts - 1), timezone.now() + timedelta(seconds=LEASE_S)
        file.save(update_fields=["attempts", "check_after", "updated_at"])


@transaction.atomic
def _again(file: File) -> File:
    """What arrived is not what was announced: from the beginning."""
    file = file_lock(file.pk)
    if file.state != FileState.CHECKING:  # a slower twin was first: what it found stands
        return file
    file.state, file.offset, file.attempts, file.check_after = FileState.UPLOADING, 0, 0, None
    file.save(update_fields=["state", "offset", "attempts", "check_after", "updated_at"])
    transaction.on_commit(lambda: store.forget(file))
    return file


@transaction.atomic
def _refused(file: File, key: str) -> File:
    file = file_lock(file.pk)
    if file.state != FileState.CHECKING:  # a slower twin was first: what it found stands
        return file
    file.state, file.refusal, file.check_after = FileState.REFUSED, key, None
    file.save(update_fields=["state", "refusal", "check_after", "updated_at"])
    transaction.on_commit(lambda: store.forget(file))
    return file


@transaction.atomic
def _ready(file: File, seen: Examined, drawn: Drawn | None) -> File:
    file = file_lock(file.pk)
    if file.state != FileState.CHECKING:  # a slower twin was first
        return file
    file.state, file.kind, file.content_type = FileState.READY, seen.kind, seen.content_type
    file.check_after, file.ready_at = None, timezone.now()
    if drawn is not None:
        file.content_type, file.width, file.height = drawn.content_type, drawn.width, drawn.height
        file.taken_at = drawn.taken.at or file.taken_at
        if drawn.taken.where is not None:
            file.taken_location = Point(*drawn.taken.where, srid=4326)
    file.save()
    if drawn is not None:  # the original, with what was hidden in it, goes only when its clean copy is on record
        transaction.on_commit(lambda: store.path(file, store.PART).unlink(missing_ok=True))
    if file.removed_at is None:
        file_tell(FILE_ADDED, file, file.uploaded_by)
    return file


def file_tell(kind: Any, file: File, actor: Actor, **data: Any) -> None:
    """Record what happened to a file on the timeline of its subject; a form not yet saved tells nobody."""
    target = _target(file, actor)
    if target is None or target.private:
        return
    record(
        kind,
        f"file:{file.pk}",
        jurisdiction=target.jurisdiction,
        also=target.also,
        permission=target.permission,
        actor=actor,
        people=sorted({*target.people, file.uploaded_by_id}),
        related=[file.subject, *target.related],
        occurred_at=file.taken_at,
        data={
            "of": target.label,
            "url": target.url,
            "name": file.name,
            "caption": file.caption,
            "file_kind": str(file.kind),
            **data,
        },
    )


def _target(file: File, actor: Actor) -> Target | None:
    """The thing as its uploader sees it now; somebody who lost their role meanwhile still finishes in silence."""
    try:
        return target_of(file.subject, actor)
    except NotFoundError:
        return None
