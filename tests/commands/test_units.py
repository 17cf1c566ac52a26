"""Which team a word means (R-H2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.commands.units import Called, exact, key, match, split

TEAMS = [
    Called(1, "消-01", "岚城特勤消防站", "Lancheng Special Fire Station"),
    Called(2, "消-02", "青江消防救援站", "Qingjiang Fire Station"),
    Called(3, "医-02", "县人民医院急救二组", "People's Hospital Ambulance 2"),
    Called(4, "邻消-01", "白砚县消防救援站", "Baiyan Fire Station"),
    Called(5, "E1", "消防一中队", "Fire Team 1"),
    Called(6, "M2", "急救2车", "Medical 2"),
    Called(7, "消-10", "云岭消防救援站", "Yunling Fire Station"),
]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("消1", [1]),
        ("消01", [1]),
        ("消-01", [1]),
        ("x1", [1]),
        ("Ｅ１", [5]),
        ("e1", [5]),
        ("m2", [6]),
        ("急2", [3, 6]),
        ("jj2", [3, 6]),
        ("消10", [7]),
        ("Fire Team 1", [5]),
        ("消防一中队", [5]),
        ("青江", [2]),
        ("qj", [2]),
        ("baiyan", [4]),
        ("消防", [1, 2, 4, 5, 7]),
        ("救援站", [2, 4, 7]),
        ("消", [1, 2, 4, 5, 7]),
        ("消-", [1, 2, 7]),
        ("火", []),
        ("消9", []),
        ("", []),
        ("-", []),
    ],
)
def test_a_word_means_these_teams(word, found):
    assert sorted(team.pk for team in match(word, TEAMS)) == found


def test_names_of_several_words_stay_together_and_the_rest_stands_alone():
    assert split(["Fire", "Team", "1", "M2"], TEAMS) == ["Fire Team 1", "M2"]
    assert split(["消1", "急2"], TEAMS) == ["消1", "急2"]
    assert split([], TEAMS) == []


def test_call_signs_are_alike_in_any_writing():
    assert key("消-01") == key("消1") == key("消 01") == key("消０１") == "消1"
    assert exact("消1", TEAMS) == [TEAMS[0]]
    assert exact("消防", TEAMS) == []


@given(st.text(max_size=30))
def test_no_word_breaks_the_matching(word):
    match(word, TEAMS)
    split(word.split(), TEAMS)
