"""Files for our own pages, the phone and programs: begin, go on, finish, list, strike (R-B7; docs/api.md)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, parsers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import PROBLEM, problem
from core.errors import UnprocessableError
from files import selectors, services
from files.models import File, FileState
from files.serializers import FileIn, FileOut, OffsetOut, ReasonIn
from files.services.common import refused, require_may_add
from files.subjects import target_of
from organizations.api import ListApiView
from organizations.api.base import ApiView

_SUBJECT = OpenApiParameter(
    "subject", str, description="report:12, incident:7 …; without it, one's own unfinished files"
)
_OFFSET = OpenApiParameter("Upload-Offset", int, OpenApiParameter.HEADER, required=True)


class TooLarge(exceptions.APIException):
    """413."""

    status_code = 413


class PieceParser(parsers.BaseParser):
    """The raw bytes of one piece, never more than FILES_CHUNK of them."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Read it, or 413."""
        piece: bytes = stream.read(settings.FILES_CHUNK + 1)
        if len(piece) > settings.FILES_CHUNK:
            raise TooLarge(_("A piece may have at most %(limit)s bytes.") % {"limit": settings.FILES_CHUNK})
        return piece


def _offset_document(file: File) -> dict[str, Any]:
    return {"id": file.pk, "offset": file.offset, "state": str(file.state)}


class FilesView(ListApiView):
    """Files of a thing; beginning one."""

    serializer_class = FileOut

    def rows(self) -> QuerySet[File]:
        """Those of the subject asked for, or one's own unfinished ones."""
        subject = self.request.query_params.get("subject", "")
        if not subject:
            return selectors.files_mine(actor=self.actor)
        return selectors.files_of(target_of(subject, self.actor), actor=self.actor)

    @extend_schema(operation_id="files_list", parameters=[_SUBJECT], responses=FileOut(many=True))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page, oldest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(operation_id="files_begin", request=FileIn, responses={201: OffsetOut, 200: OffsetOut})
    def post(self, request: Request) -> Response:
        """201 and where to begin; 200 and where to go on when this content is known for this subject."""
        said = self.shape(FileIn)
        file, new = services.file_begin(subject=said.validated_data["subject"], offer=said.offer(), actor=self.actor)
        return Response(_offset_document(file), status=201 if new else 200)


class OneFile(ApiView):
    """Base of everything done with one file within reach."""

    serializer_class = FileOut
    remembers_answers = False

    def file(self, pk: UUID) -> File:
        """The file, or 404."""
        return selectors.file_get(pk=pk, actor=self.actor)[0]

    def answer(self, file: File) -> Response:
        """The file as it is, or 422 in words when its content was refused."""
        if file.state == FileState.REFUSED:
            error = refused(file)
            errors = [{"field": "file", "message": str(error.message)}]
            document = problem(422, "Not valid", str(error.message), errors=errors, state=str(file.state))
            return Response(document, status=422, content_type=PROBLEM)
        return Response(FileOut(file).data)


class FileView(OneFile):
    """One file: what is known of it, and its next piece."""

    parser_classes = [PieceParser]

    @extend_schema(operation_id="files_read", responses=FileOut)
    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        return Response(FileOut(self.file(pk)).data)

    @extend_schema(
        operation_id="files_piece",
        parameters=[_OFFSET],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=OffsetOut,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """The bytes at `Upload-Offset`; 409 carries the right `offset` when it is another."""
        file, target = selectors.file_get(pk=pk, actor=self.actor)
        require_may_add(target)
        data: Any = request.data
        piece = data if isinstance(data, bytes) else b""  # an empty body is never parsed
        asked = request.headers.get("Upload-Offset", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
            words = _("Send the header Upload-Offset: the number of bytes before this piece.")
            raise UnprocessableError(words, errors={"Upload-Offset": words})
        file = services.file_chunk(file=file, offset=int(asked), chunk=piece, actor=self.actor)
        return self.answer(file) if file.state == FileState.REFUSED else Response(_offset_document(file))


class FinishView(OneFile):
    """Everything was sent."""

    @extend_schema(operation_id="files_finish", request=None, responses=FileOut)
    def post(self, request: Request, pk: UUID) -> Response:
        """`state` is `ready`, or `checking` when a worker does it; 409 when bytes are missing; 422 when it is refused."""
        return self.answer(services.file_finish(file=self.file(pk), actor=self.actor))


class RemoveView(OneFile):
    """Strike."""

    remembers_answers = True

    @extend_schema(operation_id="files_remove", request=ReasonIn, responses=FileOut)
    def post(self, request: Request, pk: UUID) -> Response:
        """With a reason; the record keeps that it was there."""
        file = self.file(pk)
        reason = self.shape(ReasonIn).validated_data["reason"]
        return Response(FileOut(services.file_remove(file=file, reason=reason, actor=self.actor)).data)
