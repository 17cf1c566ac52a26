"""A rule of approval as it is entered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.templatetags.components import local_name
from organizations.access import Actor
from organizations.roles import Permission, Role
from organizations.selectors import jurisdictions_reached
from organizations.selectors.approvals import RANK

# What can be made subject to approval; rooms above give the kind its meaning.
KINDS = [("supply.request", _("Supply requests"))]
_TEXT = {"class": "form-control"}
_SELECT = {"class": "form-select"}


class ApprovalRuleForm(forms.Form):
    """Kind, where, from which amount or quantity, who and how many."""

    kind = forms.ChoiceField(label=_("What is approved"), choices=KINDS, widget=forms.Select(_SELECT))
    jurisdiction = forms.ModelChoiceField(label=_("Jurisdiction"), queryset=None, widget=forms.Select(_SELECT))
    from_amount = forms.DecimalField(
        label=_("From this amount, CNY"), min_value=0, max_digits=16, decimal_places=2, required=False,
        widget=forms.NumberInput(_TEXT),
    )  # fmt: skip
    from_quantity = forms.DecimalField(
        label=_("From this quantity of one item"), min_value=0, max_digits=14, decimal_places=3, required=False,
        widget=forms.NumberInput(_TEXT),
    )  # fmt: skip
    role = forms.ChoiceField(
        label=_("Role, or a higher one"),
        choices=[(role.value, role.label) for role in Role if role in RANK and RANK[role] >= 2],
        widget=forms.Select(_SELECT),
    )
    people = forms.TypedChoiceField(
        label=_("How many people"), choices=[(1, "1"), (2, "2")], coerce=int, widget=forms.Select(_SELECT)
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False, widget=forms.TextInput(_TEXT))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jurisdiction"]
        rows = jurisdictions_reached(actor=actor, permission=Permission.ROLE_GRANT)
        field.queryset = rows.filter(level__in=("city", "county", "township"))  # type: ignore[attr-defined]
        field.label_from_instance = local_name  # type: ignore[attr-defined]
