"""Kinds of event the clocks record."""

from django.utils.translation import gettext_lazy as _

from timeline.kinds import register

CLOCK_OPENED = register("clock.opened", _("“%(label)s” is due from %(owner)s"))
CLOCK_MET = register("clock.met", _("“%(label)s” was done by %(owner)s"))
CLOCK_CANCELLED = register("clock.cancelled", _("“%(label)s” is no longer due"))
CLOCK_WARNED = register("clock.warned", _("“%(label)s” is due soon from %(owner)s"))
CLOCK_BREACHED = register("clock.breached", _("“%(label)s” is overdue: %(owner)s"))
