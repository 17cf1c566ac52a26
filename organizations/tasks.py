"""Background entry points of this app."""

from celery import shared_task

from organizations.services.tidying import keys_forget


@shared_task(time_limit=110)
def forget_keys() -> int:
    """Hourly: drop what no longer opens or proves anything."""
    return keys_forget()
