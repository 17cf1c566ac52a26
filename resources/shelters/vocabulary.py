"""Words of shelters as data (R-D9): facilities after GB 21734's grouping, the check before opening, flags and needs.

Facilities missing after a migrate are added; names a bureau has edited stay.
"""

from decimal import Decimal

from django.utils.translation import pgettext_lazy

from resources.shelters.models import Duration, FacilityKind

# (code, 中文, English, group). Basic serves every class, general adds for longer stays, comprehensive for the longest.
FACILITIES = [
    ("tents", "棚宿区（帐篷、活动板房）", "Sleeping area (tents, cabins)", "basic"),
    ("medical", "医疗救护与卫生防疫", "Medical and epidemic prevention", "basic"),
    ("water", "应急供水", "Water supply", "basic"),
    ("power", "应急供电", "Power supply", "basic"),
    ("sewage", "应急排污", "Sewage", "basic"),
    ("toilets", "应急厕所", "Toilets", "basic"),
    ("garbage", "垃圾储运", "Garbage", "basic"),
    ("road", "应急通道", "Access road", "basic"),
    ("signs", "应急标志", "Signs", "basic"),
    ("fire-fighting", "应急消防", "Fire fighting", "general"),
    ("store", "应急物资储备", "Goods store", "general"),
    ("command", "应急指挥管理", "Command and management", "general"),
    ("parking", "应急停车场", "Parking", "comprehensive"),
    ("helipad", "应急停机坪", "Helipad", "comprehensive"),
    ("bathing", "应急洗浴", "Bathing", "comprehensive"),
    ("ventilation", "应急通风", "Ventilation", "comprehensive"),
    ("board", "功能介绍牌", "Function board", "comprehensive"),
]

# (code, words, blocks): before people are let in. A blocker found bad keeps the doors shut unless an order opens over it.
CHECKS = [
    ("structure", pgettext_lazy("check", "Building sound, no cracks or leaning"), True),
    ("surroundings", pgettext_lazy("check", "No landslide, flood or falling danger around"), True),
    ("exits", pgettext_lazy("check", "Exits and stairs clear and open"), True),
    ("electricity", pgettext_lazy("check", "Electricity safe"), True),
    ("gas", pgettext_lazy("check", "Gas shut off or safe, no dangerous goods"), True),
    ("fire", pgettext_lazy("check", "Extinguishers and hydrants usable"), True),
    ("water", pgettext_lazy("check", "Drinking water available"), False),
    ("toilets", pgettext_lazy("check", "Toilets usable"), False),
    ("lighting", pgettext_lazy("check", "Lighting and emergency lights work"), False),
    ("step_free", pgettext_lazy("check", "A way in without steps"), False),
    ("medical", pgettext_lazy("check", "First-aid point staffed"), False),
    ("comms", pgettext_lazy("check", "Telephone or radio reaches the duty office"), False),
    ("signs", pgettext_lazy("check", "Signs and register forms in place"), False),
]
BLOCKERS = frozenset(code for code, _words, blocks in CHECKS if blocks)
CHECK_WORDS = {code: words for code, words, _blocks in CHECKS}
FINDINGS = ("ok", "bad", "none")

# People who need more care (R-C9).
FLAGS = {
    "elderly": pgettext_lazy("vulnerable", "Elderly"),
    "child": pgettext_lazy("vulnerable", "Child"),
    "infant": pgettext_lazy("vulnerable", "Infant"),
    "alone": pgettext_lazy("vulnerable", "Child without an adult"),
    "pregnant": pgettext_lazy("vulnerable", "Pregnant or nursing"),
    "disabled": pgettext_lazy("vulnerable", "Disabled"),
    "ill": pgettext_lazy("vulnerable", "Ill or injured"),
    "chronic": pgettext_lazy("vulnerable", "Long-term medicine"),
}

NEEDS = {
    "medicine": pgettext_lazy("need", "Medicine"),
    "treatment": pgettext_lazy("need", "Dialysis or oxygen"),
    "baby_food": pgettext_lazy("need", "Baby food"),
    "nappies": pgettext_lazy("need", "Nappies"),
    "diet": pgettext_lazy("need", "Special or halal food"),
    "wheelchair": pgettext_lazy("need", "Wheelchair"),
    "clothing": pgettext_lazy("need", "Clothing and quilts"),
    "interpreter": pgettext_lazy("need", "Interpreter or sign language"),
    "comfort": pgettext_lazy("need", "Someone to talk to"),
}

ELDERLY_FROM, CHILD_BELOW, INFANT_BELOW = 60, 14, 3  # years

# m² per person where no AreaNorm row says otherwise (after GB 51143-2015; compare with the official text).
DEFAULT_M2 = {
    Duration.EMERGENCY: Decimal("0.5"),
    Duration.SHORT: Decimal("2.0"),
    Duration.LONG: Decimal("4.5"),
}


def load(*, using: str = "default") -> int:
    """Add missing kinds of facility; returns how many."""
    known = set(FacilityKind.objects.using(using).values_list("code", flat=True))
    missing = [
        FacilityKind(code=code, name=name, name_en=name_en, group=group, rank=(place + 1) * 10)
        for place, (code, name, name_en, group) in enumerate(FACILITIES)
        if code not in known
    ]
    FacilityKind.objects.using(using).bulk_create(missing, ignore_conflicts=True)
    return len(missing)
