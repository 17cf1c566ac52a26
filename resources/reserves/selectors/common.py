"""What the selectors of this app share."""

from django.db.models import Q
from django.utils import timezone


def fit(prefix: str = "lot__") -> Q:
    """Lots that may be given out: not expired, not recalled."""
    today = timezone.localdate()
    alive = Q(**{f"{prefix}expires_on": None}) | Q(**{f"{prefix}expires_on__gte": today})
    return alive & Q(**{f"{prefix}recalled_at": None})
