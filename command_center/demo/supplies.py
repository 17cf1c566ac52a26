"""What the county's supplies go by: norms, rules of approval, vehicles, logistics sites, second roles (R-C4, R-D4, R-D6, R-D11)."""

from decimal import Decimal

from django.contrib.gis.geos import LineString

from command_center.demo.gazetteer import CODES
from command_center.demo.land import COUNTY
from incidents.supply.models import Basis, LogisticsSite, Norm, SecondRole, SupplyVehicle
from incidents.supply.selectors.approving import KIND
from organizations.models import ApprovalRule, Jurisdiction, Unit
from resources.places.models import Place
from resources.reserves.models import Item, Warehouse

_P, _D = Basis.PERSON, Basis.PERSON_DAY
# (item, quantity, reckoned): a bureau replaces them by its own.
NORMS = [
    ("tent-12", "0.25", _P), ("quilt", "1", _P), ("bed-folding", "1", _P), ("lamp", "0.25", _P), ("toilet", "0.02", _P),
    ("water-550", "6", _D), ("food-biscuit", "0.1", _D), ("food-rice", "0.3", _D), ("disinfectant", "0.05", _D),
]  # fmt: skip
NORM_SOURCE = "演示数据：请按当地标准更新"
# (from amount in CNY, role, people)
RULES = [(None, "duty_leader", 1), (500_000, "commander", 1), (3_000_000, "commander", 2)]
# tier → (vehicle, payload in kg, m³), with the last digits of its plate
VEHICLES = {
    "city": [("重型货车", 15000, "45"), ("重型货车", 15000, "45"), ("厢式货车", 8000, "38")],
    "county": [("厢式货车", 8000, "38"), ("厢式货车", 8000, "38"), ("中型货车", 5000, "24"), ("轻型货车", 1800, "12")],
    "township": [("轻型货车", 1800, "12")],
}
# (kind, name, English, everyday, in an emergency, capacity, minutes)
SECOND = [
    ("site", "青岚县体育馆", "Qinglan Gymnasium", "体育比赛、健身", "集中安置点", "800 人", 240),
    ("site", "岚城商务酒店", "Lancheng Business Hotel", "住宿经营", "隔离与工作人员驻点", "120 间", 180),
    ("site", "青江物流园三号库", "Qingjiang Logistics Park, hall 3", "商业仓储", "救灾物资中转站", "6000 平方米", 120),
    ("staff", "公交公司应急运输队", "Bus company emergency drivers", "公交运营", "群众转移运输", "46 人、30 辆车", 60),
    ("staff", "县中学食堂", "County school kitchen", "学生供餐", "安置点集中供餐", "每餐 1500 份", 150),
    ("equipment", "环卫洒水车", "Street sprinklers", "道路保洁", "应急送水", "8 辆、每辆 10 吨", 90),
    ("equipment", "景区缆车应急电源", "Cableway standby power", "缆车备用", "移动供电", "200 千瓦", 180),
]


def supplies_load(places: dict[str, Jurisdiction], units: dict[tuple[str, str], Unit]) -> None:
    """Everything that is data; requests are made by people."""
    county = places[CODES[COUNTY] + "000000"]
    bureau = next(unit for unit in units.values() if unit.jurisdiction_id == county.pk and unit.kind == "bureau")
    items = Item.objects.in_bulk(field_name="code")
    Norm.objects.bulk_create(
        Norm(item=items[code], quantity=Decimal(quantity), basis=basis, source=NORM_SOURCE)
        for code, quantity, basis in NORMS
    )
    ApprovalRule.objects.bulk_create(
        ApprovalRule(kind=KIND, jurisdiction=county, role=role, people=people, from_amount=amount, source="演示数据")
        for amount, role, people in RULES
    )
    SupplyVehicle.objects.bulk_create(
        SupplyVehicle(
            warehouse=store, name=f"{kind} 演A·{store.pk % 100:02d}{n}", payload_kg=kg, payload_m3=Decimal(m3)
        )
        for store in Warehouse.objects.order_by("pk")
        for n, (kind, kg, m3) in enumerate(VEHICLES.get(store.tier, ()), start=1)
    )
    _sites(county)
    SecondRole.objects.bulk_create(
        SecondRole(
            jurisdiction=county, unit=bureau, kind=kind, name=name, name_en=english, everyday=everyday,
            emergency=emergency, capacity=capacity, minutes=minutes, contact="值班室", phone="0555-0000000",
        )
        for kind, name, english, everyday, emergency, capacity, minutes in SECOND
    )  # fmt: skip


def _sites(county: Jurisdiction) -> None:
    """A base beside the central warehouse, a centre at another, and the route between."""
    stores = list(Place.objects.filter(kind="warehouse", jurisdiction__path__startswith=county.path).order_by("pk")[:3])
    if len(stores) < 2:
        return
    first, second = stores[0].location, stores[-1].location
    rows = [
        ("base", "青岚应急物流基地", "Qinglan logistics base", first),
        ("hub", "青岚物资分发中心", "Qinglan distribution centre", second),
        (
            "route",
            "青岚救灾物资主通道",
            "Qinglan main supply route",
            LineString(first.coords, second.coords, srid=4326),
        ),
    ]
    LogisticsSite.objects.bulk_create(
        LogisticsSite(
            jurisdiction=county, kind=kind, name=name, name_en=english, geometry=shape, contact="县应急局值班室"
        )
        for kind, name, english, shape in rows
    )
