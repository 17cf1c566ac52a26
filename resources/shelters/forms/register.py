"""Forms of the register: filters, a shelter, its entrances, areas per person."""

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.geo import parse_coordinates
from organizations.access import Actor
from resources.places.models import Place
from resources.shelters.forms.widgets import CONTROL, Named, number, select, text
from resources.shelters.models import Duration, Function, Hazard, Shelter, Space, Status, Tier
from resources.shelters.selectors import editable_places, editable_units, goods_stores

ALL = ("", _("All"))


def _point(words: str) -> Point | None:
    pair = parse_coordinates(words.strip()) if words.strip() else None
    if words.strip() and pair is None:
        raise forms.ValidationError(_("These are not coordinates. For example: 103.60, 30.90"))
    return Point(*pair, srid=4326) if pair else None


class ShelterFilter(forms.Form):
    """The filters of the list."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs=CONTROL | {"type": "search"})
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ALL, ("open", _("In use")), *Status.choices], widget=select()
    )
    tier = forms.ChoiceField(
        label=pgettext_lazy("shelter", "Tier"), required=False, choices=[ALL, *Tier.choices], widget=select()
    )
    duration = forms.ChoiceField(
        label=_("Class of stay"), required=False, choices=[ALL, *Duration.choices], widget=select()
    )
    hazard = forms.ChoiceField(label=_("Fit for"), required=False, choices=[ALL, *Hazard.choices], widget=select())
    free = forms.IntegerField(
        label=_("Free places, at least"), required=False, min_value=0, max_value=1_000_000, widget=number()
    )


class ShelterForm(forms.Form):
    """A shelter's particulars; `version` is what the form was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name (Chinese)"), max_length=100, widget=text())
    name_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False, widget=text())
    jurisdiction = Named(label=_("Jurisdiction"), queryset=None, widget=select())
    unit = Named(label=_("Unit in charge"), queryset=None, widget=select())
    address = forms.CharField(label=pgettext_lazy("place", "Address"), max_length=200, required=False, widget=text())
    location = forms.CharField(
        label=_("Coordinates"),
        help_text=_("Decimal or degrees, in either order; for example 103.60, 30.90"),
        widget=text(),
    )
    tier = forms.ChoiceField(label=pgettext_lazy("shelter", "Tier"), choices=Tier.choices, widget=select())
    duration = forms.ChoiceField(label=_("Class of stay"), choices=Duration.choices, widget=select())
    space = forms.ChoiceField(label=_("Space"), choices=Space.choices, widget=select())
    function = forms.ChoiceField(label=_("Function"), choices=Function.choices, initial="single", widget=select())
    hazards = forms.MultipleChoiceField(
        label=_("Fit for"), choices=Hazard.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    effective_area_m2 = forms.IntegerField(
        label=_("Effective area, m²"),
        min_value=1,
        max_value=10_000_000,
        help_text=_("Without ground that cannot be used. The capacity follows from it and the area per person."),
        widget=number(),
    )
    site_area_m2 = forms.IntegerField(
        label=_("Site area, m²"), min_value=0, max_value=10_000_000, required=False, widget=number()
    )
    service_radius_m = forms.IntegerField(
        label=_("Service radius, m"), min_value=0, max_value=10_000_000, required=False, widget=number()
    )
    routes = forms.CharField(
        label=_("Access and evacuation routes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 3}),
    )
    goods_store = Named(label=_("Goods are kept in"), queryset=None, required=False, widget=select())
    keeper_a_name = forms.CharField(label=_("Keeper A"), max_length=60, required=False, widget=text())
    keeper_a_phone = forms.CharField(
        label=_("Keeper A's phone"), max_length=40, required=False, widget=text(type="tel")
    )
    keeper_b_name = forms.CharField(label=_("Keeper B"), max_length=60, required=False, widget=text())
    keeper_b_phone = forms.CharField(
        label=_("Keeper B's phone"), max_length=40, required=False, widget=text(type="tel")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self, *args: Any, actor: Actor, shelter: Shelter | None = None, place: Place | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(shelter, place), **kwargs)
        places: Any = self.fields["jurisdiction"]
        units: Any = self.fields["unit"]
        places.queryset, units.queryset = editable_places(actor), editable_units(actor)
        stores: Any = self.fields["goods_store"]
        stores.queryset = goods_stores(actor)

    def clean_location(self) -> Point | None:
        """The point."""
        return _point(self.cleaned_data["location"])


def _initial(shelter: Shelter | None, place: Place | None) -> dict[str, Any]:
    if shelter is not None:
        values = {
            name: getattr(shelter, name) for name in ShelterForm.base_fields if name not in ("location", "goods_store")
        }
        return {
            **values,
            "goods_store": shelter.goods_store_id,
            "location": f"{shelter.location.x:.6f}, {shelter.location.y:.6f}",
        }
    if place is None:
        return {}
    where = f"{place.location.x:.6f}, {place.location.y:.6f}"
    return {"name": place.name, "name_en": place.name_en, "jurisdiction": place.jurisdiction_id, "location": where}


class EntranceForm(forms.Form):
    """A way in."""

    name = forms.CharField(label=_("Entrance"), max_length=60, widget=text())
    location = forms.CharField(label=_("Coordinates"), required=False, widget=text())
    step_free = forms.BooleanField(label=_("Without steps"), required=False)
    note = forms.CharField(label=pgettext_lazy("shelter", "Note"), max_length=200, required=False, widget=text())

    def clean_location(self) -> Point | None:
        """The point, or None."""
        return _point(self.cleaned_data["location"])


class NormForm(forms.Form):
    """How much floor a person needs, from when."""

    duration = forms.ChoiceField(label=_("Class of stay"), choices=Duration.choices, widget=select())
    jurisdiction = Named(label=_("Jurisdiction"), queryset=None, widget=select())
    m2_per_person = forms.DecimalField(
        label=_("m² per person"),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs=CONTROL | {"step": "0.1", "inputmode": "decimal"}),
    )
    effective_from = forms.DateTimeField(
        label=_("Effective from"),
        required=False,
        help_text=_("Empty: from now on."),
        widget=forms.DateTimeInput(attrs=CONTROL | {"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    source = forms.CharField(label=_("Source"), max_length=200, widget=text())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["jurisdiction"]
        places.queryset = editable_places(actor)
