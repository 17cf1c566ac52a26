"""The proof: everything is added up again from the movements, in the database, and compared (R-D3)."""

import time

from django.db import transaction

from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from resources.reserves.events import PROOF_FAILED
from resources.reserves.models import Proof
from resources.reserves.selectors.proofs import readd
from timeline.services import record


@transaction.atomic
def proof_run(*, actor: User | None) -> Proof:
    """Re-add the whole ledger and keep the answer; where it does not add up, everybody above hears of it."""
    began = time.monotonic()
    movements, accounts, differences = readd()
    proof = Proof.objects.create(
        seconds=round(time.monotonic() - began, 3),
        movements=movements,
        accounts=accounts,
        equal=not differences,
        differences=differences,
        actor=actor,
    )
    if differences:
        for root in Jurisdiction.objects.filter(parent=None, is_active=True):
            data = {"count": len(differences)}
            record(PROOF_FAILED, proof, jurisdiction=root, permission=Permission.RESERVE_VIEW, actor=actor, data=data)
    return proof
