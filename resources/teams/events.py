"""Kinds of event the teams record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from resources.teams.models import Readiness
from timeline.kinds import register


def _labelled(data: Mapping[str, Any]) -> dict[str, Any]:
    labels = dict(Readiness.choices)
    return {**data, "to": labels.get(data.get("to", ""), data.get("to")), "reason": data.get("reason") or "–"}


TEAM_CREATED = register("team.created", _("Team %(team)s was entered"))
TEAM_UPDATED = register("team.updated", _("Team %(team)s was changed: %(fields)s"))
TEAM_READINESS_CHANGED = register("team.readiness_changed", _("Team %(team)s is now “%(to)s”: %(reason)s"), _labelled)
TEAM_MEMBER_CHANGED = register("team.member_changed", _("The members of team %(team)s were changed"))
TEAM_VEHICLE_CHANGED = register("team.vehicle_changed", _("The vehicles of team %(team)s were changed"))
