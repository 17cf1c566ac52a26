"""Kinds of event an assignment records, one per status, so that each reads as a sentence in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from timeline.kinds import register


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """The team by its name in the reader's language."""
    english = data.get("team_en") if (get_language() or "").startswith("en") else ""
    return {**data, "team": english or data.get("team", "")}


DISPATCH_ORDERED = register("dispatch.ordered", _("%(team)s ordered to %(incident)s. %(task)s"), _named)
DISPATCH_OVERDUE = register("dispatch.overdue", _("%(team)s has not acknowledged its order to %(incident)s"), _named)
DISPATCH_MAYDAY = register("dispatch.mayday", _("%(team)s calls for help at %(incident)s"), _named)
DISPATCH_MAYDAY_SEEN = register(
    "dispatch.mayday_seen", _("The call for help of %(team)s at %(incident)s was taken note of"), _named
)

BY_STATUS = {
    "acknowledged": register("dispatch.acknowledged", _("%(team)s acknowledged its order to %(incident)s"), _named),
    "en_route": register("dispatch.departed", _("%(team)s is on its way to %(incident)s"), _named),
    "on_scene": register("dispatch.arrived", _("%(team)s is on the scene of %(incident)s"), _named),
    "returning": register("dispatch.returned", _("%(team)s is returning from %(incident)s"), _named),
    "ended": register("dispatch.ended", _("%(team)s has ended its assignment to %(incident)s"), _named),
    "declined": register("dispatch.declined", _("%(team)s declined its order to %(incident)s: %(reason)s"), _named),
    "recalled": register("dispatch.recalled", _("%(team)s was recalled from %(incident)s. %(reason)s"), _named),
    "undone": register("dispatch.undone", _("The order of %(team)s to %(incident)s was undone"), _named),
}
