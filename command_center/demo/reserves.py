"""The county's reserves: warehouses where the map has them, goods booked in through the services (R-D1, R-D2, R-D3)."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.demo import goods, names
from command_center.demo.gazetteer import CITY_CODE, CODES, Area
from command_center.demo.land import COUNTY, NEIGHBOUR
from command_center.demo.sites import near
from core.pinyin import initials
from organizations.models import Jurisdiction, Unit, User
from resources.places.models import Place
from resources.reserves.models import (
    Account,
    Agreement,
    Alternative,
    Category,
    Item,
    KitContent,
    Measure,
    Pack,
    StockLimit,
    Warehouse,
)
from resources.reserves.services import Arrival, LotData, issue_item, receipts_post

VILLAGE_POINTS = 8
# Items whose stock is meant to worry somebody: (item, days until the first lot expires).
WORRIES = {
    "food-noodle": -12,
    "first-aid": -40,
    "water-550": 18,
    "food-biscuit": 26,
    "disinfectant": 61,
    "food-selfheat": 75,
}


def reserves_load(
    rows: list[Area],
    places: dict[str, Jurisdiction],
    units: dict[tuple[str, str], Unit],
    users: dict[str, User],
    seed: int,
) -> None:
    """Catalogue, warehouses, agreements, minimums, and some four hundred lots."""
    dice = random.Random(f"{seed}/reserves")
    people = names.People(random.Random(f"{seed}/keepers"))
    items = _catalogue()
    stores = _warehouses(rows, places, units, users, people, dice)
    county = places[CODES[COUNTY] + "000000"]
    _limits(items, stores, county)
    _agreements(items, county, people)
    for store in stores:
        arrivals = _arrivals(store, items, dice)
        receipts_post(warehouse=store, arrivals=arrivals, reason="opening", document="期初建账", actor=None)
    _care(dice)
    main = next(store for store in stores if store.tier == "county" and store.jurisdiction_id == county.pk)
    for code, amount, why in (
        ("lifejacket", 40, "汛期前配发各乡镇"),
        ("lamp", 60, "停电抢修"),
        ("quilt", 200, "冬春救助"),
    ):
        issue_item(item=items[code], warehouse=main, quantity=amount, reason=why, actor=users["keeper"])


def _catalogue() -> dict[str, Item]:
    categories = {row.code: row for row in Category.objects.all()}
    measures = {row.code: row for row in Measure.objects.all()}
    made = Item.objects.bulk_create(
        Item(
            code=good.code,
            category=categories[good.category],
            name=good.name,
            name_en=good.name_en,
            initials=initials(good.name)[:60],
            unit=measures[good.unit],
            handling="recoverable" if good.recoverable else "consumed",
            shelf_life_days=round(good.years * 365) if good.years else None,
            maintenance_days=good.care_days,
            check_days=180 if good.category.startswith("1") else None,
            storage=good.storage,
            weight_kg=Decimal(str(good.kg)),
            volume_m3=Decimal(str(good.m3)),
            barcode=f"6909901{number:05d}",
        )
        for number, good in enumerate(goods.GOODS, start=1)
    )
    items = {item.code: item for item in made}
    Pack.objects.bulk_create(
        Pack(item=items[good.code], name=good.pack[0], name_en=good.pack[1], factor=good.pack[2])
        for good in goods.GOODS
        if good.pack
    )
    Alternative.objects.bulk_create(
        Alternative(item=items[one], other=items[other], ratio=Decimal(str(ratio)), rank=rank)
        for rank, (one, other, ratio) in enumerate(goods.ALTERNATIVES, start=1)
    )
    kit, parts = goods.KIT
    KitContent.objects.bulk_create(
        KitContent(kit=items[kit], part=items[part], quantity=Decimal(str(amount))) for part, amount in parts
    )
    return items


def _warehouses(
    rows: list[Area],
    places: dict[str, Jurisdiction],
    units: dict[tuple[str, str], Unit],
    users: dict[str, User],
    people: names.People,
    dice: random.Random,
) -> list[Warehouse]:
    """One of the city, one of the neighbour, two of the county, one in every township, points in some villages."""
    known = {place.name: place for place in Place.objects.filter(kind="warehouse")}
    by_code = {area.code: area for area in rows}
    bureaus = {code: unit for (code, _name), unit in units.items() if unit.kind == "bureau"}
    county = CODES[COUNTY] + "000000"
    wanted: list[tuple[str, str, str, str, Unit, Place | None]] = [
        ("city", CITY_CODE, "云川市救灾物资储备库", "Yunchuan City Relief Warehouse", bureaus[CITY_CODE], None),
        ("county", CODES[NEIGHBOUR] + "000000", "白砚县应急物资储备库", "Baiyan Central Relief Warehouse",
         bureaus[CODES[NEIGHBOUR] + "000000"], None),
    ]  # fmt: skip
    wanted += [
        ("county", county, name, known[name].name_en, bureaus[county], known[name])
        for name in ("青岚县应急物资储备库", "青岚县防汛物资仓库")
    ]
    townships = [area for area in rows if area.level == "township" and area.code.startswith(CODES[COUNTY])]
    for area in townships:
        place = known.get(f"{area.name.rstrip('街道镇乡')}应急物资储备点")
        unit = next(unit for (code, _name), unit in units.items() if code == area.code)
        if place is not None:
            wanted.append(("township", area.code, place.name, place.name_en, unit, place))
    villages = [area for area in rows if area.level == "village" and area.code.startswith(CODES[COUNTY])]
    for area in dice.sample(villages, VILLAGE_POINTS):
        unit = next(unit for (code, _name), unit in units.items() if code == area.code)
        name = area.name.removesuffix("村").removesuffix("社区")
        wanted.append(("village", area.code, f"{name}村应急物资点", f"{area.name_en} Supply Point", unit, None))
    stores = []
    for number, (tier, code, name, name_en, unit, place) in enumerate(wanted, start=1):
        spot = (place.location.x, place.location.y) if place else near(by_code[code], dice, 0.6)
        stores.append(_store(number, tier, places[code], (name, name_en), unit, place, spot, people, dice))
    for store in stores:
        if store.tier == "county" and store.jurisdiction.code == county:
            store.keeper_a, store.keeper_a_name, store.keeper_a_phone = users["keeper"], "吴志强", users["keeper"].phone
    return Warehouse.objects.bulk_create(stores)


def _store(
    number: int,
    tier: str,
    place: Jurisdiction,
    said: tuple[str, str],
    unit: Unit,
    site: Place | None,
    spot: tuple[float, float],
    people: names.People,
    dice: random.Random,
) -> Warehouse:
    area, limit, doors, lifts = {
        "city": (9800, 40, 12, 6), "county": (4200, 30, 6, 3), "township": (240, 8, 1, 0), "village": (40, 4, 1, 0)
    }[tier]  # fmt: skip
    return Warehouse(
        jurisdiction=place,
        unit=unit,
        place=site,
        code=f"WH-{number:03d}",
        name=said[0],
        name_en=said[1],
        initials=initials(said[0])[:60],
        tier=tier,
        state="limited" if number == 7 else "open",
        state_note="门前道路施工，限 5 吨以下车辆" if number == 7 else "",
        location=Point(*spot, srid=4326),
        address=f"{place.name.removesuffix('（演示）')}应急路 {dice.randrange(2, 90)} 号",
        keeper_a_name=people.name(),
        keeper_a_phone=people.mobile(),
        keeper_b_name=people.name(),
        keeper_b_phone=people.mobile(),
        phone=people.desk(),
        area_m2=(site.detail.get("area_m2") if site else None) or area,
        access_roads="双向两车道，可会车" if tier in ("city", "county") else "单车道，雨天慢行",
        truck_limit_t=Decimal(5 if number == 7 else limit),
        truck_length_m=Decimal(13 if limit > 20 else 7),
        doors=doors,
        forklifts=lifts,
        backup_power=tier in ("city", "county"),
    )


def _limits(items: dict[str, Item], stores: Sequence[Warehouse], county: Jurisdiction) -> None:
    rows = [
        StockLimit(item=items[good.code], jurisdiction=county, minimum=good.least, maximum=good.least * 3)
        for good in goods.GOODS
    ]
    for store in stores:
        if store.tier == "township":
            rows += [
                StockLimit(
                    item=items[good.code],
                    jurisdiction=store.jurisdiction,
                    warehouse=store,
                    minimum=max(1, round(good.county * good.depot * 0.5)),
                )
                for good in goods.GOODS
                if good.depot and good.code in ("tent-12", "quilt", "water-550", "lifejacket", "generator-5")
            ]
    StockLimit.objects.bulk_create(rows)


def _agreements(items: dict[str, Item], county: Jurisdiction, people: names.People) -> None:
    today = timezone.localdate()
    Agreement.objects.bulk_create(
        Agreement(
            jurisdiction=county,
            item=items[code],
            form=form,
            supplier=supplier,
            contract_no=contract,
            valid_from=today - timedelta(days=300),
            valid_to=today + timedelta(days=months * 30 - 4),
            quantity=quantity,
            per_day=per_day,
            lead_time_h=Decimal(str(hours)),
            contact_name=contact,
            contact_phone=people.mobile(),
        )
        for code, form, supplier, contract, months, quantity, hours, contact, per_day in goods.AGREEMENTS
    )


def _share(store: Warehouse, good: goods.Good, dice: random.Random) -> int:
    """How much of a good a warehouse of this kind holds."""
    if store.tier == "city":
        return good.county * 3
    if store.tier == "village":
        return good.village
    if store.tier == "township":
        return round(good.county * good.depot * dice.uniform(0.35, 1.3))
    if "防汛" in store.name:
        return good.county // 2 if good.flood else 0
    half = good.flood and "青岚" in store.name
    return round(good.county * (0.5 if half else 0.7 if "白砚" in store.name else 1))


def _arrivals(store: Warehouse, items: dict[str, Item], dice: random.Random) -> list[Arrival]:
    """Two or three lots of different ages in the large stores, one in the small ones."""
    today, found = timezone.localdate(), list[Arrival]()
    large = store.tier in ("city", "county")
    for good in goods.GOODS:
        total = _share(store, good, dice)
        parts = _parts(total, dice.choice((2, 3)) if large and total > 20 else 1)
        for turn, amount in enumerate(parts):
            made, expires = _dates(good, turn, store, today, dice)
            shelf = f"{'ABCDEF'[turn % 6]}{int(good.category[1:3]):02d}-{dice.randrange(1, 30):02d}" if large else ""
            said = LotData(
                batch=f"{made:%Y%m}-{dice.randrange(100, 999)}",
                made_on=made,
                expires_on=expires,
                supplier=dice.choice(("云川应急装备公司", "岚江物资公司", "省储备库调拨")),
                fund_source=dice.choice(("县级财政", "中央救灾资金", "省级专项")) if large else "乡镇财政",
                unit_price=Decimal(str(good.price)),
            )
            found.append(Arrival(items[good.code], amount, said, position=shelf, custodian=store.keeper_a_name))
    return found


def _parts(total: int, count: int) -> list[int]:
    share = total // count
    return [amount for amount in (*[share] * (count - 1), total - share * (count - 1)) if amount > 0]


def _dates(good: goods.Good, turn: int, store: Warehouse, today: date, dice: random.Random) -> tuple[date, date | None]:
    """Made some time ago; most have half of their life before them, the first lot of some is due."""
    life = round((good.years or 10) * 365)
    worry = WORRIES.get(good.code)
    if worry is not None and turn == 0 and store.tier == "county":
        expires = today + timedelta(days=worry)
        return expires - timedelta(days=life), expires
    left = round(life * dice.uniform(0.35, 0.9)) + turn * 10
    made = today - timedelta(days=max(life - left, 1))
    return made, made + timedelta(days=life) if good.years else None


def _care(dice: random.Random) -> None:
    """Some maintenance is overdue, most is not; last checks lie behind."""
    today = timezone.localdate()
    rows = list(
        Account.objects.filter(kind="stock", maintenance_due_on__isnull=False).select_related("item").order_by("pk")
    )
    for row in rows:
        days = row.item.maintenance_days or 90
        row.maintained_on = today - timedelta(days=round(days * dice.uniform(0.1, 1.06)))
        row.maintenance_due_on = row.maintained_on + timedelta(days=days)
    Account.objects.bulk_update(rows, ["maintained_on", "maintenance_due_on"], batch_size=500)
