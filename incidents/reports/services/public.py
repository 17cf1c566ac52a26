"""The public page's rate limit: counted in the database, by device first, so that no restart forgives and no cache lies."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import AppError
from incidents.reports.models import PublicAttempt
from organizations.access import Actor

WINDOW = timedelta(minutes=10)
PER_DEVICE = 3
# A whole village may sit behind one address; only a machine reaches this.
PER_ADDRESS = 60


class TooManyError(AppError):
    """Too many in too short a time (429)."""

    status = 429


@transaction.atomic
def public_attempt(*, device: str, address: str | None, actor: Actor) -> None:
    """Count one public report; TooManyError in words beyond 3 a device or 60 an address within ten minutes."""
    del actor
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"public:{address or device}"])
    recent = PublicAttempt.objects.filter(at__gt=timezone.now() - WINDOW)
    by_device = recent.filter(device=device).count()
    by_address = recent.filter(address=address).count() if address else 0
    if by_device >= PER_DEVICE or by_address >= PER_ADDRESS:
        raise TooManyError(
            _(
                "Too many reports from here within ten minutes. In danger, call 110, 119 or 120; otherwise wait and send again."
            ),
            extra={"retry_after_s": int(WINDOW.total_seconds())},
        )
    PublicAttempt.objects.create(device=device, address=address)
    PublicAttempt.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()
