"""Categories in the shape of GB/T 38565 and units of quantity: there after every migrate, never overwritten (R-D1)."""

from resources.reserves.models import Category, Measure

CATEGORIES = [
    ("1000000", "基本生活保障物资", "Basic living"),
    ("1010000", "食品", "Food"),
    ("1020000", "饮用水与净水", "Drinking water"),
    ("1030000", "帐篷与活动房", "Tents and prefabs"),
    ("1040000", "被服", "Bedding and clothing"),
    ("1050000", "装具", "Living gear"),
    ("1990000", "其他基本生活保障物资", "Other living goods"),
    ("2000000", "应急装备及配套物资", "Equipment"),
    ("2010000", "个体防护", "Personal protection"),
    ("2020000", "生命搜救", "Search and rescue"),
    ("2030000", "医疗与防疫", "Medical"),
    ("2040000", "通信指挥", "Communications"),
    ("2050000", "照明与供电", "Lighting and power"),
    ("2060000", "水上救援", "Water rescue"),
    ("2070000", "灭火", "Firefighting"),
    ("2080000", "防汛排水", "Drainage"),
    ("2090000", "环境与危化处置", "Hazardous materials"),
    ("2990000", "其他应急装备", "Other equipment"),
    ("3000000", "工程材料与机械加工设备", "Materials and machinery"),
    ("3010000", "防汛抢险材料", "Flood materials"),
    ("3020000", "工程机械", "Machinery"),
    ("3030000", "工具", "Hand tools"),
    ("3990000", "其他工程材料", "Other materials"),
]
# (code, Chinese, English, counted in whole numbers)
MEASURES = [
    ("piece", "件", "pieces", True),
    ("set", "套", "sets", True),
    ("tent", "顶", "tents", True),
    ("bed", "张", "beds", True),
    ("quilt", "床", "quilts", True),
    ("strip", "条", "strips", True),
    ("box", "箱", "boxes", True),
    ("bottle", "瓶", "bottles", True),
    ("pack", "包", "packs", True),
    ("unit", "台", "units", True),
    ("craft", "艘", "craft", True),
    ("vehicle", "辆", "vehicles", True),
    ("aircraft", "架", "aircraft", True),
    ("handset", "部", "handsets", True),
    ("lamp", "盏", "lamps", True),
    ("tool", "把", "tools", True),
    ("each", "个", "each", True),
    ("mask", "只", "masks", True),
    ("rope", "根", "ropes", True),
    ("seat", "座", "seats", True),
    ("bag", "袋", "bags", True),
    ("kg", "公斤", "kg", False),
    ("t", "吨", "tonnes", False),
    ("l", "升", "litres", False),
    ("m", "米", "metres", False),
    ("m2", "平方米", "m²", False),
    ("m3", "立方米", "m³", False),
]


def load(*, using: str = "default") -> None:
    """Write what is not there yet; what the bureau changed stays as it is."""
    Category.objects.using(using).bulk_create(
        [Category(code=code, name=name, name_en=name_en) for code, name, name_en in CATEGORIES], ignore_conflicts=True
    )
    Measure.objects.using(using).bulk_create(
        [Measure(code=code, name=name, name_en=name_en, whole=whole) for code, name, name_en, whole in MEASURES],
        ignore_conflicts=True,
    )
