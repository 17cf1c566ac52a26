"""What people send from the dispatch screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.dispatch.models import DispatchStatus
from incidents.dispatch.words import status_of

CHOOSABLE = {str(value) for value in DispatchStatus.values} - {"ordered", "undone"}


class OrderForm(forms.Form):
    """Teams and what they are to do."""

    team = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, error_messages={"required": _("Choose at least one team.")}
    )
    task = forms.CharField(label=_("Task"), max_length=500, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        sent = self.data.getlist("team") if hasattr(self.data, "getlist") else []
        self.fields["team"].choices = [(value, value) for value in sent if value.isascii() and value.isdigit()][:50]  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """The next status of an assignment."""

    status = forms.CharField(max_length=40)
    reason = forms.CharField(required=False, max_length=300)
    at = forms.DateTimeField(required=False)

    def clean_status(self) -> str:
        """Any word for a status that the command bar knows, too: one resolver for all."""
        to = status_of(self.cleaned_data["status"])
        if to not in CHOOSABLE:
            raise forms.ValidationError(_("This is no status of an assignment."))
        return to


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(required=False, max_length=300)
