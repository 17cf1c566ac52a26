"""Reports for programs and for our own pages (contract: /api/v1/reports/)."""

from incidents.reports.api.followups import FollowUpsView
from incidents.reports.api.reports import (
    ClaimView,
    DuplicatesView,
    HandoverView,
    RejectView,
    ReleaseView,
    ReopenView,
    ReportsView,
    ReportView,
    ResubmitView,
    ReturnView,
    TakeOverView,
    UnjoinView,
    VerifyView,
)
from incidents.reports.api.sms import SmsView

__all__ = [
    "ClaimView",
    "DuplicatesView",
    "FollowUpsView",
    "HandoverView",
    "RejectView",
    "ReleaseView",
    "ReopenView",
    "ReportView",
    "ReportsView",
    "ResubmitView",
    "ReturnView",
    "SmsView",
    "TakeOverView",
    "UnjoinView",
    "VerifyView",
]
