"""Which labels are printed, and which table is brought (R-D3, R-D1)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.access import Actor
from resources.reserves import selectors
from resources.reserves.forms.stock import CONTROL, SELECT, Named, text
from resources.reserves.models import ImportKind


class LabelForm(forms.Form):
    """Labels of what."""

    of = forms.ChoiceField(
        label=_("Labels of"),
        required=False,
        choices=[("lots", _("Lots")), ("positions", _("Places in the store")), ("items", _("Items"))],
        widget=forms.Select(attrs=SELECT),
    )
    warehouse = Named(label=_("Warehouse"), queryset=None, required=False, widget=forms.Select(attrs=SELECT))
    at = text(_("Positions beginning with"), 60, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        warehouse: Any = self.fields["warehouse"]
        warehouse.queryset = selectors.warehouses(actor)


class TableForm(forms.Form):
    """A table to be tried or stored."""

    kind = forms.ChoiceField(label=_("What it holds"), choices=ImportKind.choices, widget=forms.Select(attrs=SELECT))
    file = forms.FileField(
        label=_("Table (XLSX or CSV)"),
        widget=forms.ClearableFileInput(attrs=CONTROL | {"accept": ".csv,.xlsx,text/csv"}),
    )
