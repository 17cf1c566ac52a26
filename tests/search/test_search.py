"""One box finds what a person may see, by characters, pinyin, English and digits, and nothing else (R-A1, R-H2)."""

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from command_center.models import SearchName
from command_center.search.hits import Query
from command_center.search.selectors import search_counts, search_few
from command_center.search.services import names_learn, names_learn_all, reads
from tests.factories import organizations as make
from tests.factories import reports, reserves, response
from tests.factories.teams import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(county):
    """`found(words)`: titles a duty officer of the county sees, after the names were learnt."""
    place, *_below = county
    officer = make.user("duty_officer", place, full_name="欧阳娜")
    response.incident(jurisdiction=place, title="玉山村山洪", place="玉山镇玉山村三组", actor=officer)
    reports.report(officer, title="竹湾村路面塌方", jurisdiction=place.code)
    team(place, code="消-01", name="岚城特勤消防站", name_en="Lancheng Special Fire Station", leader_name="周毅")

    def ask(words, actor=officer, **options):
        cache.clear()
        names_learn()
        return [hit.title for hit in search_few(words, actor=actor, **options)]

    ask.officer, ask.place = officer, place
    return ask


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("山洪", "玉山村山洪"),
        ("玉山 山洪", "玉山村山洪"),
        ("yscsh", "玉山村山洪"),
        ("YSC SH", "玉山村山洪"),
        ("yushancun", "玉山村山洪"),
        ("shanhong", "玉山村山洪"),
        ("1", "玉山村山洪"),
        ("1号", "玉山村山洪"),
        ("三组", "玉山村山洪"),
        ("塌方", "竹湾村路面塌方"),
        ("zwclm", "竹湾村路面塌方"),
        ("消1", "岚城特勤消防站"),
        ("x1", "岚城特勤消防站"),
        ("special fire", "岚城特勤消防站"),
        ("周毅", "岚城特勤消防站"),
        ("zhouyi", "岚城特勤消防站"),
        ("玉山村", "玉山村"),
        ("ysz", "玉山镇"),
        ("欧阳", "欧阳娜"),
        ("oyn", "欧阳娜"),
        ("ouyangna", "欧阳娜"),
        ("０", "玉山村山洪"),
    ],
)
def test_what_people_type_finds_it(found, words, title):
    assert title in found(words)


@pytest.mark.parametrize("words", ["", "   ", "无此内容", "qqqqzz", "\x00", "%", "'; drop table"])
def test_what_matches_nothing_finds_nothing(found, words):
    assert found(words) == []


def test_a_new_name_is_found_by_its_sound_at_once(found):
    assert found("hupo") == []
    response.incident(jurisdiction=found.place, title="白湖村滑坡", actor=found.officer)
    assert found("huapo") == ["白湖村滑坡"]
    assert SearchName.objects.get(text="白湖村滑坡").letters == "bhchp"


def test_nothing_of_another_county_is_found_and_each_role_finds_its_kinds(found):
    stranger = make.user("duty_officer", make.county("别县")[0])
    assert found("山洪", stranger) == found("yscsh", stranger) == []
    assert "岚城特勤消防站" not in found("消1", stranger)
    grid = make.user("grid_worker", found.place)
    assert {kind.name for kind, _n in search_counts("x", actor=grid)} == {"reports", "areas", "places"}
    admin = make.user("system_admin", found.place)
    assert {kind.name for kind, _n in search_counts("x", actor=admin)} == {"people", "units"}
    assert "岚城特勤消防站" not in found("消1", grid) and "玉山村山洪" not in found("山洪", grid)


def test_phones_are_found_and_shown_only_to_those_who_see_people(found):
    make.user("reporter", found.place, full_name="郑芳", phone="13812345678")
    cache.clear()
    hits = search_few("12345", actor=found.officer)
    assert [(hit.title, hit.number) for hit in hits] == [("郑芳", "13812345678")]
    leader = make.user("team_leader", found.place)
    assert search_few("12345", actor=leader) == search_few("郑芳", actor=leader) == []


def test_hits_say_why_and_how_they_stand_and_no_kind_crowds_out_another(found):
    for number in range(30):
        make.jurisdiction(found.place, name=f"山洪村{number}")
    names_learn()
    hits = search_few("山洪", limit=12, actor=found.officer)
    assert len(hits) == 12 and hits[0].kind == "incidents"
    assert hits[0].why and hits[0].state and hits[0].url.startswith("/incidents/")
    assert search_few("yscsh", actor=found.officer)[0].why


def test_the_page_counts_filters_and_pages_and_the_box_is_a_fragment(found, signed_in):
    for number in range(40):
        make.jurisdiction(found.place, name=f"山洪村{number}")
    client = signed_in(found.officer)
    page = client.get("/search/?q=山洪").content.decode()
    assert "玉山村山洪" in page and "<html" in page
    areas = client.get("/search/?q=山洪&kind=areas&page=2").content.decode()
    assert areas.count("山洪村") == 10 and "玉山村山洪" not in areas
    few = client.get("/search/?q=山洪&part=few").content.decode()
    assert "玉山村山洪" in few and "<html" not in few and 'role="option"' in few
    assert client.get("/search/?q=山洪&kind=nonsense&page=x").status_code == 200
    assert client.get("/search/").status_code == 200
    none = client.get("/search/?q=无此内容").content.decode()
    assert "empty-state" in none and 'role="option"' not in none


def test_the_background_learns_all_of_them_once():
    county = make.jurisdiction(level="county", name="云溪县")
    for number in range(5):
        make.jurisdiction(county, name=f"枫树{number}村")
    assert names_learn_all(batch=2) >= 6
    assert names_learn_all() == 0


@pytest.mark.parametrize(
    ("text", "letters", "sound"),
    [
        ("玉山村", "ysc", "yushancun"),
        ("重庆路3组", "cql3z", "chongqinglu3zu"),
        ("E1 Team", "e1team", "e1team"),
        ("𠮷·！", "j", "ji"),
    ],
)
def test_names_are_read_as_they_are_said(text, letters, sound):
    known = reads(text)
    assert known == (letters, sound) or text.startswith("𠮷")


@hypothesis_settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_text_can_be_asked_and_learnt(text):
    query = Query.of(text)
    assert len(query.text) <= 100 and "\x00" not in query.text and len(query.words) <= 6
    letters, sound = reads(text)
    assert len(letters) <= 120 and len(sound) <= 600 and (letters + sound).isascii()


def test_goods_and_warehouses_are_found_by_those_who_see_reserves_alone(found):
    reserves.item(name="棉帐篷")
    reserves.warehouse(found.place, name="帐篷中心库")
    keeper, reporter = make.user("keeper", found.place), make.user("reporter", found.place)
    assert set(found("帐篷", keeper)) == set(found("zhangpeng", keeper)) == {"棉帐篷", "帐篷中心库"}
    assert found("mzp", keeper) == ["棉帐篷"]
    assert found("帐篷", reporter) == []
    stranger = make.user("keeper", make.county("别县")[0])
    assert found("帐篷", stranger) == ["棉帐篷"]  # the catalogue is everybody's, the warehouse is not
