"""The grammar of ux §2.4 as a table, in Chinese, English and pinyin initials; and lines nobody would type (R-H2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.commands.grammar import BY_WORD, VERBS
from command_center.commands.parse import Parsed, expand, parse, plain, tokens
from incidents.dispatch.cards import STEPS
from incidents.dispatch.words import GLUED, STATUS_WORDS, status_of

P = Parsed

TABLE = [
    # dispatch
    ("派 3 消1 急2", P("dispatch", "3", ("消1", "急2"))),
    ("d 3 E1 M2", P("dispatch", "3", ("E1", "M2"))),
    ("pq 3 x1", P("dispatch", "3", ("x1",))),
    ("派3 消1、急2", P("dispatch", "3", ("消1", "急2"))),
    ("派　３　消１，急２", P("dispatch", "3", ("消1", "急2"))),
    ("派遣 3号 消1", P("dispatch", "3", ("消1",))),
    ("派 #3 消1；急2;水1", P("dispatch", "3", ("消1", "急2", "水1"))),
    ("派 990121-2026-0003 消1", P("dispatch", "990121-2026-0003", ("消1",))),
    ("派 2026-3 消1", P("dispatch", "2026-3", ("消1",))),
    ("DISPATCH 3 e1", P("dispatch", "3", ("e1",))),
    ("/d 3 e1", P("dispatch", "3", ("e1",))),
    ("派 3 消1：搜救被困人员，两人", P("dispatch", "3", ("消1",), text="搜救被困人员，两人")),
    ("d 3 e1 m2: search the house", P("dispatch", "3", ("e1", "m2"), text="search the house")),
    ("派", P("dispatch", missing="incident")),
    ("派 3", P("dispatch", "3", missing="units")),
    ("派 消1", P("dispatch", missing="incident", odd="消1")),
    # status: the word is read from the end
    ("状 消1 到", P("status", units=("消1",), status="on_scene")),
    ("s E1 os", P("status", units=("E1",), status="on_scene")),
    ("zt x1 dc", P("status", units=("x1",), status="on_scene")),
    ("状 消1到", P("status", units=("消1",), status="on_scene")),
    ("状 消防一中队 出动", P("status", units=("消防一中队",), status="en_route")),
    ("s Fire Team 1 en route", P("status", units=("Fire", "Team", "1"), status="en_route")),
    ("s Fire Team 1 out of service", P("status", units=("Fire", "Team", "1"), status="unavailable")),
    ("s e1 RTN", P("status", units=("e1",), status="returning")),
    ("状 消1 收到", P("status", units=("消1",), status="acknowledged")),
    ("状 消1 归队", P("status", units=("消1",), status="ended")),
    ("状 消1 召回", P("status", units=("消1",), status="recalled")),
    ("状 消1 拒绝", P("status", units=("消1",), status="declined")),
    ("状 消1 待命", P("status", units=("消1",), status="standby")),
    ("状 消1 休整", P("status", units=("消1",), status="resting")),
    ("状 消1", P("status", units=("消1",), missing="status")),
    ("状 到", P("status", status="on_scene", missing="unit")),
    ("s s", P("status", units=("s",), missing="status")),
    ("s", P("status", missing="unit")),
    ("s e1 dancing", P("status", units=("e1", "dancing"), missing="status")),
    # note: cut out as it was typed
    ("记 3 水位上涨30cm", P("note", "3", text="水位上涨30cm")),
    ("n 3 water up 30 cm, and rising", P("note", "3", text="water up 30 cm, and rising")),
    ("记3水位上涨，已到警戒线；注意", P("note", "3", text="水位上涨，已到警戒线；注意")),
    ("记 3：水位　上涨", P("note", "3", text="水位　上涨")),
    ("jl 3 ok", P("note", "3", text="ok")),
    ("记 3 ５人被困", P("note", "3", text="５人被困")),
    ("记 3", P("note", "3", missing="text")),
    ("记", P("note", missing="incident")),
    ("记 水位", P("note", missing="incident", odd="水位")),
    ("n 3cm", P("note", missing="incident", odd="3cm")),
    # grade
    ("级 3 II 人员被困", P("level", "3", level=2, text="人员被困")),
    ("lv 3 2 people trapped", P("level", "3", level=2, text="people trapped")),
    ("级 3 Ⅱ 被困", P("level", "3", level=2, text="被困")),
    ("级 3 橙 被困", P("level", "3", level=2, text="被困")),
    ("grade 3 iv over", P("level", "3", level=4, text="over")),
    ("dj 3 一级 溃坝", P("level", "3", level=1, text="溃坝")),
    ("级 3 II", P("level", "3", level=2, missing="reason")),
    ("级 3", P("level", "3", missing="level")),
    ("级 3 5 x", P("level", "3", missing="level", odd="5")),
    # follow-up, map, call, close, find, help
    ("续 3", P("report", "3")),
    ("r 3", P("report", "3")),
    ("续3", P("report", "3")),
    ("xb 3", P("report", "3")),
    ("续 3 4", P("report", "3", odd="4")),
    ("图 玉山村", P("map", text="玉山村")),
    ("图 3", P("map", "3")),
    ("m Yushan village", P("map", text="Yushan village")),
    ("图 3 4", P("map", text="3 4")),
    ("图", P("map", missing="place")),
    ("呼 玉山村 支书", P("call", text="玉山村 支书")),
    ("结 3 已处置", P("close", "3", text="已处置")),
    ("x 3 dealt with", P("close", "3", text="dealt with")),
    ("结3", P("close", "3", missing="reason")),
    ("找 山洪", P("find", text="山洪")),
    ("找山洪", P("find", text="山洪")),
    ("f flash flood", P("find", text="flash flood")),
    ("?", P("help")),
    ("？", P("help")),
    ("帮助", P("help")),
    # no command: words to search for
    ("山洪", P(text="山洪")),
    ("图书馆", P(text="图书馆")),
    ("记录水位", P(text="记录水位")),
    ("ysc", P(text="ysc")),
    ("d3 e1", P(text="d3 e1")),
    ("", P(missing="verb")),
    ("　，", P(missing="verb")),
]


@pytest.mark.parametrize(("line", "said"), TABLE, ids=[line or "nothing" for line, _said in TABLE])
def test_a_line_is_read_as_the_table_says(line, said):
    assert parse(line) == said


def test_no_word_stands_for_two_verbs_and_every_verb_has_chinese_english_and_initials():
    words = [word for verb in VERBS for word in verb.words]
    assert len(words) == len(set(words)) == len(BY_WORD)
    for verb in VERBS:
        assert any(not word.isascii() for word in verb.words), verb.name
        assert len([word for word in verb.words if word.isascii()]) >= 2, verb.name


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_examples_of_the_help_are_read_by_the_parser(verb):
    for example in (verb.zh, verb.en):
        said = parse(example)
        assert (said.verb, said.missing, said.odd) == (verb.name, "", ""), example


def test_no_word_stands_for_two_statuses():
    words = [word.casefold() for words in STATUS_WORDS.values() for word in words]
    assert sorted(words) == sorted(set(words))


def test_every_status_that_has_a_button_and_key_has_words_in_both_languages():
    for status in STEPS:
        words = STATUS_WORDS[status]
        assert any(word.isascii() for word in words) and any(not word.isascii() for word in words)
    assert {status_of(word) for word in GLUED} == {str(status) for status in STATUS_WORDS}


@pytest.mark.parametrize(
    ("word", "status"), [("到", "on_scene"), ("ＯＳ", "on_scene"), ("on_scene", "on_scene"), ("x", "")]
)
def test_a_status_word_is_found_in_any_width_and_case(word, status):
    assert status_of(word) == status


def test_an_alias_replaces_the_first_word_once():
    own = {"火": "派 3 消1", "派": "结", "loop": "loop 3"}
    assert parse("火 急2", own) == P("dispatch", "3", ("消1", "急2"))
    assert expand("loop 3", own) == "loop 3 3"
    assert parse("别 火", own).verb == ""


@given(st.text())
def test_nothing_typed_raises(line):
    said = parse(line)
    assert said.verb in {"", *(verb.name for verb in VERBS)}


@given(st.text(alphabet="派状记级续图呼结找dsnlvrmxf?？ 　，、；：:;,#0123456789-０１消急到撤IIVⅡabz村"))
def test_nothing_like_a_command_raises_or_is_whole_without_all_its_parts(line):
    said = parse(line)
    if said.missing or said.odd:
        return
    needed = {
        "dispatch": said.incident and said.units,
        "status": said.units and said.status,
        "note": said.incident and said.text,
        "level": said.incident and said.level and said.text,
        "close": said.incident and said.text,
        "report": said.incident,
    }
    assert needed.get(said.verb, True), said


@given(st.text(max_size=200))
def test_normalising_never_moves_a_character(line):
    assert len(plain(line)) == len(line)
    assert all(line[token.start : token.end] for token in tokens(line))


@given(
    st.integers(1, 9999),
    st.text(alphabet="水位上涨，。！abc 30cm", min_size=1, max_size=80).map(str.strip).filter(bool),
)
def test_the_text_of_a_note_is_what_was_typed(number, text):
    said = parse(f"记 {number} {text}")
    assert said.text in (text, text.lstrip("，").strip()) or not said.text
