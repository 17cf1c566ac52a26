"""People and roles, as typed on their pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.templatetags.components import local_name
from organizations import access
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission, Role
from organizations.selectors import jurisdictions_reached, units_list

TEXT = {"class": "form-control"}
CHOICE = {"class": "form-select"}
ANY = [("", _("All"))]


class PlaceChoice(forms.ModelChoiceField):
    """Jurisdictions as a tree of names, each tier a step to the right."""

    def label_from_instance(self, obj: Any) -> str:
        """The name behind as many full-width spaces as it has tiers above it."""
        return "\u3000" * (obj.path.count("/") - 2) + local_name(obj)


class UnitChoice(forms.ModelChoiceField):
    """Units with the jurisdiction they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        """Jurisdiction and unit."""
        return f"{local_name(obj.jurisdiction)} · {local_name(obj)}"


class PeopleFilterForm(forms.Form):
    """What the list of people is narrowed by."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput({**TEXT, "placeholder": _("Name, pinyin initials, account, unit"), "type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[*ANY, *Role.choices], widget=forms.Select(CHOICE)
    )
    active = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[*ANY, ("1", _("In use")), ("0", _("Disabled"))],
        widget=forms.Select(CHOICE),
    )


class PersonForm(forms.Form):
    """A person's standing data; `version` is the one the form was opened with."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=60,
        widget=forms.TextInput(TEXT),
        help_text=_("Any script; the dot in names is ·"),
        error_messages={"required": _("Enter the name"), "max_length": _("Shorten the name to 60 characters")},
    )
    unit = UnitChoice(
        label=_("Unit"),
        empty_label=_("Choose a unit"),
        queryset=None,
        widget=forms.Select(CHOICE),
        error_messages={"required": _("Choose a unit"), "invalid_choice": _("Choose a unit from the list")},
    )
    title = forms.CharField(label=_("Post"), max_length=60, required=False, widget=forms.TextInput(TEXT))
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({**TEXT, "inputmode": "tel"})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: access.Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(actor, Permission.PEOPLE_CHANGE)  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """A new person also gets an account name; the first password is made for them and shown once."""

    username = forms.CharField(
        label=_("Account"),
        max_length=150,
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Letters, digits and @ . + - _; it cannot be changed later."),
        error_messages={"required": _("Enter an account name")},
    )
    field_order = ["username", "full_name", "unit", "title", "phone"]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(TEXT),
        error_messages={"required": _("Say why, in a few words")},
    )


class GrantForm(forms.Form):
    """A role somewhere, from a day until a day."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.Select(CHOICE))
    jurisdiction = PlaceChoice(
        label=_("Where (and everything below)"),
        empty_label=_("Choose a place"),
        queryset=None,
        widget=forms.Select(CHOICE),
        error_messages={"required": _("Choose a place"), "invalid_choice": _("Choose a place from the list")},
    )
    starts_at = forms.DateTimeField(
        label=_("From"),
        required=False,
        help_text=_("Empty: now"),
        widget=forms.DateTimeInput({**TEXT, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Write the time like 2026-05-01 08:00")},
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: until it is ended"),
        widget=forms.DateTimeInput({**TEXT, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Write the time like 2026-05-01 08:00")},
    )

    def __init__(self, *args: Any, actor: access.Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].queryset = places_where(actor, Permission.ROLE_GRANT)  # type: ignore[attr-defined]


def units_where(actor: access.Actor, permission: str) -> QuerySet[Unit]:
    """Units in use the actor may choose."""
    places = places_where(actor, permission)
    return units_list(actor=actor, active=True).filter(jurisdiction__in=places.values("pk"))


def places_where(actor: access.Actor, permission: str) -> QuerySet[Jurisdiction]:
    """Jurisdictions in use the actor may choose."""
    return jurisdictions_reached(actor=actor, permission=permission)


def person_values(person: User) -> dict[str, Any]:
    """What the edit form starts with."""
    return {
        "full_name": person.full_name,
        "unit": person.unit_id,
        "title": person.title,
        "phone": person.phone,
        "version": person.version,
    }
