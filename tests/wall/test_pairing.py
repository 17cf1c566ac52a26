"""Pairing a screen by code: once, in time, by somebody who may; and what its key opens, which is one wall and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from command_center.models import Wall, WallPairing, WallScreen
from command_center.walls import services
from command_center.walls.door import COOKIE
from command_center.walls.services.pairing import CODES_PER_ADDRESS, WRONG_CODES
from command_center.walls.services.rules import TooManyError
from core.errors import ConflictError, UnprocessableError
from tests.access.routes import routes
from tests.factories import organizations as make
from tests.factories import response as make_response
from timeline.models import Event

pytestmark = pytest.mark.django_db


def begin(address="10.0.0.7"):
    return services.pairing_begin(address=address, actor=None)


def test_a_confirmed_code_gives_its_screen_one_key_once(hall, officer):
    begun = begin()
    assert services.pairing_collect(secret=begun.secret, actor=None) is None
    services.pairing_confirm(wall=hall, code=begun.code, name="左屏", actor=officer)
    wall, raw = services.pairing_collect(secret=begun.secret, actor=None)
    assert wall == hall and len(raw) > 40
    with pytest.raises(ConflictError):
        services.pairing_collect(secret=begun.secret, actor=None)
    assert WallScreen.objects.get().name == "左屏"


def test_only_digests_are_kept(hall, officer):
    begun = begin()
    services.pairing_confirm(wall=hall, code=begun.code, actor=officer)
    _wall, raw = services.pairing_collect(secret=begun.secret, actor=None)
    kept = str(list(WallScreen.objects.values())) + str(list(WallPairing.objects.values()))
    assert raw not in kept and begun.secret not in kept


def test_a_code_is_good_for_one_screen_only(hall, officer):
    begun = begin()
    services.pairing_confirm(wall=hall, code=begun.code, actor=officer)
    with pytest.raises(ConflictError):
        services.pairing_confirm(wall=hall, code=begun.code, actor=officer)


def test_a_code_is_over_after_five_minutes(hall, officer, time_machine):
    begun = begin()
    time_machine.move_to(timezone.now() + timedelta(minutes=5, seconds=1))
    with pytest.raises(ConflictError):
        services.pairing_confirm(wall=hall, code=begun.code, actor=officer)
    with pytest.raises(ConflictError):
        services.pairing_collect(secret=begun.secret, actor=None)


def test_the_code_alone_collects_nothing(hall, officer):
    begun = begin()
    services.pairing_confirm(wall=hall, code=begun.code, actor=officer)
    for guess in (begun.code, "", begun.secret[:-1]):
        with pytest.raises(ConflictError):
            services.pairing_collect(secret=guess, actor=None)


def test_who_only_watches_confirms_nothing(hall, auditor):
    begun = begin()
    with pytest.raises(PermissionDenied):
        services.pairing_confirm(wall=hall, code=begun.code, actor=auditor)
    assert services.pairing_collect(secret=begun.secret, actor=None) is None


def test_guessing_codes_gets_nowhere(hall, officer):
    begun = begin()
    wrong = f"{(int(begun.code) + 1) % 10**6:06}"
    for _turn in range(WRONG_CODES):
        with pytest.raises(ConflictError):
            services.pairing_confirm(wall=hall, code=wrong, actor=officer)
    with pytest.raises(TooManyError):
        services.pairing_confirm(wall=hall, code=begun.code, actor=officer)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "ab12cd", "１２３４５６"])
def test_what_is_no_code_is_refused_in_words(hall, officer, code):
    with pytest.raises(UnprocessableError):
        services.pairing_confirm(wall=hall, code=code, actor=officer)


def test_one_address_gets_only_so_many_codes(db):
    for _turn in range(CODES_PER_ADDRESS):
        begin()
    with pytest.raises(TooManyError):
        begin()
    assert begin("10.0.0.8").code


def test_pairing_and_revoking_are_on_record(hall, officer, paired):
    paired()
    services.screen_revoke(screen=WallScreen.objects.get(), actor=officer)
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["wall.screen_paired", "wall.screen_revoked"]


def test_a_screen_pairs_over_its_pages_and_shows_the_wall(hall, desk, client):
    assert client.get("/wall/pair/").status_code == 200
    code = client.post("/wall/pair/new/").json()["code"]
    assert client.post("/wall/pair/poll/").json() == {"state": "waiting"}
    desk.post("/wall/pair/confirm/", {"wall": "hall", "code": f"{code[:3]} {code[3:]}", "name": "左屏"})
    assert client.post("/wall/pair/poll/").json() == {"state": "paired", "url": "/wall/hall/"}
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] > 300 * 24 * 3600
    page = client.get("/wall/hall/")
    assert page.status_code == 200 and b'content="/ws/wall/hall/"' in page.content


def test_a_key_opens_its_own_wall_and_no_other_address(hall, county, screen):
    """Every address of the platform, asked by a screen: only what shows its wall answers."""
    Wall.objects.create(slug="other", name="另一面", jurisdiction=county[0])
    incident = make_response.incident(jurisdiction=county[0])
    values = {"pk": incident.pk, "number": incident.number, "slug": "hall", "membership": 1, "name": "log", "code": "x"}
    shows = {"wall", "wall_data", "wall_state", "wall_map", "wall_size", "wall_test"}
    opened, kinds = set(), {"int": 1, "slug": "hall", "str": "x", "uuid": "8c5b5f0e-0000-4000-8000-000000000000"}
    nobody = type(screen)()
    for route in routes():
        try:
            address = reverse(route.name, kwargs={name: values.get(name, kinds["slug"]) for name in route.parameters})
        except Exception:  # noqa: BLE001 - an address of another form: no wall
            continue
        if screen.get(address).status_code == 200 and nobody.get(address).status_code != 200:
            opened.add(route.name)
    assert opened == shows
    for part in ("", "data/", "state/", "map/", "size.css", "test"):
        assert screen.get(f"/wall/other/{part}").status_code in (302, 401, 404)
    assert screen.post("/wall/hall/control/blank/", {"blank": "1"}).status_code in (302, 401, 403)
    hall.refresh_from_db()
    assert hall.blanked_at is None


def test_a_revoked_screen_is_out_at_once(hall, officer, screen):
    assert screen.get("/wall/hall/data/").status_code == 200
    services.screen_revoke(screen=WallScreen.objects.get(), actor=officer)
    assert screen.get("/wall/hall/data/", headers={"HX-Request": "true"}).status_code == 404
    with pytest.raises(ConflictError):
        services.screen_revoke(screen=WallScreen.objects.get(), actor=officer)


def test_a_screen_outlives_every_limit_of_sessions(hall, screen, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=90))
    assert screen.get("/wall/hall/data/").status_code == 200


def test_removing_a_wall_puts_its_screens_out(hall, officer, screen):
    services.wall_remove(wall=hall, actor=officer)
    assert screen.get("/wall/hall/data/", headers={"HX-Request": "true"}).status_code == 404


def test_a_screen_sees_no_sensitive_thing_on_its_map(hall, county, screen):
    make_response.incident(jurisdiction=county[0], title="公开", grade=2)
    secret = make_response.incident(jurisdiction=county[0], title="不可示人", grade=1)
    type(secret).objects.filter(pk=secret.pk).update(sensitive=True)
    text = screen.get("/wall/hall/map/?layers=incidents,reports,teams").content.decode()
    assert "公开" in text and "不可示人" not in text and '"layer":"reports"' not in text


def test_what_a_screen_says_of_itself_is_shown_to_people(hall, desk, screen):
    screen.get("/wall/hall/state/?freshness=live&version=0.1.0&size=1920×1080")
    assert "1920×1080" in desk.get("/wall/").content.decode()
    assert "its freshness: Live" in " ".join(desk.get("/wall/hall/remote/").content.decode().split())


def test_a_wall_with_screens_does_not_wander_to_another_county(hall, officer, paired):
    paired()
    elsewhere = make.jurisdiction()
    make.membership(officer, "duty_officer", elsewhere)
    with pytest.raises(ConflictError):
        services.wall_change(
            wall=hall,
            name="x",
            name_en="",
            jurisdiction=elsewhere,
            width_m=3,
            farthest_m=5,
            words="zh",
            actor=type(officer).objects.get(pk=officer.pk),
        )
