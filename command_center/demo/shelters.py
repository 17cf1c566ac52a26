"""The fictional county's shelters: the places of the map entered in the register, and three open with people in them.

Everybody is invented; identity numbers begin with 99, which no division has, so none can be anybody's.
"""

import random

from command_center.demo import names
from organizations.models import Unit, User
from resources.places.models import Place
from resources.reserves.models import Warehouse
from resources.shelters import sealing, selectors, services
from resources.shelters.models import Shelter
from resources.shelters.services import HouseholdData, PersonData, ShelterData
from resources.shelters.vocabulary import CHECK_WORDS

BASIC = ("water", "power", "toilets", "signs", "garbage", "road")
MORE = ("medical", "fire-fighting", "store", "command")
MOST = ("parking", "bathing", "sewage")
NEEDS = ("medicine", "baby_food", "clothing", "diet")
ALL_WELL = dict.fromkeys(CHECK_WORDS, "ok")


def shelters_load(units: dict[tuple[str, str], Unit], users: dict[str, User], seed: int) -> list[Shelter]:
    """Every place of kind shelter, by the service, as the duty officer of the county."""
    dice = random.Random(f"{seed}/shelters")
    people = names.People(random.Random(f"{seed}/keepers"))
    by_place: dict[int, Unit] = {}
    for unit in units.values():
        by_place.setdefault(unit.jurisdiction_id, unit)
    stores = {row.place_id: row for row in Warehouse.objects.select_related("jurisdiction")}
    near = {row.jurisdiction_id: row for row in stores.values()}
    places = Place.objects.filter(kind="shelter").select_related("jurisdiction__parent").order_by("pk")
    return [_enter(place, by_place, near, people, dice, users["duty"]) for place in places]


def _enter(
    place: Place,
    units: dict[int, Unit],
    stores: dict[int, Warehouse],
    people: names.People,
    dice: random.Random,
    actor: User,
) -> Shelter:
    wanted = int(place.detail.get("capacity", 200))
    big, hall = wanted >= 5000, "活动中心" in place.name
    parent = place.jurisdiction.parent
    unit = units.get(place.jurisdiction_id) or units[parent.pk if parent else place.jurisdiction_id]
    duration = "long" if big else "short"
    area = int(wanted * (4.5 if big else 2))
    shelter = services.shelter_create(
        data=ShelterData(
            jurisdiction=place.jurisdiction,
            unit=unit,
            name=place.name,
            name_en=place.name_en,
            location=place.location,
            tier="county" if big else "village" if hall else "township",
            duration=duration,
            space="both" if big else "indoor" if hall else dice.choice(("indoor", "both")),
            function="comprehensive" if big else "single",
            hazards=["earthquake", "flood", "geological", "storm"] if not hall else ["flood", "geological"],
            address=f"{place.jurisdiction.name}{dice.randrange(1, 90)}号（演示）",
            effective_area_m2=area,
            site_area_m2=int(area * dice.uniform(1.2, 1.8)),
            service_radius_m=dice.choice((500, 1000, 2000)) if not big else 5000,
            routes="自村口主路进入，大型车辆可到；雨季注意下穿路段积水。",
            goods_store=stores.get(place.jurisdiction_id),
            keeper_a_name=people.name(),
            keeper_a_phone=people.mobile(),
            keeper_b_name=people.name(),
            keeper_b_phone=people.mobile(),
        ),
        place=place,
        actor=actor,
    )
    codes = [*BASIC, *(() if hall else MORE), *(MOST if big else ())]
    facilities = {code: (dice.randrange(1, 6), dice.random() > 0.05) for code in codes}
    services.facilities_set(shelter=shelter, facilities=facilities, actor=actor)
    services.entrance_add(shelter=shelter, name="正门", step_free=True, actor=actor)
    services.entrance_add(shelter=shelter, name="侧门", note="夜间关闭", actor=actor)
    return shelter


def shelters_stage(users: dict[str, User], seed: int, incident: tuple[str, str] = ("", "")) -> None:
    """One receiving, one nearly full, one ordered and waiting for its check; `incident`: its subject and number."""
    dice = random.Random(f"{seed}/refuge")
    people = names.People(random.Random(f"{seed}/residents"))
    duty = users["duty"]
    # One of them in the township of the demo's reporter, who can then work at its door.
    known = selectors.shelters(duty).filter(tier="township").select_related("jurisdiction__parent").order_by("pk")
    rows = sorted(known, key=lambda row: getattr(row.jurisdiction.parent, "name", "") != "松坪镇")[:3]
    halls = list(selectors.shelters(duty).filter(tier="village").order_by("pk")[:1])
    if len(rows) < 3 or not halls:
        return
    subject, number = incident
    for row, households in ((rows[0], 14), (halls[0], 0)):
        services.shelter_order(shelter=row, incident=subject, incident_number=number, actor=duty)
        services.shelter_check(shelter=row, findings=ALL_WELL, actor=duty)
        services.shelter_change_state(shelter=row, to="receiving", actor=duty)
        for _turn in range(households):
            services.household_register(shelter=row, data=_household(row, people, dice), actor=duty)
    hall = selectors.shelter_get(duty, halls[0].pk)
    services.household_register(shelter=hall, data=_household(hall, people, dice), actor=duty)
    hall = selectors.shelter_get(duty, hall.pk)
    services.heads_count(shelter=hall, delta=min(200, max(1, hall.free - 4)), actor=duty)
    services.heads_count(shelter=rows[0], delta=9, actor=duty)
    services.shelter_order(shelter=rows[2], incident=subject, incident_number=number, actor=duty)


def _household(shelter: Shelter, people: names.People, dice: random.Random) -> HouseholdData:
    members = []
    for _one in range(dice.choice((2, 3, 3, 4, 5))):
        age = dice.choice((1, 6, 9, 24, 35, 38, 47, 55, 63, 68, 74, 81))
        first = f"990121{2026 - age}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}{dice.randrange(1000):03d}"
        members.append(
            PersonData(
                name=people.name(),
                id_number=first + sealing.check_digit(first) if dice.random() < 0.8 else "",
                age=age,
                flags=["chronic"] if age > 60 and dice.random() < 0.4 else [],
                needs=[dice.choice(NEEDS)] if dice.random() < 0.3 else [],
                bed=f"{dice.choice('ABC')}-{dice.randrange(1, 60)}",
            )
        )
    return HouseholdData(people=members, origin=shelter.jurisdiction.name, phone=people.mobile())
