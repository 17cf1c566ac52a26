"""Kinds of event the shelters record. No names, numbers of documents or phones: the figures of a shelter and its state."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources.shelters.models import Away, Shelter, Status, TallyKind
from timeline.kinds import Kind, register

_FIELDS = {field.name: field.verbose_name for field in Shelter._meta.concrete_fields}
_FIELDS |= {"facilities": _("facilities"), "entrances": _("entrances")}
_STATES, _ENDS, _TALLIES = dict(Status.choices), dict(Away.choices), dict(TallyKind.choices)


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Stored codes as words, and the shelter by its name in the reader's language."""
    english = data.get("shelter_en") if (get_language() or "").startswith("en") else ""
    fields = [name.strip() for name in str(data.get("fields", "")).split(",")]
    return {
        **data,
        "shelter": english or data.get("shelter"),
        "to": _STATES.get(data.get("to", ""), data.get("to")),
        "left_as": _ENDS.get(data.get("left_as", ""), data.get("left_as")),
        "tally": _TALLIES.get(data.get("tally", ""), data.get("tally")),
        "fields": ", ".join(str(_FIELDS.get(name, name)) for name in fields),
        "reason": data.get("reason") or "–",
        "why": f"({data['reason']})" if data.get("reason") else "",
    }


def _kind(name: str, words: Any) -> Kind:
    return register(name, words, _values)


SHELTER_CREATED = _kind("shelter.created", _("Shelter %(shelter)s was entered"))
SHELTER_UPDATED = _kind("shelter.updated", _("Shelter %(shelter)s was changed: %(fields)s"))
SHELTER_CAPACITY_CHANGED = _kind("shelter.capacity_changed", _("%(shelter)s: capacity %(was)s → %(capacity)s persons"))
AREA_NORM_SET = _kind("area_norm.set", _("Area per person was set: %(m2)s m²"))
SHELTER_STATE_CHANGED = _kind("shelter.state_changed", _("%(shelter)s is now “%(to)s” %(why)s"))
SHELTER_CHECK_FAILED = _kind("shelter.check_failed", _("%(shelter)s was checked and may not open: %(count)s faults"))
SHELTER_CHECKED = _kind("shelter.checked", _("%(shelter)s was checked before opening: %(count)s faults"))
SHELTER_CHECK_OVERRIDDEN = _kind("shelter.check_overridden", _("%(shelter)s opens over %(count)s faults: %(reason)s"))
SHELTER_RECEIVED = _kind(
    "shelter.received", _("%(shelter)s: %(count)s registered, now %(heads)s of %(capacity)s persons")
)
SHELTER_COUNTED = _kind(
    "shelter.counted", _("%(shelter)s: %(delta)s heads (%(tally)s), now %(heads)s of %(capacity)s persons")
)
SHELTER_OVERFILLED = _kind("shelter.overfilled", _("%(shelter)s takes in %(over)s beyond its capacity: %(reason)s"))
SHELTER_AWAY = _kind("shelter.away", _("%(shelter)s: %(count)s away for some hours"))
SHELTER_BACK = _kind("shelter.back", _("%(shelter)s: %(count)s came back"))
SHELTER_LEFT = _kind(
    "shelter.left", _("%(shelter)s: %(count)s left (%(left_as)s), now %(heads)s of %(capacity)s persons")
)
SHELTER_PERSON_CHANGED = _kind("shelter.person_changed", _("%(shelter)s: the entry of a resident was changed"))
SHELTER_NOTED = _kind("shelter.noted", _("%(shelter)s: %(text)s"))
SHELTER_REVEALED = _kind(
    "shelter.revealed", _("%(shelter)s: the identity number of resident %(stay)s was read: %(reason)s")
)
