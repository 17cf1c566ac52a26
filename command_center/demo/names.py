"""Names for what does not exist: places, rivers, roads and people, with their English spelling."""

import random

from pypinyin import lazy_pinyin

CITY = ("云川市（演示）", "Yunchuan City (demo)")
COUNTY = ("青岚县（演示）", "Qinglan County (demo)")
NEIGHBOUR = ("白砚县（演示）", "Baiyan County (demo)")
DISTRICT = ("云汀区（演示）", "Yunting District (demo)")

# (name, English, code within the county): 001–099 subdistricts, 100–199 towns, 200–399 townships.
TOWNSHIPS: list[tuple[str, str, str]] = [
    ("岚城街道", "Lancheng Subdistrict", "001"),
    ("青江街道", "Qingjiang Subdistrict", "002"),
    ("望溪镇", "Wangxi Town", "100"),
    ("双水镇", "Shuangshui Town", "101"),
    ("竹溪镇", "Zhuxi Town", "102"),
    ("松坪镇", "Songping Town", "103"),
    ("镜湖镇", "Jinghu Town", "104"),
    ("云岭镇", "Yunling Town", "105"),
    ("高崖乡", "Gaoya Township", "200"),
    ("石门乡", "Shimen Township", "201"),
    ("雪岭乡", "Xueling Township", "202"),
    ("鹿鸣乡", "Luming Township", "203"),
]
OUTSIDE: dict[str, list[tuple[str, str, str]]] = {
    "neighbour": [
        ("砚城镇", "Yancheng Town", "100"),
        ("槐岭镇", "Huailing Town", "101"),
        ("东砚镇", "Dongyan Town", "102"),
        ("南坪乡", "Nanping Township", "200"),
        ("柳塘乡", "Liutang Township", "201"),
    ],
    "district": [
        ("云汀街道", "Yunting Subdistrict", "001"),
        ("长洲镇", "Changzhou Town", "100"),
        ("北屏镇", "Beiping Town", "101"),
        ("下川镇", "Xiachuan Town", "102"),
    ],
}
RIVERS = ["岚江", "青溪河", "石门河", "鹿溪", "白水河", "松溪", "雪岭溪", "竹溪河", "砚河", "双水溪", "云岭溪", "槐溪"]
LAKES = ["镜湖水库", "松坪水库", "岚湖"]
_RIVER_WORDS = {"岚江": "Lan River", "青溪河": "Qingxi River", "石门河": "Shimen River", "鹿溪": "Luxi Brook"}

_FIRST = "云青松竹石白黄金龙凤鹿马梅桃柳杏桂兰荷枫杉银玉清明和安永丰吉星月"
_SECOND = "溪坪湾沟坝岭桥塘坡坑田垭冲岩井湖口山林泉"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉建华玉兰晓东春梅志远海燕国庆思源"
# Polyphones whose first reading is not the one in a place name.
_READINGS = {"坝": "ba", "垭": "ya", "坪": "ping", "湾": "wan", "岩": "yan", "重": "chong", "行": "xing"}


def spell(text: str) -> str:
    """Pinyin without tones, first letter large: 玉山 → Yushan."""
    return "".join(_READINGS.get(sign) or lazy_pinyin(sign)[0] for sign in text).capitalize()


def river_in_english(name: str) -> str:
    """岚江 → Lan River."""
    return _RIVER_WORDS.get(name) or f"{spell(name[:-1])} {'River' if name[-1] in '江河' else 'Brook'}"


class Villages:
    """Village names, each once."""

    def __init__(self, dice: random.Random) -> None:
        self._names = [a + b for a in _FIRST for b in _SECOND]
        dice.shuffle(self._names)

    def take(self) -> str:
        """A name nobody has yet, without 村 or 社区."""
        return self._names.pop()


class People:
    """Names of persons and their telephones; 160 and 0100 are not given to anybody."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._mobile = 0
        self._desk = 0

    def name(self) -> str:
        """Two or three signs."""
        given = "".join(self._dice.sample(_GIVEN, self._dice.choice((1, 2, 2))))
        return self._dice.choice(_SURNAMES) + given

    def mobile(self) -> str:
        """A mobile number of a range that does not exist."""
        self._mobile += 1
        return f"160{2026_0000 + self._mobile}"

    def desk(self) -> str:
        """A desk telephone behind an area code that does not exist."""
        self._desk += 1
        return f"0100-{8600_000 + self._desk}"
