"""Goods that may not be given out: frozen, recalled, and written off by two persons (R-D3)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import PermissionDenied
from core.workflow import require_transition
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.events import (
    FROZEN,
    LOT_RECALLED,
    SCRAP_APPROVED,
    SCRAP_PROPOSED,
    SCRAP_REFUSED,
    UNFROZEN,
)
from resources.reserves.models import Account, Lot, Movement, Scrap, ScrapState, Warehouse
from resources.reserves.quantities import quantity_of, wrong
from resources.reserves.services.issues import warehouse_of
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import about, require_keeper, tell, text_of
from resources.reserves.workflow import ON_HAND, SCRAP_STEPS


@transaction.atomic
def stock_freeze(
    *, lot: Lot, quantity: Any, reason: str, warehouse: Warehouse | None = None, document: str = "", actor: User
) -> Movement:
    """Take goods out of what is available, where they lie (R-D3)."""
    return _freeze(lot, quantity, reason, warehouse, document, actor, FROZEN, "freeze")


@transaction.atomic
def stock_unfreeze(
    *, lot: Lot, quantity: Any, reason: str, warehouse: Warehouse | None = None, document: str = "", actor: User
) -> Movement:
    """Frozen goods are available again."""
    return _freeze(lot, quantity, reason, warehouse, document, actor, UNFROZEN, "unfreeze")


def _freeze(
    lot: Lot, quantity: Any, reason: str, warehouse: Warehouse | None, document: str, actor: User, kind: Any, why: str
) -> Movement:
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    amount, said = quantity_of(quantity, lot.item), text_of(reason, "reason", needed=True)
    paper = Paper(document=document, note=said)
    (movement,) = entries_post(entries=[Entry(lot, place, amount, why)], paper=paper, actor=actor)
    data = {**about(lot=lot, warehouse=place, quantity=amount), "note": said}
    tell(kind, lot, warehouse=place, data=data, actor=actor)
    return movement


@transaction.atomic
def lot_recall(*, lot: Lot, reason: str, actor: User) -> Lot:
    """The maker or an authority calls a batch back: nobody may be given any of it from now on, in any warehouse."""
    access.require_anywhere(actor, Permission.STOCK_MOVE)
    said = text_of(reason, "reason", needed=True)
    Lot.objects.select_for_update(no_key=True).values_list("pk").get(pk=lot.pk)
    lot.recalled_at, lot.recall_note = timezone.now(), said
    places = Account.objects.filter(lot=lot, kind__in=ON_HAND).select_related("warehouse__jurisdiction")
    warehouses = {row.warehouse_id: row.warehouse for row in places if row.warehouse}
    for warehouse in warehouses.values():
        require_keeper(actor, warehouse)
    lot.save(update_fields=["recalled_at", "recall_note", "updated_at"])
    for warehouse in warehouses.values():
        tell(
            LOT_RECALLED,
            lot,
            warehouse=warehouse,
            data={**about(lot=lot, warehouse=warehouse), "note": said},
            actor=actor,
        )
    return lot


@transaction.atomic
def scrap_propose(
    *, lot: Lot, quantity: Any, reason: str, appraisal: str = "", warehouse: Warehouse | None = None, actor: User
) -> Scrap:
    """Propose to write goods off: they are frozen until somebody else decides. Expired lots always can be."""
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    amount, said = quantity_of(quantity, lot.item), text_of(reason, "reason", needed=True)
    opinion = appraisal.strip()
    if len(opinion) > 2000:
        raise wrong(_("At most %(n)s characters.") % {"n": 2000}, "appraisal")
    scrap = Scrap.objects.create(
        lot=lot, warehouse=place, quantity=amount, reason=said, appraisal=opinion, proposed_by=actor
    )
    paper = Paper(document=f"scrap:{scrap.pk}", note=said)
    entries_post(entries=[Entry(lot, place, amount, "freeze")], paper=paper, actor=actor)
    data = {**about(lot=lot, warehouse=place, quantity=amount), "note": said}
    tell(SCRAP_PROPOSED, scrap, warehouse=place, data=data, related=[lot], actor=actor)
    return scrap


@transaction.atomic
def scrap_approve(*, scrap: Scrap, note: str = "", actor: User) -> Scrap:
    """Another person approves: the goods leave the books."""
    return _decide(scrap, ScrapState.APPROVED, note, actor)


@transaction.atomic
def scrap_refuse(*, scrap: Scrap, note: str, actor: User) -> Scrap:
    """Another person refuses: the goods are available again."""
    text_of(note, "note", needed=True)
    return _decide(scrap, ScrapState.REFUSED, note, actor)


def _decide(scrap: Scrap, to: str, note: str, actor: User) -> Scrap:
    Scrap.objects.select_for_update(no_key=True).values_list("pk").get(pk=scrap.pk)
    scrap = Scrap.objects.select_related("lot__item__unit", "warehouse__jurisdiction").get(pk=scrap.pk)
    require_keeper(actor, scrap.warehouse, Permission.STOCK_APPROVE)
    permission = require_transition(SCRAP_STEPS, scrap.state, to, labels=dict(ScrapState.choices))
    access.require(actor, permission, scrap.warehouse.jurisdiction)
    if scrap.proposed_by_id == actor.pk:
        raise PermissionDenied(_("Who proposed the scrapping cannot decide it; another person must."))
    scrap.state, scrap.decided_by, scrap.decided_at = to, actor, timezone.now()
    scrap.decision_note = text_of(note, "note")
    scrap.save(update_fields=["state", "decided_by", "decided_at", "decision_note", "updated_at"])
    why = "scrap" if to == ScrapState.APPROVED else "unfreeze"
    entry = Entry(scrap.lot, scrap.warehouse, scrap.quantity, why)
    entries_post(entries=[entry], paper=Paper(document=f"scrap:{scrap.pk}", note=scrap.reason), actor=actor)
    data = about(lot=scrap.lot, warehouse=scrap.warehouse, quantity=scrap.quantity)
    kind = SCRAP_APPROVED if to == ScrapState.APPROVED else SCRAP_REFUSED
    said = scrap.decision_note or scrap.reason
    tell(kind, scrap, warehouse=scrap.warehouse, data={**data, "note": said}, related=[scrap.lot], actor=actor)
    return scrap
