"""What is owed in a shelter's life (R-D9): the check after the order, and order restored after closing."""

from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind, register

SHELTER_CHECK = register(
    ClockKind("shelter.check", _("Check a shelter before opening"), seconds=60 * 60, warn_seconds=40 * 60)
)
SHELTER_RESTORE = register(
    ClockKind("shelter.restore", _("Restore a shelter after closing"), seconds=72 * 3600, warn_seconds=48 * 3600)
)
