"""Forgetting what no longer opens or proves anything."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from organizations.models import ApiToken, FeedTicket
from organizations.services.receipts import receipts_forget


def keys_forget() -> int:
    """Drop expired keys, tickets, sessions, receipts and failures to sign in; how many rows went."""
    now = timezone.now()
    gone = receipts_forget()
    for rows in (
        ApiToken.objects.filter(expires_at__lte=now),
        FeedTicket.objects.filter(expires_at__lte=now - timedelta(minutes=5)),
        Session.objects.filter(expire_date__lte=now),
        AccessAttempt.objects.filter(attempt_time__lte=now - timedelta(days=1)),
    ):
        gone += rows.delete()[0]
    return gone
