"""The forms a report is typed into: the duty officer's, the phone's, the resident's. They parse; the service decides."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import AppError
from core.geo import gcj02_to_wgs84, parse_coordinates
from core.templatetags.components import GRADE_WORDS, ROMAN
from core.text import half_width
from incidents.reports.data import ReportData
from incidents.reports.models import CoordinateSource
from incidents.reports.smart_time import parse_time
from incidents.response.labels import split_names, split_tags
from incidents.response.models import FIGURES, FigureName, Source
from incidents.response.selectors import event_types

UNKNOWN = frozenset({"?", "unknown", "不详", "不清", "不清楚", "待核"})
_HIDDEN = forms.HiddenInput()
# Names the service uses for what is wrong → the field of the form it is shown at.
SHOWN_AT = {"location": "place", "occurred_at": "occurred", "jurisdiction": "place", "title": "description"}


class FigureField(forms.CharField):
    """A number of people or yuan as typed; empty and “?” are unknown, never 0."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=20, required=False, label=label, widget=widget)

    def clean(self, value: Any) -> str | None:
        """Half-width digits without separators, or None."""
        text = half_width(super().clean(value)).strip().replace(",", "")
        return None if text.lower() in UNKNOWN or not text else text


class PlacedForm(forms.Form):
    """A place in words, with or without a point: chosen, pinned, taken from the phone, or typed as coordinates."""

    place = forms.CharField(max_length=300, required=False, label=_("Place"))
    lon = forms.FloatField(required=False, widget=_HIDDEN)
    lat = forms.FloatField(required=False, widget=_HIDDEN)
    coordinate_source = forms.ChoiceField(
        choices=[("", ""), *CoordinateSource.choices], required=False, widget=forms.HiddenInput()
    )
    jurisdiction = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput())
    gcj02 = forms.BooleanField(required=False, label=_("Coordinates from an AMap or Tencent map (GCJ-02)"))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def placed(self) -> tuple[tuple[float, float] | None, str]:
        """((lon, lat) in WGS 84, origin), from the hidden fields or from coordinates typed as the place."""
        data = self.cleaned_data
        if data.get("lon") is not None and data.get("lat") is not None:
            return (data["lon"], data["lat"]), data.get("coordinate_source") or CoordinateSource.PIN
        pair = parse_coordinates(data.get("place") or "")
        if pair is None:
            return None, ""
        if data.get("gcj02"):
            return gcj02_to_wgs84(*pair), CoordinateSource.TYPED_GCJ02
        return pair, CoordinateSource.TYPED

    def figures(self) -> dict[str, Any]:
        """Every figure the form has."""
        return {name: self.cleaned_data.get(name) for name in FIGURES if name in self.fields}

    def refuse(self, error: AppError) -> None:
        """Show what the service refused beside the field it is about."""
        for name, words in error.errors.items():
            field = name.removeprefix("figures.")
            self.add_error(field if self._is_seen(field) else self._seen_at(field), words)
        if not error.errors:
            self.add_error(None, str(error.message))

    def _is_seen(self, name: str) -> bool:
        return name in self.fields and not self.fields[name].widget.is_hidden

    def _seen_at(self, name: str) -> str | None:
        instead = SHOWN_AT.get(name, "")
        return instead if self._is_seen(instead) else None

    def client_key(self) -> UUID:
        """The key this form was opened with; a new one where a browser lost it."""
        return self.cleaned_data.get("key") or uuid4()


class FieldForm(PlacedForm):
    """The one-page report from a phone: what, where, how many."""

    event_type = forms.CharField(max_length=10, required=False, label=_("What kind"))
    description = forms.CharField(
        max_length=20_000,
        label=_("What happened"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what happened, in your own words")},
    )
    trapped = FigureField(_("Trapped"))
    missing = FigureField(_("Missing"))
    seriously_injured = FigureField(_("Seriously injured"))
    slightly_injured = FigureField(_("Slightly injured"))
    deaths = FigureField(_("Deaths"))
    relocated = FigureField(_("Relocated"))

    def report_data(self, source: str) -> ReportData:
        """What the service takes."""
        point, origin = self.placed()
        cleaned = self.cleaned_data
        return ReportData(
            source=source,
            description=cleaned["description"],
            event_type=cleaned["event_type"] or None,
            jurisdiction=cleaned["jurisdiction"] or None,
            location=point,
            coordinate_source=origin,
            place=cleaned["place"],
            figures=self.figures(),
            client_key=self.client_key(),
        )


class PublicForm(FieldForm):
    """A resident's report; `website` is a trap no person sees."""

    reporter_name = forms.CharField(max_length=60, required=False, label=_("Your name"))
    reporter_phone = forms.CharField(
        max_length=40,
        required=False,
        label=_("Your phone"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def report_data(self, source: str = Source.RESIDENT) -> ReportData:
        """What the service takes, with whom to ask."""
        plain = super().report_data(source)
        return ReportData(
            **{
                name: getattr(plain, name)
                for name in ReportData.__dataclass_fields__
                if not name.startswith("reporter")
            },
            reporter_name=self.cleaned_data["reporter_name"],
            reporter_phone=self.cleaned_data["reporter_phone"],
        )


class IntakeForm(PlacedForm):
    """A call taken by a duty officer: narrative first, keyboard only; fields in the order of the conversation."""

    description = forms.CharField(
        max_length=20_000,
        label=_("What the caller says"),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": _("Write what the caller says")},
    )
    event_type = forms.CharField(max_length=80, required=False, label=_("Type"))
    chosen_grade = forms.TypedChoiceField(
        choices=[
            ("", _("As suggested")),
            *((value, f"{ROMAN[value]} · {word}") for value, word in GRADE_WORDS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Grade"),
    )
    deaths = FigureField(FigureName.DEATHS.label)
    missing = FigureField(FigureName.MISSING.label)
    seriously_injured = FigureField(_("Injured, seriously"))
    trapped = FigureField(FigureName.TRAPPED.label)
    reporter_name = forms.CharField(max_length=60, required=False, label=_("Reported by"))
    reporter_phone = forms.CharField(
        max_length=40, required=False, label=_("Phone"), widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    source = forms.ChoiceField(choices=Source.choices, initial=Source.RESIDENT, label=_("Source"))
    occurred = forms.CharField(max_length=40, required=False, label=_("When it happened"))
    involved = forms.CharField(max_length=2_100, required=False, label=_("Units involved"))
    tags = forms.CharField(max_length=220, required=False, label=_("Tags"))
    slightly_injured = FigureField(_("Injured, slightly"))
    relocated = FigureField(FigureName.RELOCATED.label)
    loss_cny = FigureField(FigureName.LOSS_CNY.label)
    title = forms.CharField(max_length=200, required=False, label=pgettext_lazy("report", "Title"))

    def clean_event_type(self) -> str | None:
        """The code of what was typed: a code, a name in either language, or pinyin initials."""
        text = half_width(self.cleaned_data["event_type"]).strip()
        if not text:
            return None
        head, known = text.split(" ", 1)[0], event_types()
        found = (
            known.filter(pk=head).first()
            or known.filter(name=text).first()
            or known.filter(name_en__iexact=text).first()
        )
        found = found or (known.filter(initials__startswith=text.lower()).first() if text.isascii() else None)
        if found is None:
            raise forms.ValidationError(_("This type is not in the list. Choose one, or leave it empty."))
        return str(found.pk)

    def clean_occurred(self) -> Any:
        """The moment meant by “1432”, “-10”, “昨天 21:30”; empty is now."""
        moment = parse_time(self.cleaned_data["occurred"])
        if moment is None:
            raise forms.ValidationError(_("Write a time such as 1432, -10, or 11-20 08:00"))
        return moment

    def report_data(self) -> ReportData:
        """What the service takes."""
        point, origin = self.placed()
        cleaned = self.cleaned_data
        return ReportData(
            source=cleaned["source"],
            description=cleaned["description"],
            title=cleaned["title"],
            event_type=cleaned["event_type"],
            jurisdiction=cleaned["jurisdiction"] or None,
            location=point,
            coordinate_source=origin,
            place=cleaned["place"],
            figures=self.figures(),
            occurred_at=cleaned["occurred"],
            reporter_name=cleaned["reporter_name"],
            reporter_phone=cleaned["reporter_phone"],
            chosen_grade=cleaned["chosen_grade"],
            tags=tuple(split_tags(cleaned["tags"])),
            involved=tuple(split_names(cleaned["involved"])),
            client_key=self.client_key(),
        )


class AddForm(forms.Form):
    """What the reporter adds to a returned report; carries the version that was seen."""

    text = forms.CharField(
        max_length=20_000,
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was asked for.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
