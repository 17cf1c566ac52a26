"""Desk, map, walls and status: who may open them, in both languages, with nothing left in English on a Chinese screen."""

import re

import pytest

from command_center.links import page_exists
from command_center.models import Wall
from organizations.roles import Permission, Role, roles_with
from tests.factories import organizations as make
from tests.factories import response as make_response

pytestmark = pytest.mark.django_db
PAGES = {
    "/duty/": Permission.REPORT_HANDLE,
    "/duty/todo/": Permission.REPORT_HANDLE,
    "/duty/log/": Permission.REPORT_HANDLE,
    "/map/": Permission.PLACE_VIEW,
    "/wall/": Permission.WALL_VIEW,
    "/status/": Permission.STATUS_VIEW,
}
# English words of ours that a Chinese page may hold: names of products, keys, units, the way back to English.
ALLOWED = {
    "English",
    "Django",
    "Python",
    "JavaScript",
    "PostgreSQL",
    "PostGIS",
    "Redis",
    "MB",
    "Ctrl",
    "Enter",
    "Esc",
    "Alt",
    "F",
    "I",
    "II",
    "III",
    "IV",
}


def words(html):
    """English words a reader would see."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"[\w.:-]+(/\w+)+/", " ", text)  # addresses are typed as they stand
    return {word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in ALLOWED}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_opens_the_pages_its_permissions_name_and_no_other(role, county, signed_in):
    client = signed_in(make.user(role, county[0], language="zh-hans"))
    for url, permission in PAGES.items():
        expected = 200 if role in roles_with(permission) else 403
        assert client.get(url).status_code == expected, (role, url)


@pytest.mark.parametrize("url", PAGES)
def test_a_stranger_is_sent_to_sign_in(url, client):
    answer = client.get(url)
    assert answer.status_code == 302 and answer["Location"].startswith("/login/")


@pytest.mark.parametrize("url", ["/duty/", "/map/", "/wall/"])
def test_a_chinese_page_holds_no_english_word(url, county, signed_in):
    Wall.objects.create(slug="hall", name="指挥大厅", jurisdiction=county[0])
    client = signed_in(make.user("duty_officer", county[0], language="zh-hans"))
    page = client.get(url, headers={"Accept-Language": "zh-hans"})
    main = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert words("<main" + main) == set()


@pytest.mark.parametrize("url", ["/duty/", "/map/", "/wall/", "/status/"])
def test_an_english_page_speaks_english(url, county, signed_in):
    client = signed_in(make.user("duty_officer", county[0], language="en"))
    page = client.get(url, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in page and "Skip to content" in page


def test_menus_show_only_pages_that_exist_and_that_one_may_open(county, signed_in):
    page = signed_in(make.user("reporter", county[0])).get("/map/").content.decode()
    header = page.split("<header", 1)[1].split("</header>", 1)[0]
    links = set(re.findall(r'href="(/[^"]+)"', header))
    assert "/duty/" not in links and "/map/" in links
    assert all(page_exists(link) for link in links)


def test_every_script_and_style_is_a_file_so_that_the_policy_can_be_strict(county, signed_in):
    client = signed_in(make.user("duty_officer", county[0]))
    for url in ("/duty/", "/map/", "/status/", "/wall/"):
        answer = client.get(url)
        html = answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert not re.search(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style", html)
        for tag in re.findall(r"<script\b[^>]*>", html):
            assert 'type="application/json"' in tag or "nonce=" in tag, tag


def test_the_strip_counts_what_waits(county, signed_in):
    officer = make.user("duty_officer", county[0], language="en")
    make_response.incident(jurisdiction=county[0], grade=1)
    html = signed_in(officer).get("/duty/todo/", headers={"Accept-Language": "en"}).content.decode()
    assert re.search(r"Open incidents\s*<strong>1</strong>", html)
    assert re.search(r"Of grade I or II\s*<strong>1</strong>", html)


def test_the_status_page_says_what_is_silent_and_what_to_do(county, signed_in):
    html = (
        signed_in(make.user("system_admin", county[0], language="en"))
        .get("/status/", headers={"Accept-Language": "en"})
        .content.decode()
    )
    assert "has never been seen at work" in html and "Restart it" in html


def test_a_refusal_inside_a_fragment_is_a_fragment(county, signed_in):
    client = signed_in(make.user("reporter", county[0]))
    answer = client.get("/duty/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "data-refusal-text" in answer.content.decode() and "<html" not in answer.content.decode()
