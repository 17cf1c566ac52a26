"""Shapes of the reserves in the API. Quantities are JSON numbers in the item's own unit; unknown is null."""

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from resources.reserves.models import Form, Handling, Item, Lot, Movement, Reason, Tier, Warehouse, WarehouseState
from resources.reserves.quantities import number


@extend_schema_field(OpenApiTypes.DOUBLE)
class QuantityShape(serializers.Field):
    """decimal(14,3) as a JSON number."""

    def to_representation(self, value: Decimal) -> int | float | None:
        """Whole where it is whole."""
        return number(value)

    def to_internal_value(self, data: Any) -> Any:
        """Judged by the service, which knows the item's unit."""
        return data


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}]})
class KeyField(serializers.Field):
    """The id or the code of something."""

    def to_internal_value(self, data: Any) -> int | str:
        """A whole number or a text."""
        if isinstance(data, bool) or not isinstance(data, int | str) or data == "":
            raise serializers.ValidationError("An id or a code.")
        return data

    def to_representation(self, value: Any) -> Any:
        """As it is."""
        return value


class Named(serializers.Serializer[Any]):
    """Something with an id, a code and names, briefly."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class MeasureShape(serializers.Serializer[Any]):
    """A unit of quantity; `whole` ones are not split."""

    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    whole = serializers.BooleanField()


class ItemShape(serializers.Serializer[Item]):
    """An item of the catalogue; weight in kg and volume in m³ of one unit."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    category = Named()
    unit = MeasureShape()
    spec = serializers.CharField()
    handling = serializers.ChoiceField(Handling.choices)
    serial_required = serializers.BooleanField()
    shelf_life_days = serializers.IntegerField(allow_null=True)
    maintenance_days = serializers.IntegerField(allow_null=True)
    check_days = serializers.IntegerField(allow_null=True)
    storage = serializers.CharField()
    weight_kg = QuantityShape(allow_null=True)
    volume_m3 = QuantityShape(allow_null=True)
    barcode = serializers.CharField()
    is_active = serializers.BooleanField()


class WarehouseShape(serializers.Serializer[Warehouse]):
    """A warehouse; the keepers' phones are for those who see reserves."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    tier = serializers.ChoiceField(Tier.choices)
    state = serializers.ChoiceField(WarehouseState.choices)
    state_note = serializers.CharField()
    jurisdiction = Named()
    location = serializers.SerializerMethodField()
    address = serializers.CharField()
    phone = serializers.CharField()
    keeper_a_name = serializers.CharField()
    keeper_a_phone = serializers.CharField()
    keeper_b_name = serializers.CharField()
    keeper_b_phone = serializers.CharField()
    area_m2 = serializers.IntegerField(allow_null=True)
    truck_limit_t = QuantityShape(allow_null=True)
    doors = serializers.IntegerField(allow_null=True)
    forklifts = serializers.IntegerField(allow_null=True)
    backup_power = serializers.BooleanField(allow_null=True)
    is_active = serializers.BooleanField()

    def get_location(self, row: Warehouse) -> dict[str, Any]:
        """A GeoJSON point, lon/lat."""
        return {"type": "Point", "coordinates": [row.location.x, row.location.y]}


class HoldingShape(serializers.Serializer[Any]):
    """How much of a lot is where."""

    warehouse = Named()
    position = serializers.SerializerMethodField()
    on_hand = QuantityShape()
    reserved = QuantityShape()
    frozen = QuantityShape()

    def get_position(self, row: dict[str, Any]) -> str:
        """Where in the store."""
        return row["account"].position if row["account"] else ""


class ItemRef(serializers.Serializer[Any]):
    """An item, briefly."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    unit = MeasureShape()


class LotShape(serializers.Serializer[Lot]):
    """A lot and where it lies within the caller's reach."""

    id = serializers.IntegerField()
    item = ItemRef()
    batch = serializers.CharField()
    serial = serializers.CharField()
    made_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    supplier = serializers.CharField()
    fund_source = serializers.CharField()
    unit_price = QuantityShape(allow_null=True)
    recalled_at = serializers.DateTimeField(allow_null=True)
    holdings = serializers.SerializerMethodField()

    @extend_schema_field(HoldingShape(many=True))
    def get_holdings(self, lot: Lot) -> Any:
        """By warehouse."""
        return HoldingShape(self.context["holdings"].get(lot.pk, []), many=True).data


class StockShape(serializers.Serializer[Any]):
    """The figures of one item, which are never added up: only physical goods are on hand."""

    on_hand = QuantityShape()
    reserved = QuantityShape()
    available = QuantityShape()
    callable = QuantityShape()
    frozen = QuantityShape()
    unfit = QuantityShape(help_text="on hand but expired, recalled or under a count")
    awaited = QuantityShape(help_text="under way to here")


class MovementShape(serializers.Serializer[Movement]):
    """One entry of the ledger."""

    id = serializers.IntegerField()
    lot = serializers.IntegerField(source="lot_id")
    item = serializers.IntegerField(source="lot.item_id")
    quantity = QuantityShape()
    reason = serializers.CharField(help_text=", ".join(Reason.values))
    source = serializers.SerializerMethodField()  # type: ignore[assignment]
    target = serializers.SerializerMethodField()
    document = serializers.CharField()
    incident = serializers.CharField()
    note = serializers.CharField()
    actor = serializers.CharField(source="actor_name")
    at = serializers.DateTimeField()

    def _account(self, account: Any) -> dict[str, Any]:
        return {"kind": account.kind, "warehouse": account.warehouse_id}

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_source(self, row: Movement) -> dict[str, Any]:
        """The account it was taken from: kind and warehouse."""
        return self._account(row.source)

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_target(self, row: Movement) -> dict[str, Any]:
        """The account it was added to: kind and warehouse."""
        return self._account(row.target)


class AgreementShape(serializers.Serializer[Any]):
    """Goods that can be called: quantity in the item's unit, lead time in hours."""

    id = serializers.IntegerField()
    item = ItemRef()
    form = serializers.ChoiceField(Form.choices)
    supplier = serializers.CharField()
    contract_no = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    quantity = QuantityShape()
    lead_time_h = QuantityShape()
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()


class ReceiptWrite(serializers.Serializer[Any]):
    """Goods that came in."""

    warehouse = KeyField(help_text="id or code")
    item = KeyField(help_text="id or code")
    quantity = QuantityShape()
    batch = serializers.CharField(required=False, allow_blank=True, max_length=60)
    serial = serializers.CharField(required=False, allow_blank=True, max_length=60)
    made_on = serializers.DateField(required=False, allow_null=True)
    expires_on = serializers.DateField(required=False, allow_null=True)
    supplier = serializers.CharField(required=False, allow_blank=True, max_length=100)
    fund_source = serializers.CharField(required=False, allow_blank=True, max_length=100)
    unit_price = serializers.DecimalField(12, 2, required=False, allow_null=True)
    position = serializers.CharField(required=False, allow_blank=True, max_length=60)
    reason = serializers.ChoiceField(["purchase", "donation"], required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class IssueWrite(serializers.Serializer[Any]):
    """Goods that go out."""

    lot = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    quantity = QuantityShape()
    reason = serializers.CharField(max_length=200)
    warehouse = KeyField(required=False, allow_null=True, help_text="needed where the lot lies in several")
    incident = KeyField(required=False, allow_null=True, help_text="id or number")


class ReceiptAnswer(serializers.Serializer[Any]):
    """The lot the goods belong to, and the movement."""

    lot = LotShape()
    movement = MovementShape()


class IssueAnswer(MovementShape):
    """The movement, and what is left in the lot there."""

    available = QuantityShape(source="source_balance")


class ProofShape(serializers.Serializer[Any]):
    """Whether everything adds up, re-added just now."""

    equal = serializers.BooleanField()
    movements = serializers.IntegerField()
    accounts = serializers.IntegerField()
    differences = serializers.ListField(child=serializers.DictField())
    seconds = serializers.FloatField()
    at = serializers.DateTimeField()
