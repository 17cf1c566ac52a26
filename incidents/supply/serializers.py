"""Shapes of requests and shipments in the API. Quantities are JSON numbers in the item's own unit; things are named by id."""

from typing import Any

from rest_framework import serializers

from incidents.supply.models import Priority, RequestKind, RequestStatus, Shipment, ShipmentStatus, SupplyRequest
from incidents.supply.workflow import REQUEST_STEPS, SHIPMENT_STEPS


class LineWrite(serializers.Serializer[Any]):
    """So much of an item (id or code); `substitutes`: something else will do."""

    item = serializers.CharField(help_text="id or code")
    quantity = serializers.CharField(help_text="a number in the item's unit")
    substitutes = serializers.BooleanField(default=True)


class NeedWrite(serializers.Serializer[Any]):
    """People and days, expanded by the norms in force."""

    people = serializers.IntegerField(min_value=1, max_value=10_000_000)
    days = serializers.IntegerField(min_value=1, max_value=365)


class RequestWrite(serializers.Serializer[Any]):
    """`lines`, or `need`, or both; `incident`, or the `jurisdiction` (code) it is for."""

    incident = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    jurisdiction = serializers.CharField(required=False, allow_blank=True, max_length=16)
    lines = LineWrite(many=True, required=False)
    need = NeedWrite(required=False, allow_null=True)
    kind = serializers.ChoiceField(RequestKind.choices, default=RequestKind.RELIEF)
    asked = serializers.CharField(required=False, allow_blank=True, max_length=16, help_text="code of who is asked")
    warehouse = serializers.CharField(required=False, allow_blank=True, help_text="id or code: for transfers")
    destination = serializers.RegexField(r"^(|[a-z]+:[0-9]{1,18})$", required=False, help_text="e.g. shelter:5")
    place = serializers.CharField(required=False, allow_blank=True, max_length=200)
    location = serializers.JSONField(required=False, allow_null=True, help_text="GeoJSON Point")
    priority = serializers.ChoiceField(Priority.choices, default=Priority.URGENT)
    wanted_at = serializers.DateTimeField(required=False, allow_null=True)
    receiver = serializers.CharField(required=False, allow_blank=True, max_length=60)
    receiver_phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    draft = serializers.BooleanField(default=False)


class LineShape(serializers.Serializer[Any]):
    """One line and how far it has come."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    item_code = serializers.CharField()
    item_name = serializers.CharField()
    unit = serializers.CharField()
    quantity = serializers.FloatField()
    sent = serializers.FloatField()
    received = serializers.FloatField()
    missing = serializers.FloatField()
    substitutes = serializers.BooleanField()
    basis = serializers.CharField()


class RequestRow(serializers.Serializer[SupplyRequest]):
    """A request in a list."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(RequestKind.choices)
    status = serializers.ChoiceField(RequestStatus.choices)
    status_at = serializers.DateTimeField()
    reason = serializers.CharField()
    incident = serializers.IntegerField(source="incident_id", allow_null=True)
    jurisdiction = serializers.CharField(source="jurisdiction.code")
    asked = serializers.CharField(source="asked.code", allow_null=True, default=None)
    place = serializers.CharField()
    destination = serializers.CharField()
    warehouse = serializers.IntegerField(source="warehouse_id", allow_null=True)
    priority = serializers.ChoiceField(Priority.choices)
    people = serializers.IntegerField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    wanted_at = serializers.DateTimeField(allow_null=True)
    owner = serializers.CharField(source="owner_unit.name")
    oral_by = serializers.CharField()
    version = serializers.IntegerField()
    next = serializers.SerializerMethodField()

    def get_next(self, request: SupplyRequest) -> list[str]:
        """Stages that may follow, whoever may take them."""
        return [to for was, to in REQUEST_STEPS if was == request.status]


class AllocatedLine(serializers.Serializer[Any]):
    """So much of a lot from a warehouse, when it would be there, and why."""

    line = serializers.IntegerField()
    item = serializers.IntegerField()
    warehouse = serializers.IntegerField()
    lot = serializers.IntegerField(allow_null=True)
    quantity = serializers.FloatField()
    eta_s = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    item_name = serializers.CharField()
    warehouse_name = serializers.CharField()


class SupplyShortfall(serializers.Serializer[Any]):
    """What is not met, and why."""

    line = serializers.IntegerField()
    item = serializers.IntegerField()
    missing = serializers.FloatField()
    reason = serializers.CharField()


class CallableShape(serializers.Serializer[Any]):
    """What an agreement would add, and when."""

    agreement = serializers.IntegerField()
    item = serializers.IntegerField()
    supplier = serializers.CharField()
    quantity = serializers.FloatField()
    lead_time_h = serializers.FloatField()
    at = serializers.DateTimeField()


class AllocationShape(serializers.Serializer[Any]):
    """A proposal; `gap` is how far from the proven best it is at most (null: nothing is proven)."""

    lines = AllocatedLine(many=True)
    shortfalls = SupplyShortfall(many=True)
    solver = serializers.ChoiceField(["optimal", "feasible", "greedy"])
    gap = serializers.FloatField(allow_null=True)
    note = serializers.CharField()
    troubles = serializers.ListField(child=serializers.CharField())
    callable = CallableShape(many=True)
    version = serializers.IntegerField()


class HandLine(serializers.Serializer[Any]):
    """A line by hand."""

    line = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    warehouse = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    lot = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    quantity = serializers.CharField()


class AllocateWrite(serializers.Serializer[Any]):
    """Nothing: compute. `lines`: check these instead."""

    lines = HandLine(many=True, required=False)


class ReasonWrite(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=300)


class ApproveWrite(serializers.Serializer[Any]):
    """A note, if any."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class OralWrite(serializers.Serializer[Any]):
    """Who ordered it."""

    by = serializers.CharField(max_length=60)


class ConfirmWrite(serializers.Serializer[Any]):
    """The version that was seen, so that nothing else is confirmed."""

    version = serializers.IntegerField(required=False, allow_null=True)


class CloseWrite(serializers.Serializer[Any]):
    """What became of the goods."""

    outcome = serializers.CharField(max_length=500)


class PassOnWrite(serializers.Serializer[Any]):
    """Who is asked (division code), and as what."""

    to = serializers.CharField(max_length=16)
    kind = serializers.ChoiceField([RequestKind.UPWARD, RequestKind.MUTUAL])
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ShipmentLineShape(serializers.Serializer[Any]):
    """One lot of a shipment."""

    id = serializers.IntegerField()
    item = serializers.IntegerField(source="lot.item_id")
    item_name = serializers.CharField(source="lot.item.name")
    lot = serializers.IntegerField(source="lot_id")
    batch = serializers.CharField(source="lot.batch")
    expires_on = serializers.DateField(source="lot.expires_on", allow_null=True)
    quantity = serializers.FloatField()
    picked = serializers.FloatField(allow_null=True)
    received = serializers.FloatField(allow_null=True)
    difference_reason = serializers.CharField()


class ShipmentShape(serializers.Serializer[Shipment]):
    """A shipment."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    request = serializers.IntegerField(source="request_id")
    warehouse = serializers.IntegerField(source="warehouse_id")
    warehouse_name = serializers.CharField(source="warehouse.name")
    status = serializers.ChoiceField(ShipmentStatus.choices)
    status_at = serializers.DateTimeField()
    reason = serializers.CharField()
    eta_at = serializers.DateTimeField(allow_null=True)
    departed_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    vehicle = serializers.CharField()
    driver = serializers.CharField()
    escort = serializers.CharField()
    seal = serializers.CharField()
    lines = ShipmentLineShape(many=True)
    next = serializers.SerializerMethodField()

    def get_next(self, shipment: Shipment) -> list[str]:
        """Stages that may follow."""
        return [to for was, to in SHIPMENT_STEPS if was == shipment.status]


class RequestShape(RequestRow):
    """A request with its lines."""

    lines = LineShape(many=True)


class QuantitiesWrite(serializers.Serializer[Any]):
    """Quantities and notes by the id of the shipment's line."""

    lines = serializers.DictField(child=serializers.CharField(), required=False)
    notes = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)


class LoadWrite(serializers.Serializer[Any]):
    """The vehicle and its people."""

    vehicle = serializers.CharField(max_length=60)
    driver = serializers.CharField(required=False, allow_blank=True, max_length=60)
    driver_phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    escort = serializers.CharField(required=False, allow_blank=True, max_length=60)
    seal = serializers.CharField(required=False, allow_blank=True, max_length=60)


class DepartWrite(serializers.Serializer[Any]):
    """Both names."""

    handed_by = serializers.CharField(max_length=60)
    taken_by = serializers.CharField(max_length=60)


class ReceiveWrite(QuantitiesWrite):
    """What arrived, by line; `notes` say why it differs."""

    received_by = serializers.CharField(max_length=60)


class HomeWrite(serializers.Serializer[Any]):
    """What came home, good and damaged, by line."""

    good = serializers.DictField(child=serializers.CharField())
    damaged = serializers.DictField(child=serializers.CharField(), required=False)


class VehicleWrite(serializers.Serializer[Any]):
    """Another vehicle, if any."""

    vehicle = serializers.CharField(required=False, allow_blank=True, max_length=60)


class ShipmentPosition(serializers.Serializer[Any]):
    """Degrees, WGS 84."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)


class WantedShape(serializers.Serializer[Any]):
    """What people need by the norms."""

    item = serializers.IntegerField(source="item.pk")
    item_name = serializers.CharField(source="item.name")
    unit = serializers.CharField(source="item.unit.name")
    quantity = serializers.FloatField()
    basis = serializers.CharField()
