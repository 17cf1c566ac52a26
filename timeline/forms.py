"""What may be asked of the record; the page and the API share it."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from organizations.access import Actor
from organizations.roles import Permission
from timeline.kinds import all_kinds
from timeline.selectors import EventFilter, reachable_jurisdictions

_KIND = RegexValidator(r"^[a-z_]+\.[a-z_]*$", _("A kind reads like incident.opened, or incident. for all of them."))
_SUBJECT = RegexValidator(r"^[a-z_]+:[0-9]{1,18}$", _("A subject reads like incident:12."))


class RecordQuery(forms.Form):
    """Conditions as programs send them; `from` and `to` bound the time, `since` is a cursor."""

    kind = forms.CharField(max_length=60, required=False, validators=[_KIND])
    subject = forms.CharField(max_length=60, required=False, validators=[_SUBJECT], label=_("Subject"))
    actor = forms.CharField(max_length=60, required=False, label=_("Person"))
    q = forms.CharField(max_length=100, required=False, label=_("Words"))
    since = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateTimeField(required=False, label=_("From"), widget=_moment())
        self.fields["to"] = forms.DateTimeField(required=False, label=_("To"), widget=_moment())
        self.fields["jurisdiction"] = forms.ModelChoiceField(
            reachable_jurisdictions(actor, Permission.TIMELINE_VIEW),
            to_field_name="code",
            required=False,
            label=_("Jurisdiction"),
            empty_label=_("All within reach"),
        )

    def wanted(self) -> EventFilter:
        """The filter of a valid form."""
        data = self.cleaned_data
        return EventFilter(
            kind=data["kind"],
            subject=data.get("subject", ""),
            actor=data["actor"].strip(),
            search=data["q"].strip(),
            start=data["from"],
            end=data["to"],
            since=data.get("since"),
            jurisdiction=data["jurisdiction"],
        )


class RecordForm(RecordQuery):
    """The same, for people: kinds are chosen by their words."""

    field_order = ["jurisdiction", "kind", "actor", "from", "to", "q"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["kind"] = forms.ChoiceField(choices=_kind_choices(), required=False, label=_("Kind"))
        del self.fields["since"]
        if not self.data.get("subject"):
            del self.fields["subject"]
        for name, field in self.fields.items():
            chosen = isinstance(field.widget, forms.Select)
            field.widget.attrs.update({"class": "form-select" if chosen else "form-control", "id": f"record-{name}"})
        self.order_fields(self.field_order)


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


_ENTITIES = {
    "report": _("Reports"),
    "incident": _("Incidents"),
    "dispatch": _("Dispatch"),
    "team": _("Teams"),
    "clock": _("Deadlines"),
    "figure": _("Figures"),
    "handover": _("Handovers"),
    "user": _("People"),
    "unit": _("Units"),
    "membership": _("Roles"),
    "jurisdiction": _("Jurisdictions"),
    "place": _("Places"),
}


def _kind_choices() -> list[Any]:
    """Grouped by entity; the first of each group stands for all of them."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind in all_kinds():
        groups[kind.name.split(".")[0]].append((kind.name, kind.label))
    choices: list[Any] = [("", _("All kinds"))]
    for entity, kinds in groups.items():
        name = str(_ENTITIES.get(entity, entity))
        choices.append((name, [(f"{entity}.", _("%(group)s: all") % {"group": name}), *kinds]))
    return choices
