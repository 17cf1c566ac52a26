"""Where the bytes lie: one folder per file below MEDIA_ROOT, named by day and id, never under an address of the server."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from core.errors import AppError
from files.models import File

READ = 1 << 20
PART, CONTENT, THUMBS = "part", "content", (320, 1280)


class StorageFullError(AppError):
    """The server has no room for the bytes; nothing of them was kept."""

    status = 507


def _full() -> StorageFullError:
    return StorageFullError(_("The server's storage is full. Nothing was saved; tell the administrator and try later."))


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Say in words that there is no room, instead of failing."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _full() from error
        raise


def folder(file: File) -> Path:
    """The folder of a file."""
    return Path(default_storage.path(f"files/{file.day}/{file.pk}"))


def path(file: File, name: str = CONTENT) -> Path:
    """One of a file's bytes: what was sent so far (`part`), the content, or a thumbnail (`320`, `1280`)."""
    return folder(file) / name


def require_room(size: int) -> None:
    """StorageFullError when so many bytes would leave less than FILES_KEEP_FREE free."""
    root = Path(default_storage.path(""))
    with refusing_when_full():
        root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(root).free - size < settings.FILES_KEEP_FREE:
            raise _full()


def write_at(file: File, offset: int, chunk: bytes) -> None:
    """Put a chunk where it belongs; bytes of an attempt that died are written over. On the disk when this returns."""
    with refusing_when_full():
        folder(file).mkdir(parents=True, exist_ok=True)
        handle = os.open(path(file, PART), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            view = memoryview(chunk)
            while view:
                written = os.pwrite(handle, view, offset)
                offset, view = offset + written, view[written:]
            os.fdatasync(handle)
        finally:
            os.close(handle)


def digest(source: Path, size: int) -> str:
    """SHA-256 of the first `size` bytes, read piece by piece; "" when there are fewer."""
    told, left = hashlib.sha256(), size
    try:
        with source.open("rb") as stream:
            while left and (piece := stream.read(min(READ, left))):
                told.update(piece)
                left -= len(piece)
    except FileNotFoundError:
        return ""
    return "" if left else told.hexdigest()


def become(source: Path, target: Path) -> None:
    """Rename, so that readers see the whole of it or nothing."""
    os.replace(source, target)


def forget(file: File) -> None:
    """Delete all its bytes."""
    shutil.rmtree(folder(file), ignore_errors=True)
