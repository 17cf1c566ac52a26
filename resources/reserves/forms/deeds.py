"""What a keeper does to one lot, one form each (R-D3)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.access import Actor
from organizations.roles import Permission
from resources.reserves import selectors
from resources.reserves.forms.stock import CONTROL, SELECT, Named, Once, day, text
from resources.reserves.models import CheckKind


def amount(label: Any, **more: Any) -> forms.CharField:
    """A quantity, typed on the number pad; judged by the service, which knows the unit."""
    attrs = CONTROL | {"inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attrs), **more)


class LotForm(Once):
    """A deed on a lot in one warehouse. `anywhere`: also in a warehouse the lot has never been in."""

    anywhere = False
    warehouse = Named(label=_("Warehouse"), queryset=None, empty_label=None, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, actor: Actor, places: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = selectors.warehouses_to_work_in(actor, Permission.STOCK_MOVE)
        warehouse: Any = self.fields["warehouse"]
        warehouse.queryset = rows if self.anywhere else rows.filter(pk__in=places)


class ReturnForm(LotForm):
    """Goods that were issued come back and are looked over."""

    anywhere = True
    good = amount(_("In good order"), required=False)
    damaged = amount(_("Damaged (frozen until decided)"), required=False)
    incident = text(_("Incident"), 40, required=False, help_text=_("Its number, e.g. 510100-2026-0001."))
    note = text(_("Remarks"), 200, required=False)


class LoanForm(LotForm):
    """Goods are lent until a day."""

    quantity = amount(_("Quantity"))
    borrower = text(_("Borrower"), 100)
    phone = text(_("Phone"), 40, required=False)
    due_on = day(_("Due back on"))
    note = text(_("Remarks"), 200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True


class ReasonForm(LotForm):
    """A quantity and why."""

    quantity = amount(_("Quantity"))
    reason = text(_("Reason"), 200)


class ScrapForm(ReasonForm):
    """Goods are proposed to be written off."""

    appraisal = forms.CharField(
        label=_("Technical appraisal"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 3}),
    )


class RelocateForm(LotForm):
    """A lot lies somewhere else, or in other hands."""

    position = text(_("Position in the store"), 60)
    custodian = text(_("Custodian"), 60, required=False)


class CheckForm(LotForm):
    """An inspection."""

    passed = forms.ChoiceField(
        label=_("Result"),
        choices=[("yes", _("in order")), ("no", _("not in order"))],
        widget=forms.Select(attrs=SELECT),
    )
    note = text(_("What was found"), 500, required=False, help_text=_("Needed where it is not in order."))
    done_on = day(_("Done on"))
    next_on = day(_("Next on"))


class MaintainForm(CheckForm):
    """Maintenance or a test run."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=[(CheckKind.MAINTENANCE, _("Maintenance")), (CheckKind.TEST, _("Test run"))],
        widget=forms.Select(attrs=SELECT),
    )
    field_order = ["warehouse", "kind"]


class RecallForm(Once):
    """A batch is called back everywhere."""

    reason = text(_("Reason"), 200)

    def __init__(self, *args: Any, actor: Actor, places: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


DEED_FORMS: Final[dict[str, type[Once]]] = {
    "return": ReturnForm,
    "loan": LoanForm,
    "rotate": ReasonForm,
    "freeze": ReasonForm,
    "unfreeze": ReasonForm,
    "scrap": ScrapForm,
    "relocate": RelocateForm,
    "check": CheckForm,
    "maintain": MaintainForm,
    "recall": RecallForm,
}
