"""The only place where shelters and who is inside change."""

from resources.shelters.services.door import HouseholdData, Registered, heads_count, household_register
from resources.shelters.services.leaving import stays_come_back, stays_end, stays_go_out, stays_transfer
from resources.shelters.services.norms import norm_set
from resources.shelters.services.people import PersonData, number_reveal, person_update
from resources.shelters.services.register import (
    ShelterData,
    entrance_add,
    entrance_remove,
    facilities_set,
    shelter_create,
    shelter_update,
)
from resources.shelters.services.states import shelter_change_state, shelter_check, shelter_note, shelter_order

__all__ = [
    "HouseholdData",
    "PersonData",
    "Registered",
    "ShelterData",
    "entrance_add",
    "entrance_remove",
    "facilities_set",
    "heads_count",
    "household_register",
    "norm_set",
    "number_reveal",
    "person_update",
    "shelter_change_state",
    "shelter_check",
    "shelter_create",
    "shelter_note",
    "shelter_order",
    "shelter_update",
    "stays_come_back",
    "stays_end",
    "stays_go_out",
    "stays_transfer",
]
