"""Everything that is read about people, roles, units and jurisdictions."""

from organizations.selectors.people import (
    CSV_HEADER,
    editable_person,
    memberships_of,
    people_csv_rows,
    people_list,
    person_get,
)
from organizations.selectors.places import (
    jurisdiction_get,
    jurisdictions_above,
    jurisdictions_reached,
    jurisdictions_tree,
    unit_get,
    units_list,
)
from organizations.selectors.settings import settings_of

__all__ = [
    "CSV_HEADER",
    "editable_person",
    "jurisdiction_get",
    "jurisdictions_above",
    "jurisdictions_reached",
    "jurisdictions_tree",
    "memberships_of",
    "people_csv_rows",
    "people_list",
    "person_get",
    "settings_of",
    "unit_get",
    "units_list",
]
