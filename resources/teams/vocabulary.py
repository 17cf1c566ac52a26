"""The capability vocabulary (R-D7): what is missing is added after every migrate; names a bureau has edited stay."""

from resources.teams.models import Capability

# (code, 中文, English): the five categories of social rescue forces first (应急〔2024〕83号), then professional teams.
CAPABILITIES = [
    ("building-collapse", "建筑物倒塌搜救", "Building-collapse search and rescue"),
    ("mountain", "山地搜救", "Mountain search and rescue"),
    ("water", "水上搜救", "Water search and rescue"),
    ("diving", "潜水救援", "Diving rescue"),
    ("medical", "应急医疗救护", "Emergency medical care"),
    ("fire-fighting", "灭火救援", "Fire fighting"),
    ("vehicle-rescue", "交通事故救援", "Road-accident rescue"),
    ("rope", "高空绳索救援", "Rope rescue"),
    ("forest-fire", "森林草原火灾扑救", "Forest and grassland fire fighting"),
    ("hazmat", "危险化学品处置", "Hazardous materials"),
    ("mine", "矿山救援", "Mine rescue"),
    ("flood-control", "防汛抢险", "Flood control"),
    ("drainage", "排水排涝", "Drainage and pumping"),
    ("geological", "地质灾害处置", "Geological hazards"),
    ("meteorology", "气象保障", "Weather support"),
    ("evacuation", "转移避险", "Evacuation"),
    ("road-clearing", "道路抢通", "Road clearing"),
    ("transport", "运输保障", "Transport"),
    ("utilities", "市政公用设施抢修", "Municipal utilities repair"),
    ("power", "电力抢修", "Power repair"),
    ("comms", "通信保障", "Communications"),
    ("special-equipment", "特种设备抢险", "Special equipment"),
    ("epidemic", "卫生防疫", "Epidemic prevention"),
    ("food", "食品药品安全处置", "Food and drug safety"),
    ("animal", "动物疫病处置", "Animal disease control"),
    ("environment", "环境应急监测", "Environmental monitoring"),
    ("public-order", "治安警戒", "Public order"),
    ("uav", "无人机侦察", "Drone reconnaissance"),
    ("search-dog", "搜救犬", "Search dogs"),
    ("logistics", "后勤保障", "Logistics"),
    ("psychological", "心理援助", "Psychological aid"),
]


def load(*, using: str = "default") -> int:
    """Add missing capabilities; returns how many."""
    known = set(Capability.objects.using(using).values_list("code", flat=True))
    missing = [
        Capability(code=code, name=name, name_en=name_en, rank=(place + 1) * 10)
        for place, (code, name, name_en) in enumerate(CAPABILITIES)
        if code not in known
    ]
    Capability.objects.using(using).bulk_create(missing, ignore_conflicts=True)
    return len(missing)
