"""A keeper's day: which stores, what is due in them, what comes to them (R-D3)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from organizations import access
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.reserves.models import (
    Count,
    CountState,
    Loan,
    Lot,
    Scrap,
    ScrapState,
    Transfer,
    TransferState,
    Warehouse,
)
from resources.reserves.selectors.lists import warehouses, warehouses_to_work_in
from resources.reserves.selectors.warnings import SOON, checks_due, expiring

VIEW = Permission.RESERVE_VIEW
OVER = (CountState.APPROVED, CountState.CANCELLED)


@dataclass(frozen=True)
class Day:
    """What waits, list by list; the goods of `expiring` and `due` are stock accounts."""

    own: list[Warehouse]
    others: list[Warehouse]
    counts: list[Count]
    transfers: list[Transfer]
    scraps: list[Scrap]
    loans: list[Loan]
    due: list[Any]
    expiring: list[Any]

    @property
    def waiting(self) -> int:
        """How many things wait in all."""
        lists: tuple[list[Any], ...] = (
            self.counts,
            self.transfers,
            self.scraps,
            self.loans,
            self.due,
            self.expiring,
        )
        return sum(len(rows) for rows in lists)


def day_of(actor: access.Actor, *, limit: int = 30) -> Day:
    """What waits for a keeper, or for somebody who approves; each list at most `limit` long."""
    places = list(warehouses_to_work_in(actor, Permission.STOCK_MOVE))
    if not places:
        places = list(warehouses(actor))
    person = getattr(actor, "pk", None)
    own = [row for row in places if person in (row.keeper_a_id, row.keeper_b_id)]
    mine = {row.pk for row in (own or places)}
    today = timezone.localdate()
    due = checks_due(actor, days=7).filter(warehouse__in=mine)
    ending = expiring(actor, days=SOON).filter(warehouse__in=mine)
    lent = loans(actor, out=True).filter(warehouse__in=mine, due_on__lte=today + timedelta(days=7))
    return Day(
        own=own,
        others=[row for row in places if row not in own],
        counts=list(counts_of(actor, running=True)[:limit]),
        transfers=list(transfers(actor, awaited=True).filter(target__in={row.pk for row in places})[:limit]),
        scraps=list(scraps(actor, open_only=True)[:limit]),
        loans=list(lent[:limit]),
        due=list(due[:limit]),
        expiring=list(ending[:limit]),
    )


def counts_of(actor: access.Actor, *, warehouse: Warehouse | None = None, running: bool = False) -> QuerySet[Count]:
    """Counts within reach, newest first."""
    rows = access.scope(Count.objects.all(), actor, VIEW, field="warehouse__jurisdiction")
    if warehouse is not None:
        rows = rows.filter(warehouse=warehouse)
    if running:
        rows = rows.exclude(state__in=OVER)
    return rows.select_related("warehouse__jurisdiction", "opened_by", "decided_by").order_by("-pk")


def transfers(actor: access.Actor, *, awaited: bool = False) -> QuerySet[Transfer]:
    """Transfers from or to a warehouse within reach, newest first; `awaited`: under way."""
    seen = access.scope(Warehouse.objects.all(), actor, VIEW).values("pk")
    rows = Transfer.objects.filter(Q(source__in=seen) | Q(target__in=seen))
    if awaited:
        rows = rows.filter(state=TransferState.SENT)
    return rows.select_related("source__jurisdiction", "target__jurisdiction", "sent_by", "received_by").order_by("-pk")


def loans(actor: access.Actor, *, out: bool = False) -> QuerySet[Loan]:
    """Loans within reach, the first due first; `out`: something of it is still out."""
    rows = access.scope(Loan.objects.all(), actor, VIEW, field="warehouse__jurisdiction")
    if out:
        rows = rows.filter(quantity__gt=F("returned") + F("lost"))
    return rows.select_related("lot__item__unit", "warehouse__jurisdiction").order_by("due_on", "pk")


def scraps(actor: access.Actor, *, open_only: bool = False) -> QuerySet[Scrap]:
    """Scrappings within reach, newest first."""
    rows = access.scope(Scrap.objects.all(), actor, VIEW, field="warehouse__jurisdiction")
    if open_only:
        rows = rows.filter(state=ScrapState.PROPOSED)
    return rows.select_related("lot__item__unit", "warehouse__jurisdiction", "proposed_by", "decided_by").order_by(
        "-pk"
    )


def issued_out(lot: Lot, *, actor: access.Actor) -> Any:
    """How much of a lot is out with those it was issued to, in its unit: at most this can come back."""
    account = lot.accounts.filter(kind="issued").first() if access.can_anywhere(actor, VIEW) else None
    return account.balance if account else 0


def places_to_change(actor: access.Actor) -> QuerySet[Jurisdiction]:
    """Jurisdictions whose warehouses, agreements and limits the actor may change, villages last."""
    rows = Jurisdiction.objects.filter(is_active=True).defer("boundary")
    return access.scope(rows, actor, Permission.CATALOGUE_CHANGE, field="").order_by("path")


def units_of(actor: access.Actor) -> QuerySet[Unit]:
    """Units that may own a warehouse within the actor's reach."""
    rows = Unit.objects.filter(is_active=True).select_related("jurisdiction")
    return access.scope(rows, actor, Permission.CATALOGUE_CHANGE).order_by("jurisdiction__path", "name")
