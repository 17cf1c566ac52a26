"""The catalogue, warehouses, agreements and limits as forms (R-D1, R-D2). They judge shapes; services write."""

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from core.errors import UnprocessableError
from core.geo import parse_coordinates
from organizations.access import Actor
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.forms.deeds import amount
from resources.reserves.forms.stock import CONTROL, SELECT, Named, NamedItem, text
from resources.reserves.models import Agreement, Item, Warehouse


class Edit(forms.ModelForm):
    """A form of one row, with the version it was opened at; nothing is saved here."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        for field in self.fields.values():
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs.setdefault("class", kind)
        fields: Any = self.fields
        if "jurisdiction" in fields:
            fields["jurisdiction"].queryset = selectors.places_to_change(actor)
        if "unit" in fields and self._meta.model is Warehouse:
            fields["unit"].queryset = selectors.units_of(actor)
        if "item" in fields:
            fields["item"].queryset = selectors.items(actor)

    def validate_unique(self) -> None:
        """The service and the database say what is taken."""

    def validate_constraints(self) -> None:
        """The service and the database say what is impossible."""

    def values(self) -> dict[str, Any]:
        """What the service is given."""
        said = dict(self.cleaned_data)
        said.pop("version", None)
        return said


class ItemForm(Edit):
    """An item of the catalogue."""

    class Meta:
        model = Item
        fields = [
            "code", "name", "name_en", "category", "unit", "spec", "handling", "barcode", "serial_required",
            "shelf_life_days", "maintenance_days", "check_days", "storage", "weight_kg", "volume_m3", "is_active",
        ]  # fmt: skip
        field_classes = {"category": Named, "unit": Named}


class WarehouseForm(Edit):
    """A warehouse; its place as latitude, longitude."""

    where = text(_("Latitude, longitude"), 60, help_text=_("For example 30.91234, 103.61234."))

    class Meta:
        model = Warehouse
        fields = [
            "code", "name", "name_en", "tier", "jurisdiction", "unit", "state", "state_note", "address", "phone",
            "keeper_a_name", "keeper_a_phone", "keeper_b_name", "keeper_b_phone", "area_m2", "volume_m3", "access_roads",
            "truck_limit_t", "truck_length_m", "doors", "forklifts", "backup_power", "is_active",
        ]  # fmt: skip
        field_classes = {"jurisdiction": Named, "unit": Named}

    field_order = ["code", "name", "name_en", "tier", "jurisdiction", "unit", "where"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            at = self.instance.location
            self.fields["where"].initial = f"{at.y:.6f}, {at.x:.6f}"

    def clean_where(self) -> Point:
        """A point on the map."""
        try:
            found = parse_coordinates(self.cleaned_data["where"])
        except UnprocessableError as error:
            raise forms.ValidationError(str(error.message)) from error
        if found is None:
            raise forms.ValidationError(_("Latitude and longitude, for example 30.91234, 103.61234."))
        lon, lat = found[0], found[1]
        return Point(lon, lat, srid=4326)

    def values(self) -> dict[str, Any]:
        """With the point under its own name."""
        said = super().values()
        said["location"] = said.pop("where")
        return said


class AgreementForm(Edit):
    """What a supplier promised."""

    class Meta:
        model = Agreement
        fields = [
            "jurisdiction", "item", "form", "supplier", "contract_no", "valid_from", "valid_to", "quantity", "per_day",
            "lead_time_h", "contact_name", "contact_phone", "note", "is_active",
        ]  # fmt: skip
        field_classes = {"jurisdiction": Named, "item": NamedItem}
        widgets = {
            name: forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_to")
        }


class LimitForm(forms.Form):
    """The least and the most of an item, in a warehouse or a whole jurisdiction."""

    jurisdiction = Named(label=_("Jurisdiction"), queryset=None, widget=forms.Select(attrs=SELECT))
    warehouse = Named(
        label=_("Warehouse"),
        queryset=None,
        required=False,
        empty_label=_("All warehouses together"),
        widget=forms.Select(attrs=SELECT),
    )
    minimum = amount(_("Minimum"), required=False)
    maximum = amount(_("Maximum"), required=False, help_text=_("Both empty: there is no limit any more."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["jurisdiction"].queryset = selectors.places_to_change(actor)
        fields["warehouse"].queryset = selectors.warehouses_to_work_in(actor, Permission.CATALOGUE_CHANGE)


class PackRow(forms.Form):
    """One pack."""

    name = text(_("Pack (Chinese)"), 30)
    name_en = text(_("Pack (English)"), 30, required=False)
    factor = amount(_("Base units in one pack"))
    barcode = text(_("Barcode"), 60, required=False)


class _WithItem(forms.Form):
    """A row that names another item."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = selectors.items(actor)


class PartRow(_WithItem):
    """What is in a kit."""

    part = NamedItem(label=_("Part"), queryset=None, widget=forms.Select(attrs=SELECT))
    quantity = amount(_("Quantity"))


class OtherRow(_WithItem):
    """What may be given instead."""

    other = NamedItem(label=_("Instead"), queryset=None, widget=forms.Select(attrs=SELECT))
    ratio = forms.DecimalField(
        label=_("How many for one"),
        max_digits=10,
        decimal_places=3,
        min_value=0,
        widget=forms.NumberInput(attrs=CONTROL),
    )
    note = text(_("Remarks"), 200, required=False)
