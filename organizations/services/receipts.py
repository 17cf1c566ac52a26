"""Answers once given, kept beside their effect, so that pressing twice makes one record (R-B1)."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from organizations.models import RequestReceipt, User

KEPT_DAYS = 14
_CLAIM = """
INSERT INTO organizations_requestreceipt (user_id, key, route, digest, created_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""


def receipt_claim(*, key: str, route: str, digest: str, actor: User) -> tuple[RequestReceipt, bool]:
    """The receipt of this key and whether this request is the first; call inside the effect's own transaction.

    The unique key decides: a concurrent copy waits in PostgreSQL until the first has committed (then it reads that
    answer) or failed (then it is the first). UnprocessableError when the key was used for another request.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A receipt belongs in the transaction of its effect.")
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [actor.pk, key, route, digest, timezone.now()])
        made = cursor.fetchone()
    if made:
        return RequestReceipt(pk=made[0], user=actor, key=key, route=route, digest=digest), True
    receipt = RequestReceipt.objects.get(user=actor, key=key)
    if receipt.route != route or receipt.digest != digest:
        raise UnprocessableError(_("This Idempotency-Key was already used for another request. Nothing was done."))
    return receipt, receipt.status is None


def receipt_keep(*, receipt: RequestReceipt, status: int, body: bytes) -> None:
    """Keep the answer that every repetition will be given."""
    receipt.status, receipt.body = status, body
    receipt.save(update_fields=["status", "body"])


def receipts_forget() -> int:
    """Drop receipts older than any client retries; how many."""
    count, _rows = RequestReceipt.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return count
