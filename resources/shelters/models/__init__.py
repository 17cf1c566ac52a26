"""Shelters, what they have, and who is inside."""

from resources.shelters.models.people import Away, Household, Person, Sex, Stay, Tally, TallyKind
from resources.shelters.models.register import (
    AreaNorm,
    Duration,
    Entrance,
    FacilityGroup,
    FacilityKind,
    Function,
    Hazard,
    SafetyCheck,
    Shelter,
    ShelterFacility,
    Space,
    Status,
    Tier,
)

__all__ = [
    "AreaNorm",
    "Away",
    "Duration",
    "Entrance",
    "FacilityGroup",
    "FacilityKind",
    "Function",
    "Hazard",
    "Household",
    "Person",
    "SafetyCheck",
    "Sex",
    "Shelter",
    "ShelterFacility",
    "Space",
    "Status",
    "Stay",
    "Tally",
    "TallyKind",
    "Tier",
]
