"""The parser of text messages: a table of what people write, and whatever else may come (R-B8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.reports.sms import SAMPLE, parse, sms_code
from incidents.reports.sms.codes import FIGURE_WORDS, TYPE_CODES

READ = [
    ("灾 3 玉山村 伤2 困12 转40", "3", "玉山村", {"slightly_injured": 2, "trapped": 12, "relocated": 40}),
    ("灾3玉山村伤2困12转40", "3", "玉山村", {"slightly_injured": 2, "trapped": 12, "relocated": 40}),
    ("灾　３　玉山村　伤２　困１２", "3", "玉山村", {"slightly_injured": 2, "trapped": 12}),
    ("3#2#12#40", "3", "", {"slightly_injured": 2, "trapped": 12, "relocated": 40}),
    ("3#玉山村#2#12#40", "3", "玉山村", {"slightly_injured": 2, "trapped": 12, "relocated": 40}),
    (
        "灾 1 玉山村 死1 失2 重3 轻4",
        "1",
        "玉山村",
        {"deaths": 1, "missing": 2, "seriously_injured": 3, "slightly_injured": 4},
    ),
    ("灾 1 玉山村 死亡十二 失联两人", "1", "玉山村", {"deaths": 12, "missing": 2}),
    ("灾 1 玉山村 转移一百零五人", "1", "玉山村", {"relocated": 105}),
    ("灾 1 玉山村 困?", "1", "玉山村", {"trapped": None}),
    ("灾 1 玉山村 困不详 死0", "1", "玉山村", {"trapped": None, "deaths": 0}),
    ("灾 10 化工园", "10", "化工园", {}),
    ("灾 0 玉山村 3人被困", "0", "玉山村", {"trapped": 3}),
    ("1，玉山村，困2。", "1", "玉山村", {"trapped": 2}),
    ("zai 1 yushancun 困2", "1", "yushancun", {"trapped": 2}),
    ("灾 1 𠮷田村 困2", "1", "𠮷田村", {"trapped": 2}),
]


@pytest.mark.parametrize(("text", "code", "place", "figures"), READ, ids=[row[0] for row in READ])
def test_what_people_write_is_understood(text, code, place, figures):
    found = parse(text)
    assert (found.problems, found.type_code, found.place, found.figures) == ([], code, place, figures)
    assert found.event_type == TYPE_CODES.get(code)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("灾", "nothing"),
        ("灾 99 玉山村 伤2", "type"),
        ("今天晚上吃什么", "type"),
        ("灾 1 玉山村 困99999999", "number"),
        ("灾 1 " + "村" * 2000, "too_long"),
        ("更正 R0012", "nothing"),
    ],
)
def test_what_cannot_be_filed_says_why(text, why):
    assert why in parse(text).problems


@pytest.mark.parametrize(
    ("text", "number", "figures"),
    [
        ("更正 R0012 困10", "12", {"trapped": 10}),
        ("更正R0012困10", "12", {"trapped": 10}),
        ("更正 990121-2026-R0012 困10", "12", {"trapped": 10}),
        ("更正 困10", "", {"trapped": 10}),
        ("改 12 困10 转3", "12", {"trapped": 10, "relocated": 3}),
        ("续报：R7 失2", "7", {"missing": 2}),
    ],
)
def test_a_correction_names_its_report_and_only_what_changes(text, number, figures):
    found = parse(text)
    assert (found.corrects, found.number, found.figures, found.problems) == (True, number, figures, [])


def test_an_ungraded_injury_is_marked_so():
    assert parse("灾 1 玉山村 伤2").ungraded and parse("1#2").ungraded
    assert not parse("灾 1 玉山村 轻2").ungraded


def test_a_word_that_begins_like_a_correction_stays_a_report():
    assert not parse("改道的河水冲进 玉山村 困2").corrects


def test_the_sample_that_people_are_sent_is_itself_a_report():
    assert parse(SAMPLE).readable


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_breaks_it(text):
    found = parse(text)
    assert found.readable or found.problems
    assert all(value is None or 0 <= value <= 2_000_000_000 for value in found.figures.values())


@given(
    st.sampled_from(sorted(TYPE_CODES)),
    st.text(alphabet="玉山村东河坝石桥镇", min_size=1, max_size=10),
    st.dictionaries(st.sampled_from(["死", "失", "重", "轻", "困", "转"]), st.integers(0, 99_999), max_size=6),
)
@settings(max_examples=100, deadline=None)
def test_what_the_phone_composes_is_read_back_the_same(code, place, people):
    found = parse(f"灾 {code} {place} " + " ".join(f"{word}{number}" for word, number in people.items()))
    assert (found.type_code, found.place) == (code, place)
    assert found.figures == {FIGURE_WORDS[word]: number for word, number in people.items()}


def test_every_tile_has_a_number_and_anything_else_is_other():
    assert sms_code("10106") == "1" and sms_code("99999") == sms_code(None) == "0"
