"""Forms of the incident page and of direct opening: they parse and say what is wrong; services decide."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.geo import gcj02_to_wgs84, parse_coordinates
from core.templatetags.components import local_name
from core.text import half_width
from incidents.response.labels import split_tags
from incidents.response.models import FIGURES, EventType, FigureName, Grade, Incident
from incidents.response.selectors import event_type_get, event_types, handover_units, places_to_open
from organizations.access import Actor

UNKNOWN = frozenset({"?", "？", "unknown", "不详", "待核"})


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """What a choice may be chosen from."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


def styled(form: forms.BaseForm, prefix: str) -> None:
    """Classes and ids of every control."""
    for name, field in form.fields.items():
        css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
        if isinstance(field.widget, forms.CheckboxInput):
            css = "form-check-input"
        field.widget.attrs.update({"class": css, "id": f"{prefix}-{name}"})


class LocalChoice(forms.ModelChoiceField):
    """Reference data by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Code and name of a type; name of anything else."""
        return f"{obj.pk} {local_name(obj)}" if isinstance(obj, EventType) else local_name(obj)


class PlaceFields(forms.Form):
    """A place in words, coordinates in any common form, or neither: it never blocks."""

    place = forms.CharField(max_length=300, required=False, label=_("Place"))
    coordinates = forms.CharField(
        max_length=80,
        required=False,
        label=_("Coordinates"),
        help_text=_("Longitude and latitude, decimal or degrees and minutes, e.g. 103.62, 30.91"),
    )
    gcj02 = forms.BooleanField(required=False, label=_("From an AMap or Tencent map (GCJ-02)"))

    def clean_coordinates(self) -> tuple[float, float] | None:
        """(lon, lat) in degrees, or None."""
        text = self.cleaned_data["coordinates"].strip()
        if not text:
            return None
        pair = parse_coordinates(text)
        if pair is None:
            raise forms.ValidationError(_("Write two numbers, such as 103.62, 30.91, or leave it empty."))
        return pair

    def point(self) -> Point | None:
        """WGS 84, converted where it was said to be GCJ-02."""
        pair = self.cleaned_data.get("coordinates")
        if pair is None:
            return None
        return Point(*(gcj02_to_wgs84(*pair) if self.cleaned_data.get("gcj02") else pair), srid=4326)


class ParticularsForm(PlaceFields):
    """Title, type, place, time and story of an incident."""

    title = forms.CharField(max_length=200, label=_("Title"))
    event_type = LocalChoice(None, label=_("Type"), empty_label=_("Choose the type"))
    description = forms.CharField(
        max_length=20_000, required=False, label=_("What happened"), widget=forms.Textarea(attrs={"rows": 5})
    )
    occurred_at = forms.DateTimeField(
        label=_("Occurred"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    tags = forms.CharField(
        max_length=220, required=False, label=_("Tags"), help_text=_("Short words, set apart by spaces")
    )
    field_order = ["description", "title", "event_type", "place", "coordinates", "gcj02", "occurred_at", "tags"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "event_type", event_types())
        styled(self, "incident")

    def changes(self) -> dict[str, Any]:
        """What `incident_update` takes."""
        data = self.cleaned_data
        names = ("title", "event_type", "description", "place", "occurred_at")
        return {**{name: data[name] for name in names}, "tags": split_tags(data["tags"]), "location": self.point()}

    @classmethod
    def of(cls, incident: Incident) -> "ParticularsForm":
        """Filled with what the incident says now."""
        point = incident.location
        return cls(
            initial={
                "title": incident.title,
                "event_type": incident.event_type_id,
                "description": incident.description,
                "place": incident.place,
                "coordinates": f"{point.x:.6f}, {point.y:.6f}" if point else "",
                "occurred_at": timezone.localtime(incident.occurred_at),
                "tags": " ".join(incident.tags),
            }
        )


class OpeningForm(ParticularsForm):
    """Opening an incident directly, without a report."""

    jurisdiction = LocalChoice(None, label=_("Jurisdiction"), empty_label=None)
    owner_unit = LocalChoice(None, label=_("Accountable unit"), empty_label=None)
    grade = forms.TypedChoiceField(
        choices=[("", _("Not graded yet")), *Grade.choices],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Grade"),
    )
    field_order = [*ParticularsForm.field_order, "grade", "jurisdiction", "owner_unit"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_to_open(actor=actor)
        units = handover_units(actor=actor).filter(jurisdiction__in=places.values("pk"))
        offer_rows(self, "jurisdiction", places)
        offer_rows(self, "owner_unit", units)
        if not self.is_bound:
            own = getattr(actor, "unit", None)
            first = places.filter(pk=own.jurisdiction_id).first() if own else None
            self.initial.setdefault("occurred_at", timezone.localtime().replace(second=0, microsecond=0))
            self.initial.setdefault("jurisdiction", first or places.first())
            self.initial.setdefault("owner_unit", own)
        styled(self, "incident")


class FiguresForm(forms.Form):
    """Figures somebody states: empty is not said, a question mark is unknown."""

    source = forms.CharField(max_length=200, label=_("Who says so"))
    as_of = forms.DateTimeField(
        label=_("As of"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(max_length=300, required=False, label=_("Note"))

    def __init__(self, *args: Any, incident: Incident | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            self.fields[name] = forms.CharField(max_length=20, required=False, label=FigureName(name).label)
            self.fields[name].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})
        self.order_fields([*FIGURES, "source", "as_of", "note"])
        styled(self, f"figure-{incident.pk}" if incident else "figure")

    def clean(self) -> dict[str, Any]:
        """Numbers in any width, with or without separators."""
        data = super().clean() or {}
        self.stated: dict[str, Decimal | None] = {}
        for name in FIGURES:
            text = half_width(data.get(name) or "").replace(",", "").replace(" ", "").strip()
            if not text:
                continue
            if text in UNKNOWN:
                self.stated[name] = None
                continue
            try:
                self.stated[name] = Decimal(text)
            except InvalidOperation:
                self.add_error(name, _("Write a number, or ? where it is unknown."))
        return data

    def clean_as_of(self) -> Any:
        """A minute that has just begun counts as now."""
        moment = self.cleaned_data["as_of"]
        return None if moment and abs(timezone.now() - moment) < timedelta(minutes=1) else moment

    @property
    def figure_fields(self) -> list[forms.BoundField]:
        """The seven figures."""
        return [self[name] for name in FIGURES]


class OfferForm(forms.Form):
    """Offering the incident to another unit."""

    to = LocalChoice(None, label=pgettext_lazy("handover", "To"), empty_label=_("Choose the unit"))
    note = forms.CharField(max_length=500, required=False, label=_("Note"))

    def __init__(self, *args: Any, incident: Incident, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "to", handover_units(actor=actor).exclude(pk=incident.owner_unit_id))
        styled(self, f"handover-{incident.pk}")


class TypeForm(forms.Form):
    """Names, category and suggesting words of an event type."""

    code = forms.RegexField(r"^[0-9A-Za-z\-]{2,10}$", label=_("Code"))
    parent = forms.CharField(max_length=10, required=False, label=_("Under (code)"))
    name = forms.CharField(max_length=60, label=_("Name (Chinese)"))
    name_en = forms.CharField(max_length=80, label=_("Name (English)"))
    cap_category = forms.ChoiceField(label=_("CAP category"))
    is_active = forms.BooleanField(required=False, label=_("In use"))
    patterns = forms.CharField(
        required=False,
        label=_("Suggesting words"),
        help_text=_("One line each: order, then words separated by |, e.g. “20 山火|林火|forest fire”"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    prompts = forms.CharField(
        max_length=2_000,
        required=False,
        label=_("What to ask (Chinese)"),
        help_text=_("One question a line, shown beside the intake form."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    prompts_en = forms.CharField(
        max_length=2_000, required=False, label=_("What to ask (English)"), widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, categories: list[str], editing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["cap_category"]).choices = [(name, name) for name in categories]
        if editing:
            self.fields["code"].disabled = True
        styled(self, "type")

    def clean_parent(self) -> str | None:
        """The code of another type, or nothing."""
        code = self.cleaned_data["parent"].strip()
        if code and event_type_get(code, active=None) is None:
            raise forms.ValidationError(_("There is no event type with this code."))
        return code or None

    def clean_patterns(self) -> list[tuple[int, str]]:
        """(order, words) of each line."""
        rows: list[tuple[int, str]] = []
        for line in self.cleaned_data["patterns"].splitlines():
            rank, _space, words = half_width(line).strip().partition(" ")
            if not rank:
                continue
            if not (rank.isdigit() and int(rank) < 32768 and words.strip(" |")):
                raise forms.ValidationError(_("“%(line)s”: write the order, a space, then the words.") % {"line": line})
            rows.append((int(rank), words.strip(" |")))
        return rows
