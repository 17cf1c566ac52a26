"""Where the lots of a shipment lie in the store."""

from incidents.supply.models import Shipment
from organizations import access
from resources.reserves.models import Account
from resources.reserves.workflow import STOCK


def positions_of(shipment: Shipment, actor: access.Actor) -> dict[int, str]:
    """Lot → position in the sending warehouse, for a shipment in sight."""
    lots = [line.lot_id for line in shipment.lines.all()]
    rows = Account.objects.filter(warehouse=shipment.warehouse_id, lot__in=lots, kind=STOCK)
    return dict(rows.values_list("lot_id", "position"))
