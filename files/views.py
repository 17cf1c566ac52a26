"""The bytes of files, and the gallery of a thing; each asked for with the reader's own reach (R-B7)."""

from pathlib import PurePosixPath
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.errors import NotFoundError
from files import selectors, store
from files.models import File, FileKind
from files.serving import give
from files.subjects import target_of

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


def _name(file: File) -> str:
    """The name it is saved under: a picture drawn anew may have become of another type."""
    ending = _ENDINGS.get(file.content_type)
    if ending is None or (ending == ".jpg" and file.name.lower().endswith(".jpeg")):
        return file.name
    return str(PurePosixPath(file.name).with_suffix(ending))


@require_safe
def content(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The content; documents only as a download, since a browser would run what they hold."""
    file = selectors.file_shown(pk=pk, actor=request.user)
    attach = file.kind == FileKind.DOCUMENT or "download" in request.GET
    kind = file.content_type + ("; charset=utf-8" if file.content_type == "text/plain" else "")
    return give(request, store.path(file), content_type=kind, name=_name(file), tag=str(file.pk), attach=attach)


@require_safe
def thumb(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A small picture: 320 pixels, or `?size=1280`."""
    file = selectors.file_shown(pk=pk, actor=request.user)
    if file.kind != FileKind.PHOTO:
        raise NotFoundError("There is no small picture of it.")
    size = "1280" if request.GET.get("size") == "1280" else "320"
    tag = f"{file.pk}-{size}"
    return give(request, store.path(file, size), content_type="image/jpeg", name=f"{size}.jpg", tag=tag, attach=False)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The files of `?subject=`: a part of a page, or a page of its own where scripts are off."""
    target = target_of(request.GET.get("subject", ""), request.user)
    context = {"target": target, "shown": selectors.gallery(target, actor=request.user)}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "files/_list.html" if part else "files/page.html", context)
