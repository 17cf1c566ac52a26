"""What each type of event asks for, as a first table (R-C3); a bureau changes it as data, nothing is overwritten."""

from incidents.dispatch.models import CapabilityNeed
from resources.teams.models import Capability

# Longest matching prefix of the event type's code → (capability, teams wanted), most needed first.
NEEDS = {
    "": [("medical", 1), ("fire-fighting", 1)],
    "1": [("evacuation", 1), ("medical", 1), ("logistics", 1)],
    "101": [("water", 1), ("flood-control", 2), ("evacuation", 1), ("medical", 1)],
    "10102": [("drainage", 1), ("water", 1), ("evacuation", 1)],
    "10103": [("flood-control", 2), ("evacuation", 2), ("geological", 1)],
    "10106": [("water", 1), ("evacuation", 1), ("geological", 1), ("medical", 1)],
    "10107": [("transport", 1), ("logistics", 1)],
    "10108": [("transport", 1), ("utilities", 1)],
    "10110": [("transport", 1), ("logistics", 1)],
    "102": [("evacuation", 1), ("power", 1), ("road-clearing", 1)],
    "10203": [("flood-control", 1), ("drainage", 1), ("evacuation", 1)],
    "10204": [("road-clearing", 2), ("power", 1)],
    "10214": [("mountain", 1), ("medical", 1), ("search-dog", 1)],
    "103": [("building-collapse", 2), ("medical", 2), ("search-dog", 1), ("road-clearing", 1), ("comms", 1)],
    "104": [("geological", 1), ("building-collapse", 1), ("evacuation", 1), ("medical", 1), ("road-clearing", 1)],
    "105": [("water", 1), ("evacuation", 1), ("medical", 1)],
    "106": [("forest-fire", 2), ("evacuation", 1), ("uav", 1), ("medical", 1)],
    "107": [("forest-fire", 2), ("evacuation", 1), ("medical", 1)],
    "108": [("animal", 1), ("epidemic", 1)],
    "2": [("fire-fighting", 1), ("medical", 1)],
    "201": [("mine", 1), ("medical", 1), ("fire-fighting", 1)],
    "202": [("mine", 1), ("medical", 1), ("building-collapse", 1)],
    "203": [("building-collapse", 1), ("medical", 1), ("special-equipment", 1)],
    "204": [("hazmat", 1), ("fire-fighting", 1), ("medical", 1), ("environment", 1), ("evacuation", 1)],
    "205": [("hazmat", 1), ("fire-fighting", 1), ("medical", 1)],
    "206": [("fire-fighting", 2), ("medical", 1)],
    "207": [("vehicle-rescue", 1), ("medical", 1), ("road-clearing", 1)],
    "20703": [("water", 1), ("diving", 1), ("medical", 1), ("vehicle-rescue", 1)],
    "208": [("water", 1), ("diving", 1), ("medical", 1)],
    "209": [("vehicle-rescue", 1), ("medical", 2), ("transport", 1)],
    "210": [("vehicle-rescue", 1), ("medical", 2), ("transport", 1)],
    "211": [("fire-fighting", 2), ("medical", 2), ("mountain", 1)],
    "212": [("special-equipment", 1), ("medical", 1)],
    "21204": [("special-equipment", 1), ("fire-fighting", 1)],
    "213": [("utilities", 1), ("road-clearing", 1)],
    "21308": [("power", 1)],
    "21309": [("utilities", 1), ("fire-fighting", 1), ("evacuation", 1)],
    "21310": [("comms", 1)],
    "21313": [("building-collapse", 1), ("medical", 1), ("search-dog", 1)],
    "214": [("environment", 1), ("hazmat", 1)],
    "215": [("vehicle-rescue", 1), ("medical", 1)],
    "216": [("medical", 2), ("public-order", 1)],
    "3": [("medical", 1), ("epidemic", 1)],
    "302": [("medical", 1), ("food", 1)],
    "304": [("animal", 1), ("epidemic", 1)],
    "4": [("public-order", 1), ("medical", 1)],
    "402": [("comms", 1)],
    "404": [("hazmat", 1), ("environment", 1), ("evacuation", 1)],
}


def load(*, using: str = "default") -> int:
    """Fill an empty table; returns how many rows. Capabilities must be there (resources.teams.vocabulary)."""
    needs = CapabilityNeed.objects.using(using)
    if needs.exists():
        return 0
    ids = dict(Capability.objects.using(using).values_list("code", "pk"))
    rows = [
        CapabilityNeed(type_prefix=prefix, capability_id=ids[code], wanted=wanted, rank=(place + 1) * 10)
        for prefix, wants in NEEDS.items()
        for place, (code, wanted) in enumerate(wants)
        if code in ids
    ]
    return len(needs.bulk_create(rows, ignore_conflicts=True))
