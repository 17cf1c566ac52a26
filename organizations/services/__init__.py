"""Everything that changes people, roles, units and jurisdictions."""

from organizations.services.memberships import membership_end, membership_grant
from organizations.services.people import (
    password_change,
    password_reset,
    people_export_record,
    user_create,
    user_disable,
    user_enable,
    user_preferences,
    user_update,
)
from organizations.services.places import (
    UNIT_FIELDS,
    jurisdiction_create,
    jurisdiction_update,
    level_below,
    unit_create,
    unit_update,
)
from organizations.services.settings import setting_save

__all__ = [
    "UNIT_FIELDS",
    "jurisdiction_create",
    "jurisdiction_update",
    "level_below",
    "membership_end",
    "membership_grant",
    "password_change",
    "password_reset",
    "people_export_record",
    "setting_save",
    "unit_create",
    "unit_update",
    "user_create",
    "user_disable",
    "user_enable",
    "user_preferences",
    "user_update",
]
