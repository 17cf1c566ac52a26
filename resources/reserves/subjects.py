"""Photographs of items and papers of warehouses: files of the subjects “item:<pk>” and “warehouse:<pk>” (R-D1)."""

from files.subjects import Target, register
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction
from organizations.roles import Permission
from resources.reserves.selectors import item_get, warehouse_get


def _item(reference: str, actor: Actor) -> Target:
    item = item_get(actor, reference)
    paths = sorted(access.reach(actor).get(str(Permission.RESERVE_VIEW), ()), key=len)
    may = access.can_anywhere(actor, Permission.CATALOGUE_CHANGE)
    return Target(
        subject=f"item:{item.pk}",
        label=item.name,
        jurisdiction=Jurisdiction.objects.defer("boundary").get(path=paths[0]),
        permission=Permission.RESERVE_VIEW,
        may_add=may,
        may_remove=may,
        url=f"/reserves/items/{item.pk}/",
    )


def _warehouse(reference: str, actor: Actor) -> Target:
    place = warehouse_get(actor, reference)
    return Target(
        subject=f"warehouse:{place.pk}",
        label=place.name,
        jurisdiction=place.jurisdiction,
        permission=Permission.RESERVE_VIEW,
        may_add=access.can(actor, Permission.STOCK_MOVE, place.jurisdiction),
        may_remove=access.can(actor, Permission.CATALOGUE_CHANGE, place.jurisdiction),
        url=f"/reserves/warehouses/{place.pk}/",
    )


register("item", _item)
register("warehouse", _warehouse)
