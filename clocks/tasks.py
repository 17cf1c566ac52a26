"""Background entry points of the clocks."""

from celery import shared_task

from clocks.services import pulse_note, sweep


@shared_task(name="clocks.tasks.pulse")
def pulse() -> None:
    """The worker's canary: beat sends it every 5 s, and only a worker that really works can write it down."""
    pulse_note(component="worker")


@shared_task(name="clocks.tasks.sweep")
def sweep_deadlines() -> None:
    """Second path beside `manage.py clockwork`; whoever comes first raises a deadline, once."""
    sweep(component="sweep-task")
