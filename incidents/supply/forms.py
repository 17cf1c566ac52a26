"""What people send from the supply screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.templatetags.components import local_name
from incidents.supply.models import Basis, Priority, RequestKind, RequestStatus, SecondKind, SecondState
from incidents.supply.selectors import items_to_ask, jurisdictions_to_ask, warehouses_to_ask
from organizations.access import Actor

ANY = [("", _("All"))]


class Styled(forms.Form):
    """Fields that look like all others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "form-select" if select else "form-control")


class BoardForm(Styled):
    """What to show on the board."""

    q = forms.CharField(label=_("Number, place, incident or item"), max_length=100, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[*ANY, *RequestStatus.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *RequestKind.choices], required=False)
    over = forms.BooleanField(label=_("Closed ones"), required=False)


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AskForm(Styled):
    """A request; its lines are read from `item` and `quantity` beside it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RequestKind.choices)
    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=None)
    place = forms.CharField(label=_("Destination"), max_length=200, required=False)
    warehouse = forms.ModelChoiceField(label=_("To warehouse"), queryset=None, required=False)
    asked = forms.ModelChoiceField(label=_("Asked of"), queryset=None, required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.URGENT
    )
    wanted_at = forms.DateTimeField(label=_("Wanted by"), required=False, widget=_Moment())
    receiver = forms.CharField(label=_("Receiver"), max_length=60, required=False)
    receiver_phone = forms.CharField(label=_("Receiver's phone"), max_length=40, required=False)
    note = forms.CharField(label=pgettext_lazy("goods", "Note"), max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, everywhere = jurisdictions_to_ask(actor)
        for name, rows in (
            ("jurisdiction", places),
            ("asked", everywhere),
            ("warehouse", warehouses_to_ask(actor)),
        ):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.label_from_instance = local_name  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """People and days."""

    people = forms.IntegerField(min_value=1, max_value=10_000_000)
    days = forms.IntegerField(min_value=1, max_value=365)


class RoadForm(Styled):
    """A blocked road: a point, or two for a stretch."""

    name = forms.CharField(label=_("Road and place"), max_length=100)
    at = forms.CharField(
        label=_("Where"), max_length=200, help_text=_("Longitude, latitude; a second pair for a stretch of road.")
    )
    radius_m = forms.IntegerField(label=_("Width of the corridor, m"), min_value=1, max_value=20_000, initial=500)
    detour_min = forms.IntegerField(
        label=_("Detour, minutes"),
        min_value=0,
        max_value=1440,
        required=False,
        help_text=_("Empty: there is no way round."),
    )
    cause = forms.CharField(label=_("Cause"), max_length=200, required=False)
    source = forms.CharField(label=_("Source"), max_length=100)
    ends_at = forms.DateTimeField(label=_("Until"), required=False, widget=_Moment())


class SecondForm(Styled):
    """Something with a second role."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SecondKind.choices)
    name = forms.CharField(label=_("Name (Chinese)"), max_length=100)
    name_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False)
    everyday = forms.CharField(label=_("In everyday use"), max_length=100)
    emergency = forms.CharField(label=_("In an emergency"), max_length=100)
    capacity = forms.CharField(label=_("Capacity"), max_length=100, required=False)
    minutes = forms.IntegerField(label=_("Minutes to switch"), min_value=1, max_value=43_200)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class SecondFilterForm(Styled):
    """Which of them to show."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[*ANY, *SecondKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[*ANY, *SecondState.choices], required=False)


class NormForm(Styled):
    """A norm from now on."""

    item = forms.ModelChoiceField(label=_("Item"), queryset=None)
    quantity = forms.DecimalField(label=_("Quantity"), min_value=0, max_value=10_000, max_digits=12, decimal_places=4)
    basis = forms.ChoiceField(label=_("Reckoned"), choices=Basis.choices)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        field.queryset = items_to_ask(actor)  # type: ignore[attr-defined]
        field.label_from_instance = local_name  # type: ignore[attr-defined]
