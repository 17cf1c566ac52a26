"""Background work of the reserves, the proof and what falls due every night, tables as they come (R-D3)."""

from celery import shared_task

from resources.reserves.services import duties_open, import_run, imports_waiting, proof_run


@shared_task
def proof() -> bool:
    """Re-add the ledger; where it does not add up, the event tells everybody above."""
    return proof_run(actor=None).equal


@shared_task
def duties() -> int:
    """Open the deadlines of what falls due soon."""
    return duties_open(actor=None)


@shared_task(soft_time_limit=1700, time_limit=1800)
def take_imports() -> int:
    """Try or store the tables that wait, one after the other; one that runs elsewhere is left to it."""
    taken = 0
    for pk in imports_waiting(actor=None):
        taken += import_run(pk=pk) is not None
    return taken
