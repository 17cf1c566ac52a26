"""Everything that may be read of reports, always for an actor."""

from incidents.reports.selectors.duplicates import (
    Duplicate,
    Like,
    like_data,
    like_report,
    nearby_counts,
    possible_duplicates,
)
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

__all__ = [
    "Duplicate",
    "Found",
    "Like",
    "Placing",
    "ReportFilter",
    "drafts",
    "like_data",
    "like_report",
    "mine",
    "nearby_counts",
    "place_report",
    "places_matching",
    "possible_duplicates",
    "queue",
    "queue_size",
    "report_by_receipt",
    "report_get",
    "report_list",
    "villages",
    "visible",
]
