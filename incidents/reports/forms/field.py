"""The phone's longer forms: the full report in six groups, and the follow-up that starts from the last values."""

import json
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.text import half_width
from incidents.reports.data import ReportData
from incidents.reports.details import FIELDS, GROUPS, TEXT, Detail
from incidents.reports.forms.intake import UNKNOWN, FieldForm, FigureField
from incidents.reports.selectors import Standing
from incidents.reports.services import FollowUpData
from incidents.response.models import FIGURES, FigureName

_AREA = {"rows": 3, "maxlength": 2000}
# Which figures of the ledger are asked for in which group of the full report.
IN_GROUP = {
    "people": ("deaths", "missing", "seriously_injured", "slightly_injured", "trapped", "relocated"),
    "needs": ("loss_cny",),
}


def _field_of(detail: Detail) -> forms.CharField:
    label: Any
    label = format_lazy("{} ({})", detail.label, detail.unit) if detail.unit else detail.label
    if detail.kind == TEXT:
        return forms.CharField(max_length=2000, required=False, label=label, widget=forms.Textarea(attrs=_AREA))
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(max_length=20, required=False, label=label, widget=widget)


class FullForm(FieldForm):
    """Everything of the one-page report, and the fields of the six groups."""

    loss_cny = FigureField(_("Direct loss (yuan)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, detail in FIELDS.items():
            self.fields[name] = _field_of(detail)

    def groups(self) -> list[dict[str, Any]]:
        """The task list: each group with its fields and how many of them hold something."""
        rows = []
        for group in GROUPS:
            figures = [self[name] for name in IN_GROUP.get(group.name, ())]
            fields = [self[field.name] for field in group.fields]
            told = sum(1 for field in [*figures, *fields] if field.value() not in (None, ""))
            bad = any(field.errors for field in [*figures, *fields])
            rows.append(
                {"name": group.name, "label": group.label, "figures": figures, "fields": fields}
                | {"told": told, "bad": bad}
            )
        return rows

    def details(self) -> dict[str, Any]:
        """Fields with something in them; “?” is unknown."""
        told = {name: half_width(self.cleaned_data.get(name) or "").strip().replace(",", "") for name in FIELDS}
        told |= {name: self.cleaned_data.get(name) for name, field in FIELDS.items() if field.kind == TEXT}
        return {name: value for name, value in told.items() if value and str(value).lower() not in UNKNOWN}

    def report_data(self, source: str) -> ReportData:
        """What the service takes."""
        plain = super().report_data(source)
        given = {name: getattr(plain, name) for name in ReportData.__dataclass_fields__}
        return ReportData(**{**given, "details": self.details()})

    def refuse(self, error: Any) -> None:
        """Details are named `details.<field>` by the service."""
        error.errors = {name.removeprefix("details."): words for name, words in error.errors.items()}
        super().refuse(error)


class FollowForm(forms.Form):
    """A follow-up: last values filled in, what its writer saw carried along for the comparison."""

    deaths = FigureField(FigureName.DEATHS.label)
    missing = FigureField(FigureName.MISSING.label)
    seriously_injured = FigureField(FigureName.SERIOUSLY_INJURED.label)
    slightly_injured = FigureField(FigureName.SLIGHTLY_INJURED.label)
    trapped = FigureField(FigureName.TRAPPED.label)
    relocated = FigureField(FigureName.RELOCATED.label)
    loss_cny = FigureField(FigureName.LOSS_CNY.label)
    reason = forms.CharField(max_length=300, required=False, label=_("Why a figure is smaller now"))
    text = forms.CharField(
        max_length=20_000, required=False, label=_("What is new"), widget=forms.Textarea(attrs={"rows": 3})
    )
    no_change = forms.BooleanField(required=False, widget=forms.HiddenInput())
    base = forms.CharField(required=False, widget=forms.HiddenInput())
    key = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def follow_up_data(self) -> FollowUpData:
        """What the service takes; with “no change” the figures stay out of it."""
        cleaned = self.cleaned_data
        figures = {} if cleaned["no_change"] else {name: cleaned.get(name) for name in FIGURES}
        return FollowUpData(
            figures=figures,
            text=cleaned["text"],
            reason=cleaned["reason"],
            no_change=cleaned["no_change"],
            base=self._base(),
            client_key=cleaned["key"],
        )

    def _base(self) -> dict[str, Any] | None:
        try:
            base = json.loads(self.cleaned_data["base"] or "null")
        except ValueError:
            return None
        return base if isinstance(base, dict) else None

    @staticmethod
    def opening(now: Standing, key: Any) -> dict[str, Any]:
        """Initial values: the last ones."""
        values = {name: "" if value is None else value for name, value in now.values.items()}
        return {**values, "base": json.dumps(now.values), "key": key}
