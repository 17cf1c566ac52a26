"""A city's words in ours: kinds of call as event types, kinds of unit as teams with capabilities."""

from dataclasses import dataclass

# Call type → (code, 中文, English). One to one, so that figures per type stay comparable with the record.
# Codes that exist in the national table are used; 9xxxx are local types for what it has no place for.
CALL_TYPES: dict[str, tuple[str, str, str]] = {
    "Structure Fire": ("20600", "火灾事故", "Fire"),
    "Vehicle Fire": ("20704", "车辆起火", "Vehicle on fire"),
    "Traffic Collision": ("20701", "撞车", "Vehicle collision"),
    "Gas Leak (Natural and LP Gases)": ("21309", "油气管道事故", "Oil or gas pipeline accident"),
    "Electrical Hazard": ("21308", "电力事故", "Power failure"),
    "Elevator / Escalator Rescue": ("21204", "电梯事故", "Lift accident"),
    "Fuel Spill": ("21404", "溢油事件", "Oil spill"),
    "Medical Incident": ("90100", "医疗救护", "Medical incident"),
    "Alarms": ("90200", "自动报警", "Alarm"),
    "Outside Fire": ("90300", "室外火情", "Outside fire"),
    "Other": ("90400", "其他", "Other"),
    "Citizen Assist / Service Call": ("90500", "群众求助", "Citizen assist or service call"),
    "Smoke Investigation (Outside)": ("90600", "室外烟雾查看", "Smoke investigation, outside"),
    "Odor (Strange / Unknown)": ("90700", "不明异味", "Odour, strange or unknown"),
    "Assist Police": ("90800", "协助警方", "Assist police"),
    "Water Rescue": ("90900", "水域救援", "Water rescue"),
}
OTHER_TYPE_FROM = 91000  # call types not listed above get codes from here, in the order in which they appear
MEDICAL = "Medical Incident"


@dataclass(frozen=True)
class UnitWords:
    """What a unit of this type is here."""

    kind: str
    name: str
    name_en: str
    can: tuple[str, ...]
    strength: int


UNIT_TYPES: dict[str, UnitWords] = {
    "ENGINE": UnitWords("national", "泵车", "Engine", ("fire-fighting", "medical"), 4),
    "TRUCK": UnitWords("national", "云梯车", "Truck", ("fire-fighting", "rope", "building-collapse"), 5),
    "MEDIC": UnitWords("medical", "救护车", "Medic", ("medical",), 2),
    "PRIVATE": UnitWords("medical", "社会救护车", "Private ambulance", ("medical", "transport"), 2),
    "CHIEF": UnitWords("national", "指挥车", "Chief", ("command",), 2),
    "RESCUE CAPTAIN": UnitWords("medical", "救护队长", "Rescue captain", ("medical", "command"), 1),
    "RESCUE SQUAD": UnitWords("national", "抢险车", "Rescue squad", ("vehicle-rescue", "water", "rope"), 4),
    "SUPPORT": UnitWords("professional", "保障车", "Support", ("logistics",), 2),
    "INVESTIGATION": UnitWords("professional", "火灾调查", "Investigation", ("fire-investigation",), 1),
}
UNKNOWN_UNIT = UnitWords("professional", "单位", "Unit", (), 0)
# Capabilities the platform's own vocabulary has no word for.
LOCAL_CAPABILITIES: dict[str, tuple[str, str]] = {
    "command": ("现场指挥", "Incident command"),
    "fire-investigation": ("火灾调查", "Fire investigation"),
}
