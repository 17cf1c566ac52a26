"""What is owed in a store by a day: inspections, maintenance, loans to come back, agreements to renew (R-D3, R-B2)."""

from django.utils.translation import gettext_lazy as _

from clocks.kinds import ClockKind, register

DAY = 86_400
# Opened this long before the day itself; warned of in the second half. Limits per jurisdiction may say otherwise.
AHEAD_DAYS = 14
RENEWAL_DAYS = 60

INSPECTION = register(
    ClockKind("stock.inspect", _("Inspection of goods"), seconds=AHEAD_DAYS * DAY, warn_seconds=AHEAD_DAYS * DAY // 2)
)
MAINTENANCE = register(
    ClockKind("stock.maintain", _("Maintenance of goods"), seconds=AHEAD_DAYS * DAY, warn_seconds=AHEAD_DAYS * DAY // 2)
)
LOAN = register(ClockKind("loan.return", _("Loan to come back"), seconds=AHEAD_DAYS * DAY, warn_seconds=13 * DAY))
RENEWAL = register(
    ClockKind("agreement.renew", _("Agreement to be renewed"), seconds=RENEWAL_DAYS * DAY, warn_seconds=30 * DAY)
)
