"""What may be asked of lists of reports; pages and the API share it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.reports.models import ReportStatus
from incidents.reports.selectors import ReportFilter
from incidents.response.models import Source

_CLAIMED = [("", _("Anybody's")), ("nobody", _("Taken by nobody")), ("mine", _("Taken by me"))]


class FilterForm(forms.Form):
    """Search words, status, source, type, place, time received, claim; empty fields narrow nothing."""

    q = forms.CharField(max_length=100, required=False, label=_("Search"))
    status = forms.ChoiceField(
        choices=[("", _("All statuses")), *ReportStatus.choices], required=False, label=_("Status")
    )
    source = forms.ChoiceField(choices=[("", _("All sources")), *Source.choices], required=False, label=_("Source"))
    event_type = forms.RegexField(r"^[0-9A-Za-z\-]{1,10}$", required=False, label=_("Type"))
    jurisdiction = forms.RegexField(r"^[0-9A-Za-z\-]{2,16}$", required=False, label=_("Jurisdiction code"))
    since = forms.DateTimeField(required=False, label=_("Received from"))
    until = forms.DateTimeField(required=False, label=_("Received until"))
    tag = forms.CharField(max_length=20, required=False, label=_("Tag"))
    claimed = forms.ChoiceField(choices=_CLAIMED, required=False, label=_("Claim"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.update({"class": f"{css} {css}-sm", "id": f"reports-{name}"})
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateTimeInput(
                attrs={"type": "datetime-local", "class": "form-control form-control-sm", "id": f"reports-{name}"},
                format="%Y-%m-%dT%H:%M",
            )

    def wanted(self) -> ReportFilter:
        """The filter of a valid form."""
        return ReportFilter(**self.cleaned_data)
