"""Drafts of the intake form: kept on the server while typing, several at once, never sent by accident."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from incidents.reports.models import IntakeDraft
from organizations.models import User

MAX_DRAFT = 100_000
MAX_DRAFTS = 30


@transaction.atomic
def draft_save(*, key: UUID, fields: Mapping[str, str], actor: User) -> IntakeDraft:
    """Keep what is typed now; the oldest of more than 30 drafts goes."""
    if len(json.dumps(dict(fields))) > MAX_DRAFT:
        raise UnprocessableError(_("This draft is too long to keep."))
    draft, made = IntakeDraft.objects.update_or_create(user=actor, key=key, defaults={"fields": dict(fields)})
    if made:
        kept = IntakeDraft.objects.filter(user=actor).order_by("-updated_at").values("pk")[:MAX_DRAFTS]
        IntakeDraft.objects.filter(user=actor).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return draft


@transaction.atomic
def draft_discard(*, key: UUID, actor: User) -> None:
    """The draft became a report, or was thrown away on purpose."""
    IntakeDraft.objects.filter(user=actor, key=key).delete()
