"""What a county keeps: items after the domain notes §5.1, with how much of each lies where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Good:
    """One item; shelf life in years, maintenance in days, weight of one in kg, volume in m³.

    `county` is what the central warehouse holds, `least` the county's minimum; a city holds three times as much, a township
    depot a share of it where `depot` is more than 0, a village point `village` pieces.
    """

    code: str
    category: str
    name: str
    name_en: str
    unit: str
    county: int
    least: int
    years: float | None
    kg: float
    m3: float
    depot: float = 0.0
    village: int = 0
    recoverable: bool = False
    care_days: int | None = None
    flood: bool = False
    price: float = 0.0
    storage: str = ""
    pack: tuple[str, str, int] | None = None


_G = Good
_DRY = "干燥通风、防潮防鼠"
_COOL = "阴凉干燥，5–30 ℃"
GOODS: list[Good] = [
    _G("food-biscuit", "1010000", "压缩饼干", "Compressed biscuits", "box", 1200, 1000, 3, 6.5, 0.02, 0.05, 10, price=145, storage=_COOL),
    _G("food-noodle", "1010000", "方便面", "Instant noodles", "box", 800, 800, 0.5, 3, 0.03, 0.05, 5, price=48, storage=_COOL),
    _G("food-rice", "1010000", "大米", "Rice", "kg", 18000, 15000, 1, 1, 0.0014, 0.03, price=5.2, storage=_COOL, pack=("25 公斤袋", "25 kg bag", 25)),
    _G("food-selfheat", "1010000", "自热米饭", "Self-heating meals", "box", 300, 400, 1, 5.2, 0.03, 0.05, price=198, storage=_COOL),
    _G("water-550", "1020000", "瓶装饮用水 550 毫升", "Bottled water 550 ml", "bottle", 28800, 24000, 1, 0.57, 0.0008, 0.04, 240, price=1.1, storage=_COOL, pack=("箱（24 瓶）", "carton of 24", 24)),
    _G("water-purifier", "1020000", "便携净水器", "Portable water purifier", "unit", 12, 10, 8, 28, 0.12, recoverable=True, care_days=180, price=8600),
    _G("water-tank", "1020000", "软体储水囊 1 立方米", "Soft water tank 1 m³", "each", 40, 30, 10, 14, 0.06, recoverable=True, price=1250),
    _G("tent-12", "1030000", "救灾帐篷 12 平方米", "Relief tent 12 m²", "tent", 420, 400, 8, 62, 0.28, 0.04, recoverable=True, care_days=365, price=1860, storage=_DRY),
    _G("tent-36", "1030000", "救灾帐篷 36 平方米", "Relief tent 36 m²", "tent", 30, 40, 8, 168, 0.8, recoverable=True, care_days=365, price=6200, storage=_DRY),
    _G("prefab-18", "1030000", "活动板房 18 平方米", "Prefab 18 m²", "set", 16, 10, 15, 1200, 6, recoverable=True, price=21000),
    _G("quilt", "1040000", "棉被", "Quilt", "quilt", 4200, 4000, 8, 3, 0.02, 0.04, 20, price=128, storage=_DRY, pack=("包（10 床）", "bale of 10", 10)),
    _G("blanket", "1040000", "毛毯", "Blanket", "strip", 2600, 3000, 8, 1.8, 0.009, 0.04, 20, price=86, storage=_DRY, pack=("包（20 条）", "bale of 20", 20)),
    _G("coat", "1040000", "棉大衣", "Padded coat", "piece", 1800, 1500, 8, 2.2, 0.015, 0.04, price=158, storage=_DRY),
    _G("sleeping-bag", "1040000", "睡袋", "Sleeping bag", "piece", 1200, 1000, 8, 1.6, 0.012, 0.04, price=135, storage=_DRY),
    _G("bed-folding", "1050000", "折叠床", "Folding bed", "bed", 1500, 1500, 10, 8.5, 0.06, 0.04, recoverable=True, price=176, storage=_DRY),
    _G("table-set", "1050000", "折叠桌凳", "Folding table and stools", "set", 260, 200, 10, 16, 0.11, 0.02, recoverable=True, price=310),
    _G("toilet", "1050000", "移动厕所", "Mobile toilet", "seat", 24, 20, 10, 85, 1.8, recoverable=True, care_days=180, price=2400),
    _G("stove", "1050000", "取暖炉", "Heating stove", "unit", 220, 200, 10, 12, 0.08, 0.04, recoverable=True, care_days=365, price=260),
    _G("family-kit", "1990000", "家庭应急包", "Family emergency kit", "each", 900, 800, 3, 4.5, 0.03, 0.05, 30, price=239),
    _G("lifejacket", "2060000", "救生衣", "Life jacket", "piece", 860, 800, 5, 0.9, 0.01, 0.06, 20, recoverable=True, care_days=365, flood=True, price=118),
    _G("boat-assault", "2060000", "冲锋舟", "Assault boat", "craft", 14, 12, 10, 160, 2.6, recoverable=True, care_days=90, flood=True, price=32000),
    _G("boat-rubber", "2060000", "橡皮艇", "Rubber boat", "craft", 22, 20, 8, 75, 0.7, 0.05, recoverable=True, care_days=90, flood=True, price=9800),
    _G("lifebuoy", "2060000", "救生圈", "Lifebuoy", "each", 300, 240, 5, 2.5, 0.05, 0.06, 6, recoverable=True, flood=True, price=75),
    _G("helmet", "2010000", "抢险头盔", "Rescue helmet", "piece", 420, 400, 5, 0.5, 0.006, 0.05, 5, recoverable=True, price=96),
    _G("mask-n95", "2010000", "防护口罩 N95", "N95 mask", "mask", 24000, 20000, 3, 0.01, 0.0001, 0.05, 200, price=1.9, storage=_COOL, pack=("盒（50 只）", "box of 50", 50)),
    _G("raincoat", "2010000", "雨衣", "Raincoat", "piece", 1500, 1200, 5, 0.7, 0.004, 0.05, 15, price=42),
    _G("detector", "2020000", "生命探测仪", "Life detector", "unit", 4, 4, 10, 9, 0.05, recoverable=True, care_days=90, price=186000),
    _G("cutter", "2020000", "液压破拆工具组", "Hydraulic cutting set", "set", 8, 6, 12, 46, 0.14, recoverable=True, care_days=90, price=58000),
    _G("rope-50", "2020000", "救援绳 50 米", "Rescue rope 50 m", "rope", 260, 200, 5, 4, 0.02, 0.06, 4, recoverable=True, care_days=365, price=420),
    _G("first-aid", "2030000", "急救箱", "First-aid box", "box", 160, 150, 2, 5, 0.03, 0.05, 2, price=380, storage=_COOL),
    _G("disinfectant", "2030000", "消毒液", "Disinfectant", "l", 3600, 3000, 2, 1.1, 0.0012, 0.03, price=6.5, storage=_COOL),
    _G("sat-phone", "2040000", "卫星电话", "Satellite phone", "handset", 18, 16, 8, 0.4, 0.002, 0.06, recoverable=True, care_days=30, price=9600),
    _G("megaphone", "2040000", "手持扩音器", "Megaphone", "each", 180, 150, 6, 0.9, 0.006, 0.05, 3, recoverable=True, care_days=180, price=145),
    _G("drone", "2040000", "侦察无人机", "Reconnaissance drone", "aircraft", 6, 5, 5, 7, 0.06, recoverable=True, care_days=30, price=68000),
    _G("generator-5", "2050000", "发电机 5 千瓦", "Generator 5 kW", "unit", 46, 40, 12, 86, 0.3, 0.05, recoverable=True, care_days=90, price=6800),
    _G("generator-50", "2050000", "发电机 50 千瓦", "Generator 50 kW", "unit", 6, 6, 15, 980, 3.2, recoverable=True, care_days=90, price=86000),
    _G("light-tower", "2050000", "移动照明灯塔", "Light tower", "unit", 20, 16, 10, 120, 0.8, 0.04, recoverable=True, care_days=90, price=12800),
    _G("lamp", "2050000", "应急灯", "Emergency lamp", "lamp", 900, 800, 5, 0.6, 0.003, 0.05, 10, recoverable=True, care_days=180, price=85),
    _G("fire-blower", "2070000", "风力灭火机", "Fire blower", "unit", 90, 80, 8, 9, 0.08, 0.05, 2, recoverable=True, care_days=90, price=1680),
    _G("fire-beater", "2070000", "二号工具", "Fire beater", "tool", 600, 500, 5, 1.5, 0.01, 0.06, 20, recoverable=True, price=28),
    _G("pump-100", "2080000", "潜水泵 100 立方米/时", "Submersible pump 100 m³/h", "unit", 36, 30, 12, 64, 0.16, 0.05, recoverable=True, care_days=90, flood=True, price=4200),
    _G("pump-truck", "2080000", "移动泵车", "Mobile pump truck", "vehicle", 3, 3, 15, 7800, 40, recoverable=True, care_days=30, flood=True, price=680000),
    _G("sandbag", "3010000", "编织袋", "Woven sandbag", "strip", 160000, 120000, 5, 0.08, 0.0002, 0.04, 500, flood=True, price=0.9, pack=("捆（500 条）", "bundle of 500", 500)),
    _G("geotextile", "3010000", "土工布", "Geotextile", "m2", 26000, 20000, 8, 0.4, 0.003, 0.02, flood=True, price=4.6),
    _G("gravel", "3010000", "砂石料", "Gravel", "m3", 3200, 3000, None, 1500, 1, 0.03, flood=True, price=96),
    _G("shovel", "3030000", "铁锹", "Shovel", "tool", 800, 600, 10, 1.8, 0.008, 0.05, 20, recoverable=True, price=32),
]  # fmt: skip
# (item, other, how many for one)
ALTERNATIVES: list[tuple[str, str, float]] = [
    ("quilt", "blanket", 2), ("quilt", "sleeping-bag", 1), ("blanket", "quilt", 1), ("tent-36", "tent-12", 3),
    ("food-biscuit", "food-selfheat", 1), ("food-noodle", "food-biscuit", 1), ("boat-assault", "boat-rubber", 2),
    ("generator-50", "generator-5", 10), ("coat", "blanket", 1),
]  # fmt: skip
KIT: tuple[str, list[tuple[str, float]]] = (
    "family-kit", [("food-biscuit", 1), ("water-550", 12), ("lamp", 1), ("mask-n95", 10), ("raincoat", 2)]
)  # fmt: skip
# (item, form, supplier, contract, months left, quantity, hours, contact, production a day)
AGREEMENTS: list[tuple[str, str, str, str, int, int, float, str, int | None]] = [
    ("water-550", "agreement", "岚泉饮用水有限公司", "协议-2026-01", 14, 60000, 4, "温建军", None),
    ("food-rice", "agreement", "青岚粮油购销公司", "协议-2026-02", 9, 80000, 6, "米国庆", None),
    ("food-biscuit", "agreement", "云川食品厂", "协议-2025-11", 1, 6000, 12, "石丽", None),
    ("food-noodle", "market", "云川永丰超市连锁", "", 24, 3000, 3, "柳海燕", None),
    ("tent-12", "capacity", "云川帐篷制造厂", "产能-2026-03", 20, 900, 48, "章志远", 150),
    ("quilt", "capacity", "青岚纺织公司", "产能-2026-04", 11, 5000, 36, "方玉兰", 600),
    ("quilt", "social", "青岚县红十字会", "", 30, 1200, 8, "钟敏", None),
    ("blanket", "agreement", "云川百货站", "协议-2025-08", 2, 2000, 10, "殷平", None),
    ("generator-50", "agreement", "云川机电租赁公司", "协议-2026-05", 18, 8, 6, "丁刚", None),
    ("boat-assault", "social", "蓝天水上救援队", "", 24, 6, 3, "黄涛", None),
    ("gravel", "capacity", "石门砂石厂", "产能-2026-06", 16, 12000, 5, "石伟", 1500),
    ("sandbag", "market", "云川建材市场", "", 24, 80000, 8, "陶杰", None),
    ("family-kit", "household", "青岚县家庭储备（普查数）", "", 36, 42000, 0, "各村（社区）", None),
    ("disinfectant", "agreement", "青岚医药公司", "协议-2025-12", 3, 8000, 6, "药志强", None),
]  # fmt: skip
