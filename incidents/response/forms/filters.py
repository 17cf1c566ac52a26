"""What may be asked of the list of incidents; the page and the API share it."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.templatetags.components import local_name
from incidents.response.features import ROMAN
from incidents.response.models import Grade, Status
from incidents.response.selectors import IncidentFilter, event_types, filter_places
from organizations.access import Actor


class IncidentQuery(forms.Form):
    """Conditions as programs send them; `status` and `grade` may be repeated."""

    q = forms.CharField(max_length=100, required=False, label=_("Words"))
    status = forms.TypedMultipleChoiceField(choices=Status.choices, required=False, label=_("Status"))
    grade = forms.TypedMultipleChoiceField(choices=Grade.choices, coerce=int, required=False, label=_("Grade"))
    event_type = forms.CharField(max_length=10, required=False, label=_("Type"))
    jurisdiction = forms.CharField(max_length=16, required=False, label=_("Jurisdiction"))
    tag = forms.CharField(max_length=20, required=False, label=_("Tag"))
    open = forms.CharField(required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["from"] = forms.DateTimeField(required=False, label=_("Occurred from"), widget=_moment())
        self.fields["to"] = forms.DateTimeField(required=False, label=_("Occurred before"), widget=_moment())

    def clean_open(self) -> bool | None:
        """true, false or nothing."""
        value = self.cleaned_data["open"].strip().casefold()
        if value in ("", "any"):
            return None
        if value not in ("true", "1", "yes", "false", "0", "no"):
            raise forms.ValidationError(_("Send true or false."))
        return value in ("true", "1", "yes")

    def wanted(self) -> IncidentFilter:
        """The filter of a valid form."""
        data = self.cleaned_data
        return IncidentFilter(
            status=tuple(data["status"]),
            grade=tuple(data["grade"]),
            event_type=data["event_type"].strip(),
            jurisdiction=data["jurisdiction"].strip(),
            open=data["open"],
            q=data["q"].strip(),
            since=data["from"],
            until=data["to"],
            tag=data["tag"].strip(),
        )


class IncidentFilterForm(IncidentQuery):
    """The same, for people: chosen from lists."""

    field_order = ["q", "status", "grade", "event_type", "jurisdiction", "from", "to", "tag", "open"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["open"] = forms.ChoiceField(
            choices=[("", _("Open and closed")), ("true", _("Open only")), ("false", _("Closed only"))],
            required=False,
            label=_("Open or closed"),
        )
        self.fields["status"].widget = _Checks(choices=Status.choices)
        self.fields["grade"].widget = _Checks(choices=[(value, ROMAN[value]) for value in Grade.values])
        self.fields["event_type"] = forms.ChoiceField(
            choices=lambda: [("", _("Any type")), *_type_choices()],
            required=False,
            label=_("Type"),
        )
        self.fields["jurisdiction"] = forms.ChoiceField(
            choices=lambda: [("", _("All within reach")), *_place_choices(actor)],
            required=False,
            label=_("Jurisdiction"),
        )
        for name, field in self.fields.items():
            if isinstance(field.widget, _Checks):
                field.widget.attrs.update({"id": f"filter-{name}"})
                continue
            chosen = isinstance(field.widget, forms.Select)
            field.widget.attrs.update({"class": "form-select" if chosen else "form-control", "id": f"filter-{name}"})
        self.fields["q"].widget.attrs.update({"type": "search", "placeholder": _("Number, title, place")})
        self.order_fields(self.field_order)


class _Checks(forms.CheckboxSelectMultiple):
    """A row of boxes; none ticked narrows nothing."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With our own template, wherever the form renderer looks."""
        return render_to_string("response/_checks.html", self.get_context(name, value, attrs))


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _type_choices() -> list[tuple[str, str]]:
    """Classes and sub-classes; each stands for everything below it."""
    return [(kind.pk, f"{kind.pk} {local_name(kind)}") for kind in event_types() if kind.pk.endswith("00")]


def _place_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(place.code, local_name(place)) for place in filter_places(actor=actor)]
