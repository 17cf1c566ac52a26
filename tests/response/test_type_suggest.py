"""The vocabulary is complete and bilingual; words suggest a type and never more than that."""

import pytest

from incidents.response.models import EventType, TypePattern
from incidents.response.selectors import event_types, type_suggest
from incidents.response.vocabulary import load, pattern_rows, type_rows

pytestmark = pytest.mark.django_db


def test_every_type_has_both_names_a_parent_of_its_class_and_a_category():
    rows = {row["code"]: row for row in type_rows()}
    assert len(rows) == len(type_rows()) >= 200
    for code, row in rows.items():
        assert row["name"] and row["name_en"] and row["cap_category"] and row["initials"]
        assert len(code) == 5
        if code.endswith("0000"):
            assert row["parent"] == ""
        elif code.endswith("00"):
            assert row["parent"] == code[0] + "0000"
        else:
            assert row["parent"] == code[:3] + "00"
        assert not row["parent"] or row["parent"] in rows


def test_english_names_are_english_and_items_are_numbered_in_order():
    assert all(row["name_en"].isascii() for row in type_rows())
    by_parent = {}
    for row in type_rows():
        if not row["code"].endswith("00"):
            by_parent.setdefault(row["parent"], []).append(int(row["code"][3:]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_parent.values())


def test_the_table_is_there_after_migrating_and_edits_survive_the_next_load():
    load()
    assert set(event_types().values_list("pk", flat=True)) >= {row["code"] for row in type_rows()}
    EventType.objects.filter(pk="10101").update(name="洪涝")
    TypePattern.objects.filter(event_type_id="10402").delete()
    before = TypePattern.objects.count()
    assert load() == (0, 0)
    assert EventType.objects.get(pk="10101").name == "洪涝" and TypePattern.objects.count() == before


def test_every_pattern_names_a_type():
    assert {row["event_type"] for row in pattern_rows()} <= {row["code"] for row in type_rows()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("玉山村后山滑坡，压了两间房", "10401"),
        ("暴雨引发泥石流堵了河道", "10402"),
        ("居民楼起火，有人被困", "20603"),
        ("厂房着火", "20600"),
        ("高速上两车追尾，三人受伤", "20701"),
        ("液氨泄漏", "20402"),
        ("小区电梯困人", "21204"),
        ("河水超警戒，涨水", "10101"),
        ("A landslide blocked the road above the village", "10401"),
        ("Ｆｉｒｅ in a warehouse", "20600"),
        ("a train derailed near the station", "20901"),
        ("学生食物中毒", "30202"),
    ],
)
def test_words_in_both_languages_suggest_a_type(text, code):
    load()
    assert type_suggest(text).event_type.pk == code


@pytest.mark.parametrize("text", ["", "   ", "Shanghailander reports", "你好"])
def test_nothing_said_suggests_nothing(text):
    load()
    assert type_suggest(text) is None


def test_a_type_no_longer_in_use_is_not_suggested():
    load()
    EventType.objects.filter(pk="10402").update(is_active=False)
    found = type_suggest("泥石流")
    assert found is None or found.event_type.pk != "10402"
