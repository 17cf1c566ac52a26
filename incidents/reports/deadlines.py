"""What is owed for a report: a decision within minutes of its arrival (R-B5)."""

from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind, register

REPORT_VERIFY = register(ClockKind(name="report.verify", label=_("Verify the report"), seconds=600, warn_seconds=300))
