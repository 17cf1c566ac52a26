"""The phone's forms without a browser: the full report, the key of a form, the shell, and the weight of a first load (R-B1, R-B8)."""

import gzip
import json
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from incidents.reports.details import FIELDS, GROUPS, clean_details, detail_rows
from incidents.reports.models import Report
from incidents.reports.services import report_reject, report_return, report_verify
from incidents.reports.views.phone import SHELL
from tests.factories import dispatch as sent
from tests.factories import organizations as make
from tests.factories import reports as filed
from tests.factories import teams

pytestmark = pytest.mark.django_db
FIRST_LOAD_KB = 120
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


@pytest.fixture
def cadre(county):
    filed.event_type("10106")
    return make.user("grid_worker", county[0])


@pytest.fixture
def client(cadre, signed_in):
    return signed_in(cadre)


def text(response):
    return response.content.decode()


def test_the_full_report_keeps_its_details_with_the_figures(client):
    form = {
        "key": str(uuid.uuid4()),
        "description": "全村进水",
        "event_type": "10106",
        "trapped": "2",
        "affected": "１,２００",
    }
    form |= {"collapsed_rooms": "?", "crops_affected": "12.5", "needs": "  帐篷三十顶 "}
    assert client.post("/r/full/", form).status_code == 302
    report = Report.objects.get()
    assert report.details == {"affected": 1200, "crops_affected": 12.5, "needs": "帐篷三十顶"}
    assert report.figures["trapped"] == 2 and report.figures["loss_cny"] is None
    page = text(client.get(f"/r/{report.receipt}/"))
    assert "帐篷三十顶" in page and "12.5" in page


def test_a_detail_that_is_no_number_is_shown_at_its_field(client):
    form = {"key": str(uuid.uuid4()), "description": "全村进水", "affected": "很多", "collapsed_rooms": "1.5"}
    page = client.post("/r/full/", form)
    assert page.status_code == 422 and set(page.context["form"].errors) == {"affected", "collapsed_rooms"}
    assert Report.objects.count() == 0


@settings_of(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "nonsense"]),
        st.one_of(st.none(), st.text(max_size=30), st.floats(), st.integers(), st.lists(st.integers())),
    )
)
def test_details_are_kept_whole_or_named_as_wrong(given_details):
    errors = {}
    kept = clean_details(given_details, errors)
    named = {name.removeprefix("details.") for name in errors}
    assert not named & set(kept)
    json.dumps(kept, allow_nan=False)
    shown = {field.name for _label, fields in detail_rows(kept) for field, _value in fields}
    assert shown == set(kept)


def test_no_field_has_two_groups():
    assert len(FIELDS) == sum(len(group.fields) for group in GROUPS)


def test_one_form_is_one_report_by_whatever_way_it_is_sent(cadre, token_client):
    api = token_client(cadre)
    body = {"title": "玉山村山洪", "event_type": "10106", "client_key": str(uuid.uuid4()), "details": {"affected": 3}}
    first = api.post("/api/v1/reports/", body, format="json", HTTP_IDEMPOTENCY_KEY="a")
    other = api.post("/api/v1/reports/", {**body, "title": "更正"}, format="json", HTTP_IDEMPOTENCY_KEY="a:1")
    assert first.status_code == other.status_code == 201 and first.json()["id"] == other.json()["id"]
    assert Report.objects.get().details == {"affected": 3}
    bad = api.post("/api/v1/reports/", {**body, "client_key": "x", "details": [1]}, format="json")
    assert {one["field"] for one in bad.json()["errors"]} == {"client_key", "details"}


def test_home_tells_what_became_of_each_report(client, cadre, county):
    duty = filed.officer(county[0])
    words = {"received": filed.report(cadre), "used": filed.report(cadre)}
    words |= {"returned": filed.report(cadre), "unused": filed.report(cadre)}
    report_verify(report=words["used"], actor=duty)
    report_return(report=words["returned"], reason="几户", actor=duty)
    report_reject(report=words["unused"], reason="误报", actor=duty)
    page = text(client.get("/r/"))
    for state in words:
        assert f"became-{state}" in page
    assert f"/r/{words['used'].receipt}/follow/" in page and f"/r/{words['unused'].receipt}/follow/" not in page


def test_a_team_leader_finds_the_orders_with_big_buttons(signed_in, county):
    leader = make.user("team_leader", county[0])
    order = sent.order(county[0], team_row=teams.team(county[0], leader=leader))
    page = text(signed_in(leader).get("/r/"))
    assert f'data-order="{order.pk}"' in page and 'value="acknowledged"' in page and "/r/new/" not in page


@pytest.mark.parametrize("path", ["/r/", "/r/township/"])
def test_more_reports_cost_no_more_queries(client, cadre, county, path):
    def queries():
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    make.jurisdiction(parent=county[1], level="village")
    filed.report(cadre, jurisdiction=county[2].code)
    few = queries()
    for _number in range(6):
        filed.report(cadre, jurisdiction=county[2].code)
        make.jurisdiction(parent=county[1], level="village")
    assert queries() == few


def test_who_has_nothing_to_do_here_is_refused(signed_in, county):
    assert signed_in(make.user("auditor", county[0])).get("/r/").status_code == 403


def test_the_worker_is_public_fresh_and_never_touches_other_pages(client, api):
    for one in (client, api):
        answer = one.get("/r/sw.js")
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-cache"
        assert answer["Content-Type"].startswith("text/javascript")
    code = text(api.get("/r/sw.js"))
    assert "&quot;" not in code and 'startsWith("/r/")' in code and settings.VERSION in code
    listed = json.loads(re.search(r"const FILES = (\[.*?\]);", code)[1])
    assert len(listed) == len(SHELL)


def test_every_file_of_the_shell_exists_and_every_module_of_the_phone_is_in_it():
    missing = [name for name in SHELL if finders.find(name) is None]
    assert missing == []
    seen = reach({"js/field.js", "js/phone/app.js"}) - {"js/leaflet-global.js", "js/map-base.js", "js/phone/pin-map.js"}
    assert seen <= set(SHELL)


def test_the_manifest_starts_at_home(api):
    told = json.loads(api.get("/r/manifest.webmanifest").content)
    assert told["start_url"] == told["scope"] == "/r/" and {one["sizes"] for one in told["icons"]} == {
        "192x192",
        "512x512",
    }


def reach(names, lazy=True):
    """Modules loaded from these, by relative imports; `lazy` also those asked for later."""
    seen, open_ = set(), set(names)
    while open_:
        name = open_.pop()
        seen.add(name)
        code = Path(finders.find(name)).read_text("utf-8")
        if not lazy:
            code = re.sub(r"import\s*\(", "later(", code)
        folder = name.rsplit("/", 1)[0].split("/")
        for path in IMPORTED.findall(code):
            parts = [*folder]
            for part in path.split("/"):
                if part == "..":
                    parts.pop()
                elif part != ".":
                    parts.append(part)
            if "/".join(parts) not in seen:
                open_.add("/".join(parts))
    return seen


def weight(client, path):
    """Bytes over the line, gzipped, before the first touch: page, styles, scripts with their imports, words."""
    page = client.get(path)
    html = text(page)
    files = {one.removeprefix("/static/") for one in re.findall(r'(?:href|src)="(/static/[^"]+)"', html)}
    scripts = {one for one in files if one.endswith(".js")} | {
        "js/phone/report.js",
        "js/phone/home.js",
        "js/session.js",
    }
    files |= reach(scripts, lazy=False)
    bodies = [page.content, client.get("/r/words.json").content, client.get("/r/manifest.webmanifest").content]
    bodies += [Path(finders.find(one)).read_bytes() for one in files]
    return sum(len(gzip.compress(body, 6)) for body in bodies), files


@pytest.mark.parametrize("path", ["/r/", "/r/new/"])
def test_the_first_load_stays_small(client, path):
    size, files = weight(client, path)
    assert not any("leaflet" in one or "htmx" in one or "bootstrap" in one for one in files)
    assert size < FIRST_LOAD_KB * 1024, f"{size / 1024:.0f} KB"


def test_the_township_sees_who_has_not_reported_first(county, signed_in):
    here = make.user("reporter", county[0])
    village = make.jurisdiction(parent=county[1], level="village", name="未报村")
    make.user("grid_worker", village, unit=make.unit(village), phone="13912340000", full_name="罗甲")
    filed.report(here, jurisdiction=county[2].code, figures={"relocated": 7})
    page = signed_in(here).get("/r/township/")
    states = [(row.village.name, row.state) for row in page.context["rows"]]
    assert states[0] == ("未报村", "missing") and (county[2].name, "reported") in states
    assert "7" in text(page) and "tel:13912340000" in text(page) and "sms:13912340000" in text(page)
