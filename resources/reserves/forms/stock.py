"""Filters, receiving and issuing (R-D3)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.access import Actor
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.models import Tier

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
DATE = {"class": "form-control", "type": "date"}


def local(thing: Any) -> str:
    """Reference data in the reader's language."""
    english = (get_language() or "").startswith("en")
    return (thing.name_en if english else "") or thing.name


class Named(forms.ModelChoiceField):
    """A choice shown by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The option's words."""
        return local(obj)


class NamedItem(forms.ModelChoiceField):
    """An item with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        """The option's words."""
        return f"{local(obj)} ({local(obj.unit)})"


def text(label: Any, limit: int, **more: Any) -> forms.CharField:
    """A line of text of at most `limit` characters."""
    return forms.CharField(label=label, max_length=limit, widget=forms.TextInput(attrs=CONTROL), **more)


def day(label: Any) -> forms.DateField:
    """A day, not needed."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))


class StockFilter(forms.Form):
    """The filters of the overview."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs=CONTROL | {"type": "search"}))
    category = forms.ChoiceField(label=_("Category of goods"), required=False, widget=forms.Select(attrs=SELECT))
    warehouse = Named(
        label=_("Warehouse"), queryset=None, required=False, empty_label=_("All"), widget=forms.Select(attrs=SELECT)
    )
    only = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All")), ("below", _("Below minimum")), ("above", _("Above maximum")), ("there", _("On hand"))],
        widget=forms.Select(attrs=SELECT),
    )
    sort = forms.ChoiceField(
        label=_("Sort"),
        required=False,
        choices=[("", _("By category")), ("name", _("By name")), ("worst", _("Worst first"))],
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        category.choices = [("", _("All")), *((row.code, local(row)) for row in selectors.categories(actor))]
        warehouse: Any = self.fields["warehouse"]
        warehouse.queryset = selectors.warehouses(actor)


class WarehouseFilter(forms.Form):
    """The filters of the warehouses."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs=CONTROL | {"type": "search"}))
    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[("", _("All")), *Tier.choices], widget=forms.Select(attrs=SELECT)
    )


class Once(forms.Form):
    """A form that books once however often it is sent."""

    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class ReceiveForm(Once):
    """Goods that come in."""

    warehouse = Named(label=_("Warehouse"), queryset=None, widget=forms.Select(attrs=SELECT))
    item = NamedItem(label=_("Item"), queryset=None, widget=forms.Select(attrs=SELECT))
    quantity = text(_("Quantity"), 20)
    batch = text(_("Batch"), 60, required=False)
    serial = text(_("Serial number"), 60, required=False)
    made_on = day(_("Made on"))
    expires_on = day(_("Expires on"))
    supplier = text(_("Supplier"), 100, required=False)
    fund_source = text(_("Source of funds"), 100, required=False)
    unit_price = forms.DecimalField(
        label=_("Unit price, CNY"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs=CONTROL),
    )
    position = text(_("Position in the store"), 60, required=False)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("purchase", _("Purchase")), ("donation", _("Donation"))],
        widget=forms.Select(attrs=SELECT),
    )
    note = text(_("Remarks"), 200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["warehouse"].queryset = selectors.warehouses_to_work_in(actor, Permission.STOCK_MOVE)
        fields["item"].queryset = selectors.items(actor)


class IssueForm(Once):
    """Goods that go out of one lot."""

    lot = forms.CharField(widget=forms.HiddenInput(), max_length=19)
    warehouse = Named(label=_("Warehouse"), queryset=None, widget=forms.Select(attrs=SELECT))
    quantity = text(_("Quantity"), 20)
    reason = text(_("Reason"), 200, help_text=_("Where an earlier expiry is passed over, say why."))
    incident = text(_("Incident"), 40, required=False, help_text=_("Its number, e.g. 510100-2026-0001."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        warehouse: Any = self.fields["warehouse"]
        warehouse.queryset = selectors.warehouses_to_work_in(actor, Permission.STOCK_MOVE)
