"""What a request is worth to the rules of approval, and where its approval stands."""

from decimal import Decimal

from incidents.supply.models import SupplyRequest
from organizations import access
from organizations.selectors.approvals import Standing, approval_needed, approvals_of
from resources.reserves.models import Lot
from timeline.subjects import subject_of

KIND = "supply.request"


def worth_of(request: SupplyRequest, actor: access.Actor) -> tuple[Decimal, Decimal]:
    """(amount in CNY at the latest known unit prices, largest quantity of one item). Unknown prices count as nothing."""
    lines = list(request.lines.values_list("item_id", "quantity"))
    prices: dict[int, Decimal] = {}
    rows = Lot.objects.filter(item__in=[item for item, _q in lines]).exclude(unit_price=None).order_by("-pk")
    for item, price in rows.values_list("item_id", "unit_price"):
        prices.setdefault(item, price or Decimal(0))
    amount = sum((prices.get(item, Decimal(0)) * quantity for item, quantity in lines), Decimal(0))
    return amount, max((quantity for _item, quantity in lines), default=Decimal(0))


def standing_of(request: SupplyRequest, actor: access.Actor) -> Standing:
    """Who must approve a request in sight, and who has."""
    amount, quantity = worth_of(request, actor)
    place = request.asked or request.jurisdiction
    needed = approval_needed(kind=KIND, jurisdiction=place, amount=amount, quantity=quantity, actor=actor)
    given = approvals_of(kind=KIND, subject=subject_of(request), turn=request.turn, actor=actor)
    return Standing(needed, given)
