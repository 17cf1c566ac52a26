"""Reading shelters, always for an actor."""

from resources.shelters.selectors.residents import (
    day_figures,
    makeup,
    origins,
    resident_get,
    resident_list,
    residents,
    transfer_targets,
)
from resources.shelters.selectors.shelters import (
    Rights,
    editable_places,
    editable_units,
    facility_kinds,
    last_check,
    norms,
    rights,
    shelter_get,
    shelter_list,
    shelters,
    shelters_figures,
    steps,
    unregistered,
)

__all__ = [
    "Rights",
    "day_figures",
    "editable_places",
    "editable_units",
    "facility_kinds",
    "last_check",
    "makeup",
    "norms",
    "origins",
    "resident_get",
    "resident_list",
    "residents",
    "rights",
    "shelter_get",
    "shelter_list",
    "shelters",
    "shelters_figures",
    "steps",
    "transfer_targets",
    "unregistered",
]
