"""Background entry points of the teams."""

from celery import shared_task

from resources.teams.services import positions_trim


@shared_task(time_limit=110)
def trim_position_history() -> int:
    """Hourly: forget positions older than POSITION_HISTORY_DAYS."""
    return positions_trim()
