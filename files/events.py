"""Kinds of event this app records."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from files.models import FileKind
from timeline.kinds import register


def _kind(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The kind in the reader's language, and the caption where the file has one instead of its name."""
    kind = data.get("file_kind", "")
    label = FileKind(kind).label if kind in FileKind.values else ""
    return {**data, "what": label, "said": data.get("caption") or data.get("name", "")}


FILE_ADDED = register("file.added", _("%(what)s added to %(of)s: %(said)s"), _kind)
FILE_REMOVED = register("file.removed", _("%(what)s of %(of)s struck: %(said)s – %(reason)s"), _kind)
