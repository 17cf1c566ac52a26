"""What people send from the pages of teams."""

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.geo import parse_coordinates
from organizations.access import Actor
from resources.teams.models import Readiness, Team, TeamKind
from resources.teams.selectors import capabilities, editable_places, editable_units

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


def _label(thing: Any) -> str:
    """Reference data in the reader's language."""
    english = (get_language() or "").startswith("en")
    return (thing.name_en if english else "") or thing.name


class _Named(forms.ModelChoiceField):
    """A choice shown by its name in the reader's language, with where it is."""

    def label_from_instance(self, obj: Any) -> str:
        """The option's words."""
        place = getattr(obj, "jurisdiction", None)
        return f"{_label(obj)} · {_label(place)}" if place is not None else f"{_label(obj)} ({obj.code})"


class _Many(forms.ModelMultipleChoiceField):
    """Capabilities as boxes."""

    def label_from_instance(self, obj: Any) -> str:
        """The box's words."""
        return _label(obj)


class TeamFilter(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs=CONTROL | {"type": "search"}))
    capability = forms.ModelChoiceField(
        label=_("Capability"),
        queryset=None,
        to_field_name="code",
        required=False,
        empty_label=_("All"),
        widget=forms.Select(attrs=SELECT),
    )
    status = forms.ChoiceField(label=_("Readiness"), required=False, widget=forms.Select(attrs=SELECT))
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["capability"]
        field.queryset = capabilities()
        field.label_from_instance = _label
        self.fields["status"].choices = [("", _("All")), *Readiness.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *TeamKind.choices]  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """A team's particulars; `version` is what the form was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name (Chinese)"), max_length=100, widget=forms.TextInput(attrs=CONTROL))
    name_en = forms.CharField(
        label=_("Name (English)"), max_length=100, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    code = forms.CharField(label=_("Call sign"), max_length=40, widget=forms.TextInput(attrs=CONTROL))
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind.choices, widget=forms.Select(attrs=SELECT))
    jurisdiction = _Named(label=_("Jurisdiction"), queryset=None, widget=forms.Select(attrs=SELECT))
    unit = _Named(label=_("Unit in charge"), queryset=None, widget=forms.Select(attrs=SELECT))
    capabilities = _Many(label=_("Capabilities"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    on_shift = forms.BooleanField(label=_("On shift"), required=False, initial=True)
    strength = forms.IntegerField(
        label=_("Strength, persons"), min_value=0, max_value=30000, initial=0, widget=forms.NumberInput(attrs=CONTROL)
    )
    leader_name = forms.CharField(
        label=_("Leader"), max_length=60, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    leader_phone = forms.CharField(
        label=_("Leader's phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=CONTROL | {"type": "tel"}),
    )
    leader_username = forms.CharField(
        label=_("Leader's account"),
        max_length=150,
        required=False,
        help_text=_("The user name of the leader, who then answers orders on a phone at /orders/."),
        widget=forms.TextInput(attrs=CONTROL | {"autocomplete": "off"}),
    )
    deputy_name = forms.CharField(
        label=_("Deputy"), max_length=60, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    deputy_phone = forms.CharField(
        label=_("Deputy's phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=CONTROL | {"type": "tel"}),
    )
    base_name = forms.CharField(
        label=_("Base, in words"), max_length=100, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    base = forms.CharField(
        label=_("Base, coordinates"),
        required=False,
        help_text=_("Decimal or degrees, in either order; for example 103.60, 30.90"),
        widget=forms.TextInput(attrs=CONTROL),
    )
    speed_kmh = forms.IntegerField(
        label=_("Road speed, km/h"), min_value=1, max_value=400, initial=40, widget=forms.NumberInput(attrs=CONTROL)
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(team) if team else None, **kwargs)
        places: Any = self.fields["jurisdiction"]
        units: Any = self.fields["unit"]
        skills: Any = self.fields["capabilities"]
        places.queryset, units.queryset, skills.queryset = editable_places(actor), editable_units(actor), capabilities()

    def clean_base(self) -> Point | None:
        """The point, or None."""
        text = self.cleaned_data["base"].strip()
        pair = parse_coordinates(text) if text else None
        if text and pair is None:
            raise forms.ValidationError(_("These are not coordinates. For example: 103.60, 30.90"))
        return Point(*pair, srid=4326) if pair else None


def _initial(team: Team) -> dict[str, Any]:
    names = [name for name in TeamForm.base_fields if name not in ("base", "capabilities", "leader_username")]
    values = {name: getattr(team, name) for name in names}
    values["base"] = f"{team.base.x:.6f}, {team.base.y:.6f}" if team.base else ""
    values["capabilities"] = list(team.capabilities.all())
    values["leader_username"] = team.leader.username if team.leader else ""
    return values


class ReadinessForm(forms.Form):
    """Whether the team can be ordered."""

    readiness = forms.ChoiceField(
        label=_("Readiness"),
        choices=[choice for choice in Readiness.choices if choice[0] != Readiness.COMMITTED],
        widget=forms.Select(attrs=SELECT),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, widget=forms.TextInput(attrs=CONTROL))


class MemberForm(forms.Form):
    """A member."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs=CONTROL))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs=CONTROL))
    post = forms.CharField(label=_("Post"), max_length=60, required=False, widget=forms.TextInput(attrs=CONTROL))
    skills = forms.CharField(
        label=_("Skills, separated by ;"), max_length=300, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    insured_until = forms.DateField(
        label=_("Insured until"),
        required=False,
        widget=forms.DateInput(attrs=CONTROL | {"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_skills(self) -> list[str]:
        """A list of words."""
        words = self.cleaned_data["skills"].replace("；", ";").replace("、", ";").split(";")
        skills = [word.strip() for word in words if word.strip()]
        if any(len(word) > 40 for word in skills):
            raise forms.ValidationError(_("At most 40 characters each."))
        return skills


class VehicleForm(forms.Form):
    """A vehicle."""

    plate = forms.CharField(label=_("Plate"), max_length=20, widget=forms.TextInput(attrs=CONTROL))
    kind = forms.CharField(label=_("Kind"), max_length=60, widget=forms.TextInput(attrs=CONTROL))
    seats = forms.IntegerField(
        label=_("Seats"), min_value=0, max_value=200, initial=0, widget=forms.NumberInput(attrs=CONTROL)
    )
    is_available = forms.BooleanField(label=_("Available"), required=False, initial=True)


class ImportForm(forms.Form):
    """A CSV file; without `store` it is only tried."""

    file = forms.FileField(
        label=_("CSV file, UTF-8 or GB18030"), widget=forms.FileInput(attrs=CONTROL | {"accept": ".csv,text/csv"})
    )
    store = forms.BooleanField(label=_("Store it (otherwise it is only tried)"), required=False)
