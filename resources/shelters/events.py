"""Kinds of event the shelters record. No names, numbers of documents or phones: the figures of a shelter and its state."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from resources.shelters.models import Away, Shelter, Status, TallyKind
from timeline.kinds import register

_FIELDS = {field.name: field.verbose_name for field in Shelter._meta.concrete_fields}
_FIELDS |= {"facilities": _("facilities"), "entrances": _("entrances")}
_STATES, _ENDS, _TALLIES = dict(Status.choices), dict(Away.choices), dict(TallyKind.choices)


def _labelled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Stored codes as words in the reader's language."""
    return {
        **data,
        "to": _STATES.get(data.get("to", ""), data.get("to")),
        "left_as": _ENDS.get(data.get("left_as", ""), data.get("left_as")),
        "tally": _TALLIES.get(data.get("tally", ""), data.get("tally")),
        "reason": data.get("reason") or "–",
    }


def _fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Names of fields as people know them."""
    names = [name.strip() for name in str(data.get("fields", "")).split(",")]
    return {**data, "fields": ", ".join(str(_FIELDS.get(name, name)) for name in names)}


SHELTER_CREATED = register("shelter.created", _("Shelter %(shelter)s was entered"))
SHELTER_UPDATED = register("shelter.updated", _("Shelter %(shelter)s was changed: %(fields)s"), _fields)
SHELTER_CAPACITY_CHANGED = register(
    "shelter.capacity_changed", _("%(shelter)s: capacity %(was)s → %(capacity)s persons")
)
AREA_NORM_SET = register("area_norm.set", _("Area per person was set: %(m2)s m²"))
SHELTER_STATE_CHANGED = register("shelter.state_changed", _("%(shelter)s is now “%(to)s”: %(reason)s"), _labelled)
SHELTER_CHECK_FAILED = register("shelter.check_failed", _("%(shelter)s was checked and may not open: %(count)s faults"))
SHELTER_CHECKED = register("shelter.checked", _("%(shelter)s was checked before opening: %(count)s faults"))
SHELTER_CHECK_OVERRIDDEN = register(
    "shelter.check_overridden", _("%(shelter)s opens over %(count)s faults: %(reason)s"), _labelled
)
SHELTER_RECEIVED = register(
    "shelter.received", _("%(shelter)s: %(count)s registered, now %(heads)s of %(capacity)s persons")
)
SHELTER_COUNTED = register(
    "shelter.counted", _("%(shelter)s: %(delta)s heads (%(tally)s), now %(heads)s of %(capacity)s persons"), _labelled
)
SHELTER_OVERFILLED = register(
    "shelter.overfilled", _("%(shelter)s takes in %(over)s beyond its capacity: %(reason)s"), _labelled
)
SHELTER_AWAY = register("shelter.away", _("%(shelter)s: %(count)s away for some hours"))
SHELTER_BACK = register("shelter.back", _("%(shelter)s: %(count)s came back"))
SHELTER_LEFT = register(
    "shelter.left", _("%(shelter)s: %(count)s left (%(left_as)s), now %(heads)s of %(capacity)s persons"), _labelled
)
SHELTER_PERSON_CHANGED = register("shelter.person_changed", _("%(shelter)s: the entry of a resident was changed"))
SHELTER_NOTED = register("shelter.noted", _("%(shelter)s: %(text)s"))
SHELTER_REVEALED = register(
    "shelter.revealed", _("%(shelter)s: the identity number of resident %(stay)s was read: %(reason)s"), _labelled
)
