"""A request and its allocation as the API answers them, words in the reader's language."""

from typing import Any

from incidents.supply import explain, selectors
from incidents.supply.models import SupplyRequest
from incidents.supply.selectors.naming import things_named
from organizations.access import Actor
from resources.reserves.quantities import number


def request_document(request: SupplyRequest, row: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The row of a request, with its lines."""
    return row | {
        "lines": [
            {
                "id": state.line.pk,
                "item": state.line.item_id,
                "item_code": state.line.item.code,
                "item_name": state.line.item.name,
                "unit": state.line.item.unit.name,
                "quantity": number(state.line.quantity),
                "sent": number(state.sent),
                "received": number(state.received),
                "missing": number(state.missing),
                "substitutes": state.line.substitutes,
                "basis": state.line.basis,
            }
            for state in selectors.states_of(request, actor)
        ]
    }


def allocation_document(request: SupplyRequest, actor: Actor) -> dict[str, Any]:
    """The proposal kept on a request: lines with their reason, shortfalls, what could be called."""
    told = told_proposal(request, actor)
    return {
        "lines": [
            {key: line[key] for key in ("line", "item", "warehouse", "lot", "quantity", "eta_s")}
            | {
                "reason": line["words"],
                "item_name": line["item_row"].name,
                "warehouse_name": line["warehouse_row"].name,
            }
            for line in told["lines"]
        ],
        "shortfalls": [
            {key: short[key] for key in ("line", "item", "missing")} | {"reason": short["words"]}
            for short in told["shortfalls"]
        ],
        "solver": request.proposal.get("solver", "greedy"),
        "gap": request.proposal.get("gap"),
        "note": told["note"],
        "troubles": [trouble["words"] for trouble in told["troubles"]],
        "callable": [
            {
                "agreement": row["agreement"].pk,
                "item": row["item"].pk,
                "supplier": row["agreement"].supplier,
                "quantity": number(row["quantity"]),
                "lead_time_h": float(row["hours"]),
                "at": row["at"],
            }
            for row in told["callable"]
        ],
        "version": request.version,
    }


def told_proposal(request: SupplyRequest, actor: Actor) -> dict[str, Any]:
    """The proposal with rows and words: what both the page and the API show."""
    proposal = request.proposal or {}
    lines, shortfalls = proposal.get("lines", []), proposal.get("shortfalls", [])
    troubles = proposal.get("troubles", [])
    named = [reason[1] for short in shortfalls for reason in short["reasons"] if reason[1]]
    own = {line.pk: line for line in selectors.lines_of(request, actor)}
    rows = things_named(
        items={row["item"] for row in (*lines, *shortfalls, *troubles) if row.get("item")},
        warehouses={row["warehouse"] for row in (*lines, *troubles) if row.get("warehouse")} | set(named),
        lots={line["lot"] for line in lines if line["lot"]},
        actor=actor,
    )
    items, warehouses, lots = rows.items, rows.warehouses, rows.lots
    told = []
    for line in lines:
        wanted, lot = own.get(line["line"]), lots.get(line["lot"])
        if wanted is None or line["warehouse"] not in warehouses or line["item"] not in items:
            continue
        warehouse, item = warehouses[line["warehouse"]], items[line["item"]]
        words = explain.line_words(line, warehouse, item, lot, wanted=wanted.item)
        told.append(
            {**line, "words": words, "warehouse_row": warehouse, "item_row": item, "lot_row": lot, "wanted": wanted}
        )
    short = [
        {**row, "words": explain.shortfall_words(row, warehouses), "item_row": items[row["item"]]} for row in shortfalls
    ]
    lacking = {row["item"] for row in shortfalls}
    return {
        "lines": told,
        "shortfalls": short,
        "troubles": [{**row, "words": explain.trouble_words(row, warehouses, items)} for row in troubles],
        "note": explain.solver_words(proposal) if proposal else "",
        "callable": selectors.callable_for(request, lacking, actor) if lacking else [],
    }
