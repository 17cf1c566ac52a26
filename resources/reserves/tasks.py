"""Background work of the reserves, every night: the proof, and what falls due (R-D3)."""

from celery import shared_task

from resources.reserves.services import duties_open, proof_run


@shared_task
def proof() -> bool:
    """Re-add the ledger; where it does not add up, the event tells everybody above."""
    return proof_run(actor=None).equal


@shared_task
def duties() -> int:
    """Open the deadlines of what falls due soon."""
    return duties_open(actor=None)
