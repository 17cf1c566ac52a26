"""Background entry points of files."""

from celery import shared_task

from files.services import files_check_waiting, files_sweep


@shared_task(name="files.tasks.check_waiting")
def check_waiting() -> None:
    """Check what waits and what a dead process left behind; whoever comes first holds the row."""
    files_check_waiting()


@shared_task(name="files.tasks.sweep")
def sweep() -> None:
    """Forget what was begun and never finished."""
    files_sweep()
