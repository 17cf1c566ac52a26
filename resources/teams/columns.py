"""The columns of the team list as a CSV file: the same for import and export, headed in either language."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "jurisdiction": _("division code"),
    "code": _("call sign"),
    "name": _("name (Chinese)"),
    "name_en": _("name (English)"),
    "kind": _("kind"),
    "unit": _("unit in charge"),
    "capabilities": _("capabilities"),
    "on_shift": _("on shift"),
    "strength": _("strength, persons"),
    "leader_name": _("leader"),
    "leader_phone": _("leader's phone"),
    "deputy_name": _("deputy"),
    "deputy_phone": _("deputy's phone"),
    "lon": _("base longitude"),
    "lat": _("base latitude"),
    "base_name": _("base, in words"),
    "speed_kmh": _("road speed, km/h"),
}
_CHINESE = {
    "区划代码": "jurisdiction",
    "呼号": "code",
    "名称（中文）": "name",
    "名称": "name",
    "名称（英文）": "name_en",
    "类别": "kind",
    "主管单位": "unit",
    "能力": "capabilities",
    "在班": "on_shift",
    "人数": "strength",
    "队长": "leader_name",
    "队长电话": "leader_phone",
    "副队长": "deputy_name",
    "副队长电话": "deputy_phone",
    "驻地经度": "lon",
    "驻地纬度": "lat",
    "驻地": "base_name",
    "行驶速度（公里/小时）": "speed_kmh",
}
# msgids (English), field names and the usual Chinese headings are all understood, whatever the reader's language.
_ENGLISH = {
    "division code": "jurisdiction",
    "call sign": "code",
    "name (chinese)": "name",
    "name (english)": "name_en",
    "unit in charge": "unit",
    "on shift": "on_shift",
    "strength, persons": "strength",
    "leader": "leader_name",
    "leader's phone": "leader_phone",
    "deputy": "deputy_name",
    "deputy's phone": "deputy_phone",
    "base longitude": "lon",
    "base latitude": "lat",
    "base, in words": "base_name",
    "road speed, km/h": "speed_kmh",
}
HEADINGS = {**{name: name for name in COLUMNS}, **_CHINESE, **_ENGLISH}
YES = frozenset({"1", "yes", "y", "true", "是", "在班"})
