"""Kinds of event this app records."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.plots.models import PlotKind
from timeline.kinds import register


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    """The meaning in the reader's language, with the drawing's own words where it has any."""
    labels = dict(PlotKind.choices)
    what = str(labels.get(data.get("what", ""), data.get("what", "")))
    return {**data, "what": f"{what}“{data['label']}”" if data.get("label") else what}


PLOT_ADDED = register("plot.added", _("Drawn on the map: %(what)s"), _named)
PLOT_CHANGED = register("plot.changed", _("Drawing changed: %(what)s"), _named)
PLOT_REMOVED = register("plot.removed", _("Drawing struck: %(what)s. %(reason)s"), _named)
