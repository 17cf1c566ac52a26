"""Shelters for tests: entered and opened by the services, by a person of the county."""

import itertools

from django.contrib.gis.geos import Point

from resources.shelters import sealing, services
from resources.shelters.models import Shelter
from resources.shelters.services import HouseholdData, PersonData, ShelterData
from resources.shelters.vocabulary import CHECK_WORDS
from tests.factories import organizations

_numbers = itertools.count(1)
ALL_WELL = dict.fromkeys(CHECK_WORDS, "ok")


def number(serial=None, born="19800101"):
    """A fictional resident identity number: no division begins with 99, and the check digit fits."""
    first = f"990121{born}{(serial if serial is not None else next(_numbers)) % 1000:03d}"
    return first + sealing.check_digit(first)


def data(jurisdiction, **fields):
    """What is entered of a shelter for 100 persons (200 m², short stay, 2 m² each)."""
    turn = next(_numbers)
    values = {
        "jurisdiction": jurisdiction,
        "unit": jurisdiction.units.order_by("pk").first() or organizations.unit(jurisdiction),
        "name": f"第{turn}避难场所",
        "name_en": f"Shelter {turn}",
        "location": Point(103.6, 30.9, srid=4326),
        "tier": "township",
        "duration": "short",
        "effective_area_m2": 200,
    }
    return ShelterData(**{**values, **fields})


def shelter(jurisdiction, actor=None, **fields):
    """A shelter on standby."""
    actor = actor or organizations.user("duty_officer", jurisdiction)
    return services.shelter_create(data=data(jurisdiction, **fields), actor=actor)


def open_shelter(jurisdiction, actor=None, capacity=100, **fields):
    """A shelter that receives people; `capacity` persons."""
    actor = actor or organizations.user("duty_officer", jurisdiction)
    row = shelter(jurisdiction, actor, effective_area_m2=capacity * 2, **fields)
    services.shelter_order(shelter=row, actor=actor)
    services.shelter_check(shelter=row, findings=ALL_WELL, actor=actor)
    return services.shelter_change_state(shelter=row, to="receiving", actor=actor)


def person(name="王小明", **fields):
    """What is said of one person."""
    return PersonData(name=name, **fields)


def register(row, actor, *people, **fields):
    """Register these people (one without a number when none are given) together; the stays."""
    people = people or (person(),)
    values = HouseholdData(people=people, **{"origin": "玉山村", **fields})
    return services.household_register(shelter=row, data=values, actor=actor).stays


def reload(row):
    """The shelter as it is stored now."""
    return Shelter.objects.get(pk=row.pk)
