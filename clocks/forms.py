"""What may be asked about deadlines; the page and the API share it."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from clocks.kinds import all_kinds
from clocks.selectors import DeadlineFilter
from organizations.access import Actor
from organizations.roles import Permission
from timeline.selectors import reachable_jurisdictions

_SUBJECT = RegexValidator(r"^[a-z_]+:[0-9]{1,18}$", _("A subject reads like incident:12."))
_STATES = [
    ("open", _("Not done yet")),
    ("late", _("Overdue")),
    ("warned", _("Due soon")),
    ("met", _("Done")),
    ("cancelled", _("No longer due")),
    ("all", _("All")),
]


class DeadlineForm(forms.Form):
    """State (open unless said otherwise), kind, place, mine only."""

    state = forms.ChoiceField(choices=_STATES, required=False, label=_("State"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    subject = forms.CharField(max_length=60, required=False, validators=[_SUBJECT], label=_("Subject"))
    mine = forms.BooleanField(required=False, label=_("Only mine and my unit's"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.name, str(kind.label)) for kind in all_kinds()]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]
        self.fields["jurisdiction"] = forms.ModelChoiceField(
            reachable_jurisdictions(actor, Permission.CLOCK_VIEW),
            to_field_name="code",
            required=False,
            label=_("Jurisdiction"),
            empty_label=_("All within reach"),
        )
        if not self.data.get("subject"):
            del self.fields["subject"]
        for name, field in self.fields.items():
            chosen = isinstance(field.widget, forms.Select)
            css = "form-select" if chosen else "form-check-input" if name == "mine" else "form-control"
            field.widget.attrs.update({"class": css, "id": f"clocks-{name}"})

    def wanted(self) -> DeadlineFilter:
        """The filter of a valid form."""
        data = self.cleaned_data
        return DeadlineFilter(
            state=data["state"] or "open",
            kind=data["kind"],
            subject=data.get("subject", ""),
            jurisdiction=data["jurisdiction"],
            mine=data["mine"],
        )
