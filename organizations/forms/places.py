"""Units and jurisdictions, as typed on their pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.forms.people import CHOICE, TEXT, PlaceChoice, places_where
from organizations.models import Jurisdiction, Level, Unit, UnitKind
from organizations.roles import Permission


class UnitFilterForm(forms.Form):
    """What the list of units is narrowed by."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput({**TEXT, "placeholder": _("Name, pinyin initials, place, phone"), "type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *UnitKind.choices], widget=forms.Select(CHOICE)
    )


class UnitForm(forms.Form):
    """A unit; its jurisdiction is chosen once."""

    jurisdiction = PlaceChoice(
        label=_("Jurisdiction"),
        empty_label=_("Choose a place"),
        queryset=None,
        widget=forms.Select(CHOICE),
        error_messages={"required": _("Choose a place"), "invalid_choice": _("Choose a place from the list")},
    )
    name = forms.CharField(
        label=_("Name (Chinese)"),
        max_length=100,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Enter the name")},
    )
    name_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False, widget=forms.TextInput(TEXT))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, widget=forms.Select(CHOICE))
    duty_phone = forms.CharField(
        label=_("Duty phone"), max_length=40, required=False, widget=forms.TextInput({**TEXT, "inputmode": "tel"})
    )
    receives_reports = forms.BooleanField(
        label=_("Receives reports"),
        required=False,
        help_text=_("The unit that first owns what is reported in its jurisdiction."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: access.Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit is None:
            places = places_where(actor, Permission.PEOPLE_CHANGE)
            self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]
            del self.fields["is_active"]
        else:
            del self.fields["jurisdiction"]


class JurisdictionForm(forms.Form):
    """A jurisdiction's names and figures; boundaries come from the importer."""

    code = forms.CharField(
        label=_("Division code"),
        max_length=16,
        widget=forms.TextInput(TEXT),
        help_text=_("As in the national list, or your own for zones that have none."),
        error_messages={"required": _("Enter a code")},
    )
    name = forms.CharField(
        label=_("Name (Chinese)"),
        max_length=100,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Enter the name")},
    )
    name_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False, widget=forms.TextInput(TEXT))
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, widget=forms.Select(CHOICE))
    population = forms.IntegerField(
        label=_("Population"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.NumberInput(TEXT),
        help_text=_("Empty: unknown"),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, place: Jurisdiction | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_active",) if place is None else ("code", "level"):
            del self.fields[name]
