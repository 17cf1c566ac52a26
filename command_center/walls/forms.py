"""What people fill in about walls."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.walls.models import Words
from command_center.walls.selectors.walls import wall_places
from organizations import access

TEXT = {"class": "form-control"}
CHOICE = {"class": "form-select"}


class Place(forms.ModelChoiceField):
    """A jurisdiction by its name, indented by its depth."""

    def label_from_instance(self, obj: Any) -> str:
        """Name with the level as indentation."""
        return "\u3000" * max(0, obj.path.count("/") - 2) + str(obj)


class WallSize(forms.Form):
    """Width of a wall and distance of its farthest reader, in metres."""

    width_m = forms.FloatField(label=_("Width, m"), widget=forms.TextInput({**TEXT, "inputmode": "decimal"}))
    farthest_m = forms.FloatField(
        label=_("Farthest reader, m"), widget=forms.TextInput({**TEXT, "inputmode": "decimal"})
    )


class WallSettings(WallSize):
    """Everything a wall is, besides its address."""

    name = forms.CharField(label=_("Name (Chinese)"), max_length=60, widget=forms.TextInput(TEXT))
    name_en = forms.CharField(label=_("Name (English)"), max_length=60, required=False, widget=forms.TextInput(TEXT))
    jurisdiction = Place(label=_("Jurisdiction"), queryset=None, widget=forms.Select(CHOICE))
    words = forms.ChoiceField(label=_("Labels"), choices=Words.choices, widget=forms.Select(CHOICE))

    field_order = ["slug", "name", "name_en", "jurisdiction", "words", "width_m", "farthest_m"]

    def __init__(self, *args: Any, actor: access.Actor, **kwargs: Any) -> None:
        """Only places where the actor may set up walls are offered."""
        super().__init__(*args, **kwargs)
        field = self.fields["jurisdiction"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = wall_places(actor=actor)


class WallNew(WallSettings):
    """A new wall: its address too, which stays."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=40,
        help_text=_("The last part of its web address: small letters, digits, hyphens."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )
