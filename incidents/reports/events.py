"""Kinds of event of a report; the reporter hears each of them."""

from django.utils.translation import gettext_lazy as _

from timeline.kinds import register

REPORT_CREATED = register("report.created", _("Report %(number)s came in: %(title)s"))
REPORT_CLAIMED = register("report.claimed", _("%(by)s took report %(number)s"))
REPORT_RELEASED = register("report.released", _("%(by)s gave report %(number)s back to the queue"))
REPORT_TAKEN_OVER = register("report.taken_over", _("%(by)s took report %(number)s over from %(previous)s: %(reason)s"))
REPORT_VERIFIED = register("report.verified", _("Report %(number)s was verified: incident %(incident)s"))
REPORT_JOINED = register("report.joined", _("Report %(number)s was joined to incident %(incident)s"))
REPORT_UNJOINED = register(
    "report.unjoined", _("Report %(number)s was separated from incident %(incident)s: %(reason)s")
)
REPORT_RETURNED = register("report.returned", _("Report %(number)s was returned for more: %(reason)s"))
REPORT_RESUBMITTED = register("report.resubmitted", _("Report %(number)s was sent again"))
REPORT_REJECTED = register("report.rejected", _("Report %(number)s was rejected: %(reason)s"))
REPORT_REOPENED = register("report.reopened", _("Report %(number)s was taken up again: %(reason)s"))
REPORT_FOLLOWED_UP = register("report.followed_up", _("Report %(number)s: follow-up %(ordinal)s came in"))
