"""Rules of the keeper's addresses: counts, deeds on a lot, transfers, loans, scrappings, tables, labels (R-D3)."""

from tests.access.oracle import APPROVES, EDITS_CATALOGUE, MOVES_STOCK, SEES_RESERVES, acts, both, reads

PLACE = {
    "return": {"good": 1},
    "loan": {"quantity": 1, "borrower": "b", "due_on": "2099-01-01"},
    "rotate": {"quantity": 1, "reason": "r"},
    "freeze": {"quantity": 1, "reason": "r"},
    "unfreeze": {"quantity": 1, "reason": "r"},
    "scrap": {"quantity": 1, "reason": "r"},
    "relocate": {"position": "A"},
    "check": {"passed": True},
    "maintain": {"passed": True},
    "recall": {"reason": "r"},
}


def _deed(body):
    """A write of a lot, into the county's own warehouse."""
    return lambda w: {"warehouse": w.warehouse.pk, **body}


KEEPING = {
    **{f"api:reserve-lot-{name}": acts(MOVES_STOCK, "lot", _deed(body)) for name, body in PLACE.items()},
    "api:reserve-scan": reads(SEES_RESERVES),
    "api:reserve-transfers": both(
        SEES_RESERVES,
        MOVES_STOCK,
        body=lambda w: {
            "source": w.warehouse.pk,
            "target": w.depot.pk,
            "lines": [{"lot": w.lot.pk, "quantity": 1}],
        },
    ),
    "api:reserve-transfer-receive": acts(
        MOVES_STOCK, "transfer", lambda w: {"lines": [{"lot": w.lot.pk, "received": 1, "reason": "r"}]}
    ),
    "api:reserve-loans": reads(SEES_RESERVES),
    "api:reserve-loan-return": acts(MOVES_STOCK, "loan", lambda _w: {"good": 1}),
    "api:reserve-scraps": reads(SEES_RESERVES),
    "api:reserve-scrap-approve": acts(APPROVES, "scrap", lambda _w: {"note": "n"}),
    "api:reserve-scrap-refuse": acts(APPROVES, "scrap", lambda _w: {"note": "n"}),
    "api:reserve-counts": both(SEES_RESERVES, MOVES_STOCK, body=lambda w: {"warehouse": w.warehouse.pk}),
    "api:reserve-count": reads(SEES_RESERVES, "count"),
    "api:reserve-count-figures": acts(MOVES_STOCK, "count", lambda w: {"figures": {str(w.counted_lot.pk): 1}}),
    "api:reserve-count-recount": acts(MOVES_STOCK, "count"),
    "api:reserve-count-explain": acts(MOVES_STOCK, "count"),
    "api:reserve-count-approve": acts(APPROVES, "count", lambda _w: {"note": "n"}),
    "api:reserve-count-cancel": acts(MOVES_STOCK, "count", lambda _w: {"note": "n"}),
    "reserves:work": reads(SEES_RESERVES),
    "reserves:scan": reads(SEES_RESERVES),
    "reserves:position": reads(SEES_RESERVES, "warehouse"),
    "reserves:deed": both(MOVES_STOCK, MOVES_STOCK, "lot"),
    "reserves:counts": reads(SEES_RESERVES),
    "reserves:count-new": both(MOVES_STOCK, MOVES_STOCK),
    "reserves:count": reads(SEES_RESERVES, "count"),
    "reserves:count-act": acts(MOVES_STOCK, "count", lambda _w: {"note": "n"}),
    "reserves:papers": reads(SEES_RESERVES),
    "reserves:transfer-new": both(MOVES_STOCK, MOVES_STOCK),
    "reserves:transfer": both(SEES_RESERVES, MOVES_STOCK, "transfer"),
    "reserves:loan": both(MOVES_STOCK, MOVES_STOCK, "loan"),
    "reserves:scrap-decide": acts(APPROVES, "scrap", lambda _w: {"note": "n"}),
    "reserves:labels": reads(SEES_RESERVES),
    "reserves:exchange": both(SEES_RESERVES, EDITS_CATALOGUE | MOVES_STOCK),
    "reserves:import": reads(SEES_RESERVES),
    "reserves:table": reads(SEES_RESERVES),
    "reserves:item-new": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:item-edit": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:item-parts": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:limit": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:warehouse-new": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:warehouse-edit": both(EDITS_CATALOGUE, EDITS_CATALOGUE, "warehouse"),
    "reserves:agreement-new": both(EDITS_CATALOGUE, EDITS_CATALOGUE),
    "reserves:agreement-edit": both(EDITS_CATALOGUE, EDITS_CATALOGUE, "agreement"),
}
