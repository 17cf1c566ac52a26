"""Background entry points of the roof."""

from celery import shared_task

from command_center.search.services import names_learn_all


@shared_task(time_limit=110)
def learn_names() -> int:
    """Each minute: learn how new names read in pinyin, so that nobody who searches waits for it."""
    return names_learn_all()
