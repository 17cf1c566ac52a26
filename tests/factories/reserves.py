"""Reserves for tests: plain catalogue rows; goods only through the services, as everywhere."""

import itertools
from decimal import Decimal

from django.contrib.gis.geos import Point

from resources.reserves.models import Agreement, Category, Item, Measure, StockLimit, Warehouse
from resources.reserves.services import LotData, receipt_post
from tests.factories import organizations

_numbers = itertools.count(1)


def measure(code="piece", *, whole=True, name="件", name_en="pieces"):
    """A unit of quantity by its code (made when it is not in the vocabulary)."""
    return Measure.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "whole": whole})[0]


def category(code="1030000"):
    """A category by its code."""
    return Category.objects.get_or_create(code=code, defaults={"name": "帐篷", "name_en": "Tents"})[0]


def item(*, unit="piece", whole=True, **fields):
    """An item of the catalogue."""
    number = next(_numbers)
    return Item.objects.create(
        category=fields.pop("category", None) or category(),
        code=fields.pop("code", f"I{number}"),
        name=fields.pop("name", f"物资{number}"),
        name_en=fields.pop("name_en", f"Item {number}"),
        unit=measure(unit, whole=whole),
        **fields,
    )


def warehouse(jurisdiction, *, at=(103.6, 30.9), **fields):
    """A warehouse in service."""
    number = next(_numbers)
    unit = fields.pop("unit", None) or jurisdiction.units.order_by("pk").first() or organizations.unit(jurisdiction)
    return Warehouse.objects.create(
        jurisdiction=jurisdiction,
        unit=unit,
        code=fields.pop("code", f"W{number}"),
        name=fields.pop("name", f"仓库{number}"),
        name_en=fields.pop("name_en", f"Warehouse {number}"),
        tier=fields.pop("tier", "county"),
        location=Point(*at, srid=4326),
        **fields,
    )


def stock(warehouse, item, quantity, *, actor=None, expires_on=None, batch="", **fields):
    """A lot of goods received by a keeper (made when none is given); the lot."""
    keeper = actor or organizations.user("keeper", warehouse.jurisdiction)
    said = LotData(batch=batch or f"B{next(_numbers)}", expires_on=expires_on)
    lot, _movement = receipt_post(warehouse=warehouse, item=item, quantity=quantity, lot=said, actor=keeper, **fields)
    return lot


def limit(item, warehouse=None, *, jurisdiction=None, minimum=None, maximum=None):
    """The least and the most to be kept."""
    place = jurisdiction or warehouse.jurisdiction
    return StockLimit.objects.create(
        item=item, warehouse=warehouse, jurisdiction=place, minimum=minimum, maximum=maximum
    )


def agreement(item, jurisdiction, quantity=100, **fields):
    """Goods that can be called."""
    return Agreement.objects.create(
        item=item,
        jurisdiction=jurisdiction,
        quantity=quantity,
        form=fields.pop("form", "agreement"),
        supplier=fields.pop("supplier", "供应商"),
        lead_time_h=fields.pop("lead_time_h", Decimal(6)),
        **fields,
    )
