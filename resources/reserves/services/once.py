"""A form that acts once however often it is sent: the key it carries is kept with the effect (R-B1)."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from organizations.models import User
from organizations.services.receipts import receipt_claim, receipt_keep


def fresh_key() -> str:
    """A key for a form."""
    return uuid.uuid4().hex


@transaction.atomic
def done_once(*, key: str, route: str, said: Mapping[str, Any], act: Callable[[], Any], actor: User) -> bool:
    """Run `act` unless this key has been through; whether it ran. 422 when the key came with something else."""
    if not key:
        act()
        return True
    digest = hashlib.sha256(repr(sorted((name, str(value)) for name, value in said.items())).encode()).hexdigest()
    receipt, first = receipt_claim(key=key, route=route[:300], digest=digest, actor=actor)
    if first:
        act()
        receipt_keep(receipt=receipt, status=302, body=b"")
    return first
