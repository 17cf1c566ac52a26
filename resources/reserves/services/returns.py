"""Goods come back: from use, inspected as they arrive; and from those who borrowed them (R-D3)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError
from organizations.models import User
from resources.reserves import clocks
from resources.reserves.events import LENT, LOAN_CLOSED, RETURNED
from resources.reserves.models import Loan, Lot, Movement, Warehouse
from resources.reserves.quantities import number, plain, quantity_of, wrong
from resources.reserves.services.duties import duty_met
from resources.reserves.services.issues import warehouse_of
from resources.reserves.services.ledger import Entry, Paper, entries_post
from resources.reserves.services.telling import (
    about,
    incident_of,
    require_fit,
    require_keeper,
    require_open,
    tell,
    text_of,
    today,
)


@transaction.atomic
def return_receive(
    *,
    lot: Lot,
    warehouse: Warehouse,
    good: Any = 0,
    damaged: Any = 0,
    incident: str = "",
    document: str = "",
    note: str = "",
    actor: User,
) -> list[Movement]:
    """Issued goods are back: the good ones into stock, the damaged ones frozen. 409 when more comes than ever went out."""
    require_keeper(actor, warehouse)
    require_open(warehouse)
    fine = quantity_of(good, lot.item, field="good", zero=True)
    broken = quantity_of(damaged, lot.item, field="damaged", zero=True)
    if fine + broken == 0:
        raise wrong(_("Nothing came back."), "good")
    said, event = text_of(note, "note"), incident_of(incident)
    parts = [("return", fine), ("return_damaged", broken)]
    entries = [Entry(lot, warehouse, amount, reason) for reason, amount in parts if amount]
    paper = Paper(document=document, incident=event, note=said)
    movements = entries_post(entries=entries, paper=paper, actor=actor)
    data = {**about(lot=lot, warehouse=warehouse, quantity=fine + broken), "damaged": number(broken)}
    tell(RETURNED, lot, warehouse=warehouse, data=data, incident=event, actor=actor)
    return movements


@transaction.atomic
def loan_make(
    *,
    lot: Lot,
    quantity: Any,
    borrower: str,
    due_on: date,
    phone: str = "",
    warehouse: Warehouse | None = None,
    incident: str = "",
    note: str = "",
    actor: User,
) -> Loan:
    """Lend goods until a day; 409 when it is more than is available."""
    place = warehouse_of(lot, warehouse)
    require_keeper(actor, place)
    require_open(place)
    require_fit(lot)
    if due_on < today():
        raise wrong(_("This day has passed."), "due_on")
    loan = Loan.objects.create(
        lot=lot,
        warehouse=place,
        quantity=quantity_of(quantity, lot.item),
        borrower=text_of(borrower, "borrower", limit=100, needed=True),
        phone=text_of(phone, "phone", limit=40),
        due_on=due_on,
        incident=incident_of(incident),
        note=text_of(note, "note"),
        actor=actor,
    )
    entries_post(entries=[Entry(lot, place, loan.quantity, "loan")], paper=_paper(loan), actor=actor)
    data = {**about(lot=lot, warehouse=place, quantity=loan.quantity), "note": loan.borrower}
    tell(LENT, loan, warehouse=place, data=data, incident=loan.incident, related=[lot], actor=actor)
    return loan


@transaction.atomic
def loan_return(*, loan: Loan, good: Any = 0, damaged: Any = 0, lost: Any = 0, note: str = "", actor: User) -> Loan:
    """What a borrower gives back: good, damaged (frozen), or not at all (a difference, with a note)."""
    Loan.objects.select_for_update(no_key=True).values_list("pk").get(pk=loan.pk)
    loan = Loan.objects.select_related("lot__item__unit", "warehouse__jurisdiction").get(pk=loan.pk)
    require_keeper(actor, loan.warehouse)
    item = loan.lot.item
    parts = {
        "loan_return": quantity_of(good, item, field="good", zero=True),
        "loan_return_damaged": quantity_of(damaged, item, field="damaged", zero=True),
        "loan_lost": quantity_of(lost, item, field="lost", zero=True),
    }
    total, out = sum(parts.values(), Decimal(0)), loan.quantity - loan.returned - loan.lost
    if total == 0:
        raise wrong(_("Nothing came back."), "good")
    if total > out:
        raise ConflictError(
            _("Only %(out)s %(unit)s of this loan are still out.") % {"out": plain(out), "unit": item.unit},
            extra={"conflict": {"loan": loan.pk, "out": number(out)}},
        )
    if parts["loan_lost"] and not note.strip():
        raise wrong(_("Say what became of the missing ones."), "note")
    said = text_of(note, "note")
    loan.lost += parts["loan_lost"]
    loan.returned += total - parts["loan_lost"]
    loan.save(update_fields=["returned", "lost", "updated_at"])
    if loan.returned + loan.lost == loan.quantity:
        duty_met(clocks.LOAN, loan, actor=actor)
    entries = [Entry(loan.lot, loan.warehouse, amount, why, note=said) for why, amount in parts.items() if amount]
    entries_post(entries=entries, paper=_paper(loan), actor=actor)
    data = {**about(lot=loan.lot, warehouse=loan.warehouse, quantity=total - parts["loan_lost"]), "note": loan.borrower}
    data["lost"] = number(parts["loan_lost"])
    tell(
        LOAN_CLOSED, loan, warehouse=loan.warehouse, data=data, incident=loan.incident, related=[loan.lot], actor=actor
    )
    return loan


def _paper(loan: Loan) -> Paper:
    return Paper(document=f"loan:{loan.pk}", incident=loan.incident, note=loan.borrower)
