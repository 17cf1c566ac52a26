"""Shapes of what keepers send and of the papers they work on. Quantities in the item's own unit (R-D3)."""

from typing import Any

from rest_framework import serializers

from resources.reserves.models import CheckKind, CountState, ScrapState, TransferState
from resources.reserves.selectors import figure_now, to_count
from resources.reserves.serializers import ItemRef, KeyField, Named, QuantityShape

_PLACE = "needed where the lot lies in several"


class PlaceWrite(serializers.Serializer[Any]):
    """In which warehouse."""

    warehouse = KeyField(required=False, allow_null=True, help_text=_PLACE)


class QuantityWrite(PlaceWrite):
    """A quantity and why."""

    quantity = QuantityShape()
    reason = serializers.CharField(max_length=200)


class ScrapWrite(QuantityWrite):
    """A proposal to write off."""

    appraisal = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ReturnWrite(serializers.Serializer[Any]):
    """Goods that come back."""

    warehouse = KeyField(help_text="the store that takes them back")
    good = QuantityShape(required=False)
    damaged = QuantityShape(required=False)
    incident = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="number or id")
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class LoanWrite(PlaceWrite):
    """A loan."""

    quantity = QuantityShape()
    borrower = serializers.CharField(max_length=100)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    due_on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class RelocateWrite(PlaceWrite):
    """Another position."""

    position = serializers.CharField(max_length=60, allow_blank=True)
    custodian = serializers.CharField(required=False, allow_blank=True, max_length=60)


class StockCheckWrite(PlaceWrite):
    """What an inspection found."""

    passed = serializers.BooleanField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=500, help_text="needed when not passed")
    done_on = serializers.DateField(required=False, allow_null=True)
    next_on = serializers.DateField(required=False, allow_null=True)


class MaintainWrite(StockCheckWrite):
    """What maintenance was done."""

    kind = serializers.ChoiceField([CheckKind.MAINTENANCE.value, CheckKind.TEST.value], required=False)


class StockRecallWrite(serializers.Serializer[Any]):
    """Why a batch is called back."""

    reason = serializers.CharField(max_length=200)


class NoteWrite(serializers.Serializer[Any]):
    """A remark; needed where something is refused or cancelled."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class LoanShape(serializers.Serializer[Any]):
    """A loan; out = quantity − returned − lost."""

    id = serializers.IntegerField()
    lot = serializers.IntegerField(source="lot_id")
    warehouse = serializers.IntegerField(source="warehouse_id")
    borrower = serializers.CharField()
    phone = serializers.CharField()
    quantity = QuantityShape()
    returned = QuantityShape()
    lost = QuantityShape()
    due_on = serializers.DateField()
    incident = serializers.CharField()
    note = serializers.CharField()


class LoanBackWrite(serializers.Serializer[Any]):
    """What a borrower gives back."""

    good = QuantityShape(required=False)
    damaged = QuantityShape(required=False)
    lost = QuantityShape(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ScrapShape(serializers.Serializer[Any]):
    """A scrapping: proposed by one person, decided by another."""

    id = serializers.IntegerField()
    lot = serializers.IntegerField(source="lot_id")
    warehouse = serializers.IntegerField(source="warehouse_id")
    quantity = QuantityShape()
    state = serializers.ChoiceField(ScrapState.choices)
    reason = serializers.CharField()
    appraisal = serializers.CharField()
    decision_note = serializers.CharField()


class TransferLineShape(serializers.Serializer[Any]):
    """One lot of a transfer; `received` is null while it is under way."""

    lot = serializers.IntegerField(source="lot_id")
    sent = QuantityShape()
    received = QuantityShape(allow_null=True)
    difference_reason = serializers.CharField()


class TransferShape(serializers.Serializer[Any]):
    """Goods from one store to another."""

    id = serializers.IntegerField()
    source = Named()  # type: ignore[assignment]
    target = Named()
    state = serializers.ChoiceField(TransferState.choices)
    document = serializers.CharField()
    vehicle = serializers.CharField()
    escort = serializers.CharField()
    sent_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField(allow_null=True)
    lines = TransferLineShape(many=True)


class TransferLoadWrite(serializers.Serializer[Any]):
    """One lot to be sent."""

    lot = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    quantity = QuantityShape()


class StockTransferWrite(serializers.Serializer[Any]):
    """What leaves, from where to where."""

    source = KeyField()  # type: ignore[assignment]
    target = KeyField()
    lines = TransferLoadWrite(many=True)
    document = serializers.CharField(required=False, allow_blank=True, max_length=60)
    vehicle = serializers.CharField(required=False, allow_blank=True, max_length=60)
    escort = serializers.CharField(required=False, allow_blank=True, max_length=60)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ArrivalWrite(serializers.Serializer[Any]):
    """What was counted of one lot on arrival."""

    lot = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    received = QuantityShape()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="why it differs")


class TransferReceiveWrite(serializers.Serializer[Any]):
    """What arrived, lot by lot."""

    lines = ArrivalWrite(many=True)


class StockCountWrite(serializers.Serializer[Any]):
    """Of what a count is."""

    warehouse = KeyField()
    place = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="positions beginning with; empty: the whole store"
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class CountShape(serializers.Serializer[Any]):
    """A count."""

    id = serializers.IntegerField()
    warehouse = Named()
    place = serializers.CharField()
    state = serializers.ChoiceField(CountState.choices)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class CountLineShape(serializers.Serializer[Any]):
    """One lot of a count. `booked` and the first figure of a second round are null while it is counted blind."""

    lot = serializers.IntegerField(source="account.lot_id")
    item = ItemRef(source="account.item")
    batch = serializers.CharField(source="account.lot.batch")
    position = serializers.CharField(source="account.position")
    to_count = serializers.SerializerMethodField()
    figure = serializers.SerializerMethodField()
    booked = serializers.SerializerMethodField()
    explanation = serializers.CharField()

    def get_to_count(self, line: Any) -> bool:
        """Whether it takes a figure now."""
        return to_count(self.context["count"], line)

    def get_figure(self, line: Any) -> float | None:
        """The figure of this round; when counting is over, what was found in the end."""
        found = figure_now(self.context["count"], line)
        if not self.context["blind"] and line.recounted is not None:
            found = line.recounted
        return None if found is None else float(found)

    def get_booked(self, line: Any) -> float | None:
        """What the books said when it began."""
        return None if self.context["blind"] else float(line.booked)


class CountSheetShape(CountShape):
    """A count with its lines."""

    blind = serializers.BooleanField()
    lines = CountLineShape(many=True)


class FiguresWrite(serializers.Serializer[Any]):
    """Figures by lot id: {"12": 40, "13": "2.5"}. Setting the same figure again changes nothing."""

    figures = serializers.DictField(child=QuantityShape())


class ExplainWrite(serializers.Serializer[Any]):
    """Why figures differ, by lot id."""

    explanations = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True))


class HitShape(serializers.Serializer[Any]):
    """One thing a code stands for."""

    kind = serializers.ChoiceField(["lot", "item", "position", "warehouse"])
    id = serializers.IntegerField(source="thing.pk")
    url = serializers.CharField()
    position = serializers.CharField()
    factor = QuantityShape(allow_null=True, help_text="base units in one pack, where it was a pack's barcode")
