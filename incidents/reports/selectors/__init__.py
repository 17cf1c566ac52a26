"""Everything that may be read of reports, always for an actor."""

from incidents.reports.selectors.duplicates import (
    Duplicate,
    Like,
    like_data,
    like_report,
    nearby_counts,
    possible_duplicates,
)
from incidents.reports.selectors.followups import Standing, follow_ups, next_due, standing
from incidents.reports.selectors.involved import units_matching, units_named
from incidents.reports.selectors.lists import (
    ReportFilter,
    drafts,
    mine,
    queue,
    queue_size,
    report_by_receipt,
    report_get,
    report_list,
    visible,
)
from incidents.reports.selectors.places import Found, places_matching, villages
from incidents.reports.selectors.placing import Placing, place_report
from incidents.reports.selectors.sms import sms_messages

__all__ = [
    "Duplicate",
    "Found",
    "Like",
    "Placing",
    "ReportFilter",
    "Standing",
    "drafts",
    "follow_ups",
    "like_data",
    "like_report",
    "mine",
    "nearby_counts",
    "next_due",
    "place_report",
    "places_matching",
    "possible_duplicates",
    "queue",
    "queue_size",
    "report_by_receipt",
    "report_get",
    "report_list",
    "sms_messages",
    "standing",
    "units_matching",
    "units_named",
    "villages",
    "visible",
]
