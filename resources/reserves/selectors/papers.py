"""Papers of a lot or a warehouse: transfers, loans, scrapping, counts, checks (R-D3)."""

from typing import Any

from django.db.models import F, Q

from organizations import access
from organizations.roles import Permission
from resources.reserves.models import Check, Count, CountState, Loan, Lot, Scrap, ScrapState, Transfer, Warehouse

VIEW = Permission.RESERVE_VIEW
PLACE = "warehouse__jurisdiction"


def papers_of_lot(actor: access.Actor, lot: Lot) -> dict[str, Any]:
    """Checks, loans and scrappings of a lot within reach, newest first."""
    checks = access.scope(Check.objects.filter(account__lot=lot), actor, VIEW, field=f"account__{PLACE}")
    loans = access.scope(Loan.objects.filter(lot=lot), actor, VIEW, field=PLACE)
    scraps = access.scope(Scrap.objects.filter(lot=lot), actor, VIEW, field=PLACE)
    return {
        "checks": checks.select_related("actor", "account__warehouse")[:20],
        "loans": loans.select_related("warehouse").order_by("-pk")[:20],
        "scraps": scraps.select_related("warehouse", "proposed_by", "decided_by")[:20],
    }


def papers_of_warehouse(actor: access.Actor, warehouse: Warehouse) -> dict[str, Any]:
    """What is open in a warehouse: transfers under way, loans that are out, scrapping to decide, counts that run."""
    seen = access.scope(Warehouse.objects.filter(pk=warehouse.pk), actor, VIEW)
    here = Q(source__in=seen) | Q(target__in=seen)
    loans = Loan.objects.filter(warehouse__in=seen, quantity__gt=F("returned") + F("lost"))
    scraps = Scrap.objects.filter(warehouse__in=seen, state=ScrapState.PROPOSED)
    running = Count.objects.filter(warehouse__in=seen).exclude(state__in=(CountState.APPROVED, CountState.CANCELLED))
    return {
        "transfers": Transfer.objects.filter(here, state="sent").select_related("source", "target")[:20],
        "loans": loans.select_related("lot__item__unit")[:20],
        "scraps": scraps.select_related("lot__item__unit", "proposed_by")[:20],
        "counts": running.select_related("opened_by")[:20],
    }
