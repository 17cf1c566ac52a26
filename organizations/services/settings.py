"""Keeping what a person has arranged for themselves (R-H2)."""

import json
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.text import storable
from organizations.models import PersonSetting, User

KEY = re.compile(r"[a-z0-9][a-z0-9._\-]{0,59}")
BYTES = 16_384
KEYS = 200


@transaction.atomic
def setting_save(*, key: str, value: Any, actor: User) -> PersonSetting | None:
    """Keep one arrangement of the actor's own, at most 16 KiB of JSON; None drops it. Not an event: it is nobody else's.

    UnprocessableError when the key is not a plain name, the value is too large, or there are too many of them.
    """
    if not KEY.fullmatch(key):
        raise UnprocessableError(
            _("A setting is named by small letters, digits, dots and dashes."), errors={"key": key}
        )
    mine = PersonSetting.objects.filter(user_id=actor.pk)
    if value is None:
        mine.filter(key=key).delete()
        return None
    text = json.dumps(value, ensure_ascii=False)
    if len(text.encode("utf-8", "surrogatepass")) > BYTES:
        raise UnprocessableError(_("This setting is too large: at most %(n)d KiB.") % {"n": BYTES // 1024})
    if not storable(text) or "\\u0000" in text:
        raise UnprocessableError(_("This holds characters that cannot be stored."))
    if mine.exclude(key=key).count() >= KEYS:
        raise UnprocessableError(_("There are already %(n)d settings; drop one first.") % {"n": KEYS})
    return PersonSetting.objects.update_or_create(user_id=actor.pk, key=key, defaults={"value": value})[0]
