"""Kinds of event the clocks record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clocks.kinds import label_of
from timeline.kinds import register


def _readable(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The deadline's name as the reader knows it."""
    return {**data, "label": label_of(str(data.get("clock", "")))}


CLOCK_OPENED = register("clock.opened", _("“%(label)s” is due from %(owner)s"), _readable)
CLOCK_MET = register("clock.met", _("“%(label)s” was done by %(owner)s"), _readable)
CLOCK_CANCELLED = register("clock.cancelled", _("“%(label)s” is no longer due"), _readable)
CLOCK_WARNED = register("clock.warned", _("“%(label)s” is due soon from %(owner)s"), _readable)
CLOCK_BREACHED = register("clock.breached", _("“%(label)s” is overdue: %(owner)s"), _readable)
