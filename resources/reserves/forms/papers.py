"""What begins a paper: a count, a transfer (R-D3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.access import Actor
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.forms.stock import SELECT, Named, Once, text


class CountForm(Once):
    """Of what a count is."""

    warehouse = Named(label=_("Warehouse"), queryset=None, widget=forms.Select(attrs=SELECT))
    place = text(
        _("Positions beginning with"), 60, required=False, help_text=_("Empty: the whole store. For example A-01.")
    )
    note = text(_("Remarks"), 200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        warehouse: Any = self.fields["warehouse"]
        warehouse.queryset = selectors.warehouses_to_work_in(actor, Permission.STOCK_MOVE)


class TransferForm(Once):
    """From where to where, by whom; the lots are lines beside it."""

    source = Named(label=_("From"), queryset=None, widget=forms.Select(attrs=SELECT))
    target = Named(label=_("To"), queryset=None, widget=forms.Select(attrs=SELECT))
    vehicle = text(_("Vehicle"), 60, required=False)
    escort = text(_("Escort"), 60, required=False)
    document = text(_("Number of the order"), 60, required=False)
    note = text(_("Remarks"), 200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["source"].queryset = selectors.warehouses_to_work_in(actor, Permission.STOCK_MOVE)
        fields["target"].queryset = selectors.warehouses(actor)
