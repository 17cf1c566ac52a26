"""Everything that may be done with a report."""

from incidents.reports.data import ReportData
from incidents.reports.services.adding import report_resubmit
from incidents.reports.services.claims import report_claim, report_claim_beat, report_release, report_take_over
from incidents.reports.services.create import report_create, report_create_public
from incidents.reports.services.decisions import report_reject, report_reopen, report_return
from incidents.reports.services.drafts import draft_discard, draft_save
from incidents.reports.services.followups import FollowUpData, report_follow_up
from incidents.reports.services.handing import report_accept, report_hand_over
from incidents.reports.services.joining import report_unjoin, report_verify
from incidents.reports.services.public import TooManyError, public_attempt
from incidents.reports.services.sms import sms_receive

__all__ = [
    "FollowUpData",
    "ReportData",
    "TooManyError",
    "draft_discard",
    "draft_save",
    "public_attempt",
    "report_accept",
    "report_claim",
    "report_claim_beat",
    "report_create",
    "report_create_public",
    "report_follow_up",
    "report_hand_over",
    "report_reject",
    "report_release",
    "report_reopen",
    "report_resubmit",
    "report_return",
    "report_take_over",
    "report_unjoin",
    "report_verify",
    "sms_receive",
]
