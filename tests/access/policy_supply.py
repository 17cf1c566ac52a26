"""Who may ask for, decide on, move and receive supplies."""

from tests.access.oracle import (
    APPROVES,
    ASKS_SUPPLY,
    COMMAND,
    EDITS_CATALOGUE,
    EVERYBODY,
    KEEPERS,
    MOVES_STOCK,
    RUNS_SHELTERS,
    SECURITY,
    SEES_INCIDENTS,
    SEES_PEOPLE,
    SEES_RESERVES,
    Rule,
    acts,
    both,
    lists,
    reads,
)


def _reason(_world):
    return {"reason": "r"}


API = {
    # Everybody may look: the list holds only what is in sight.
    "api:supply-requests": Rule(
        methods={"GET": EVERYBODY, "POST": ASKS_SUPPLY},
        sees=SEES_RESERVES,
        body=lambda w: {"incident": w.incident.pk, "lines": [{"item": w.supply_item.pk, "quantity": 1}]},
    ),
    "api:supply-request": reads(SEES_RESERVES, "supply"),
    "api:supply-norms": reads(SEES_RESERVES),
    "api:supply-allocate": acts(ASKS_SUPPLY, "supply", lambda _w: {}),
    "api:supply-approve": acts(APPROVES, "supply", lambda _w: {}),
    "api:supply-oral": acts(COMMAND, "supply", lambda _w: {"by": "x"}),
    "api:supply-return": acts(APPROVES, "supply", _reason),
    "api:supply-refuse": acts(APPROVES, "supply", _reason),
    "api:supply-cancel": acts(ASKS_SUPPLY, "supply", _reason),
    "api:supply-confirm": acts(ASKS_SUPPLY, "supply"),
    "api:supply-close": acts(ASKS_SUPPLY, "supply"),
    "api:supply-pass-on": acts(ASKS_SUPPLY, "supply"),
    "api:shipments": lists(SEES_RESERVES),
    "api:shipment": reads(SEES_RESERVES, "shipment"),
    "api:shipment-pick": acts(MOVES_STOCK, "shipment", lambda _w: {}),
    "api:shipment-load": acts(MOVES_STOCK, "shipment"),
    "api:shipment-depart": acts(MOVES_STOCK, "shipment"),
    "api:shipment-receive": acts(ASKS_SUPPLY, "shipment"),
    "api:shipment-recall": acts(ASKS_SUPPLY, "shipment", _reason),
    "api:shipment-stop": acts(ASKS_SUPPLY | KEEPERS, "shipment"),
    "api:shipment-resume": acts(ASKS_SUPPLY | KEEPERS, "shipment"),
    "api:shipment-home": acts(MOVES_STOCK, "shipment"),
    "api:shipment-position": acts(ASKS_SUPPLY | KEEPERS, "shipment"),
}

PAGES = {
    "supply:board": reads(SEES_RESERVES),
    "supply:export": reads(SEES_RESERVES),
    "supply:new": both(ASKS_SUPPLY, ASKS_SUPPLY),
    "supply:expansion": reads(ASKS_SUPPLY),
    "supply:incident": reads(SEES_INCIDENTS, "incident"),
    "supply:request": reads(SEES_RESERVES, "supply"),
    "supply:act": acts(ASKS_SUPPLY, "supply"),
    "supply:shipments": reads(SEES_RESERVES | RUNS_SHELTERS),
    "supply:shipment": reads(SEES_RESERVES, "shipment"),
    "supply:shipment_act": acts(MOVES_STOCK, "shipment"),
    "supply:roads": both(SEES_RESERVES, ASKS_SUPPLY),
    "supply:road_lift": acts(ASKS_SUPPLY, "roadblock"),
    "supply:switches": both(SEES_RESERVES, EDITS_CATALOGUE),
    "supply:switch_step": acts(COMMAND, "second", lambda _w: {"to": "ordered", "reason": "r"}),
    "supply:norms": both(SEES_RESERVES, EDITS_CATALOGUE),
}

RULES = {
    "organizations:approvals": both(SEES_PEOPLE, SECURITY),
    "organizations:approval_end": acts(SECURITY, "approval_rule", lambda _w: {}),
}

SUPPLY = {**API, **PAGES, **RULES}
