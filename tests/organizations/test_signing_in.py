"""Signing in: the same words for everybody who guesses, a lock that is no weapon, sessions that end, keys for programs."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from organizations import guard, services
from organizations.authentication import digest_of
from organizations.models import ApiToken, FeedTicket
from organizations.roles import Role
from tests.factories import organizations as make
from timeline.feed.door import guest_by_ticket
from timeline.models import Event

pytestmark = pytest.mark.django_db
WRONG = "Wrong-password-1"


@pytest.fixture
def duty(county):
    return make.user(Role.DUTY_OFFICER, at=county[0], username="duty")


def sign_in(client, username="duty", password=make.PASSWORD, address="10.0.0.1", **extra):
    return client.post("/login/", {"username": username, "password": password, **extra}, REMOTE_ADDR=address)


def token(client, username="duty", password=make.PASSWORD, **extra):
    return client.post("/api/v1/auth/token/", {"username": username, "password": password}, format="json", **extra)


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.DUTY_OFFICER, "/duty/"),
        (Role.DUTY_LEADER, "/duty/"),
        (Role.COMMANDER, "/map/"),
        (Role.REPORTER, "/r/"),
        (Role.GRID_WORKER, "/r/"),
        (Role.SYSTEM_ADMIN, "/people/"),
        (Role.SECURITY_ADMIN, "/people/"),
        (Role.AUDITOR, "/timeline/"),
    ],
)
def test_everybody_arrives_where_their_work_begins(client, county, role, home):
    make.user(role, at=county[0], username="duty")
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, home)


@pytest.mark.parametrize("name", ["DUTY", " duty ", "ｄｕｔｙ"])
def test_the_account_name_is_found_however_it_is_typed(client, duty, name):
    assert sign_in(client, name).status_code == 302


def test_signing_in_begins_a_new_session_key(client, duty):
    client.get("/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_the_old_session_is_worth_nothing_after_signing_out(client, duty):
    sign_in(client)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/login/done/")["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/incidents/?open=true", "/incidents/?open=true"),
        ("https://evil.example/", "/duty/"),
        ("//evil.example/", "/duty/"),
        ("/\\evil.example/", "/duty/"),
        ("javascript:alert(1)", "/duty/"),
    ],
)
def test_next_is_followed_only_on_this_site(client, duty, wanted, followed):
    assert sign_in(client, next=wanted)["Location"] == followed


def words(answer, name):
    return answer.content.decode().replace(name, "NAME").split("<main")[1].split("csrfmiddlewaretoken")[0]


def test_a_name_that_does_not_exist_is_answered_word_for_word_like_one_that_does(duty):
    for attempt in range(guard.NAME_LIMIT // 2 + 2):
        known, unknown = sign_in(Client(), "duty", WRONG), sign_in(Client(), "ghost", WRONG)
        assert known.status_code == unknown.status_code, attempt
        assert words(known, "duty") == words(unknown, "ghost"), attempt
    assert known.status_code == 429


def test_a_disabled_account_is_answered_like_a_wrong_password(client, duty):
    duty.is_active = False
    duty.save()
    assert words(sign_in(Client(), "duty"), "duty") == words(sign_in(Client(), "ghost"), "ghost")


def test_an_unknown_name_costs_as_much_time_as_a_known_one(duty, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    duty.set_password(make.PASSWORD)
    duty.save()

    def seconds(name):
        began = time.thread_time()  # work done, whatever else the machine is busy with
        sign_in(Client(), name, WRONG, address=f"10.1.0.{len(name)}")
        return time.thread_time() - began

    known = min(seconds("duty") for _time in range(3))
    unknown = min(seconds("ghost") for _time in range(3))
    assert 0.5 < known / unknown < 2


def test_the_tries_left_are_said_and_the_sixth_right_password_is_refused(client, duty):
    for left in (4, 3, 2, 1):
        assert f"{left}" in words(sign_in(client, "duty", WRONG), "duty")
    assert sign_in(client, "duty", WRONG).status_code == 429
    locked = sign_in(client, "duty")
    assert locked.status_code == 429
    assert 0 < int(locked["Retry-After"]) <= 900
    event = Event.objects.get(kind="user.locked_out")
    assert event.data["address"] == "10.0.0.1"


def test_the_lock_ends_by_itself(client, duty, time_machine):
    for _try in range(5):
        sign_in(client, "duty", WRONG)
    time_machine.move_to(timezone.now() + timedelta(minutes=14))
    assert sign_in(client).status_code == 429
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert sign_in(client).status_code == 302


def test_a_lock_at_one_address_does_not_keep_the_person_out_at_another(duty):
    for _try in range(6):
        sign_in(Client(), "duty", WRONG, address="10.0.0.66")
    assert sign_in(Client(), "duty", address="10.0.0.66").status_code == 429
    assert sign_in(Client(), "duty", address="10.0.0.1").status_code == 302


def test_a_thousand_addresses_get_ten_guesses_and_the_duty_room_still_works(client, duty):
    sign_in(client, address="10.0.0.1")
    client.post("/logout/")
    evaluated = [sign_in(Client(), "duty", WRONG, address=f"203.0.113.{number}").status_code for number in range(30)]
    assert evaluated.count(401) == guard.NAME_LIMIT
    assert set(evaluated[guard.NAME_LIMIT :]) == {429}
    assert sign_in(Client(), "duty", address="203.0.113.99").status_code == 429, "also with the right password"
    assert sign_in(client, address="10.0.0.1").status_code == 302, "the device that signed in before"


def test_a_device_cookie_of_another_account_opens_nothing(county, duty):
    make.user(Role.REPORTER, at=county[0], username="other")
    thief = Client()
    sign_in(thief, "other")
    thief.post("/logout/")
    for number in range(guard.NAME_LIMIT):
        sign_in(Client(), "duty", WRONG, address=f"203.0.113.{number}")
    assert sign_in(thief, "duty", address="10.0.0.5").status_code == 429
    thief.cookies[guard.DEVICE_COOKIE] = '["duty"]'
    assert sign_in(thief, "duty", address="10.0.0.5").status_code == 429


def test_a_forged_forwarded_address_does_not_make_another_caller(duty, settings):
    for proxies in (0, 1):
        cache.clear()
        settings.PROXY_COUNT = proxies
        name = f"target{proxies}"
        codes = []
        for number in range(7):
            forged = f"198.51.100.{number}"
            header = forged if proxies == 0 else f"{forged}, 10.0.0.7"
            answer = Client().post(
                "/login/", {"username": name, "password": WRONG}, REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR=header
            )
            codes.append(answer.status_code)
        assert codes[:4] == [401] * 4
        assert set(codes[4:]) == {429}


def test_behind_our_proxy_two_callers_are_two(duty, settings):
    settings.PROXY_COUNT = 1
    for _try in range(5):
        Client().post("/login/", {"username": "duty", "password": WRONG}, HTTP_X_FORWARDED_FOR="198.51.100.1")
    answer = Client().post(
        "/login/", {"username": "duty", "password": make.PASSWORD}, HTTP_X_FORWARDED_FOR="198.51.100.2"
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 400, "'; DROP TABLE users; --", "𠮷"])
def test_no_name_breaks_the_page(client, duty, name):
    assert sign_in(client, name, WRONG).status_code in (401, 422)


def test_a_sign_in_is_on_record_with_its_address_for_those_who_search_the_record(client, duty):
    sign_in(client)
    event = Event.objects.get(kind="user.signed_in")
    assert event.data["address"] == "10.0.0.1"
    assert all(group.startswith("timeline.view@") for group in event.audience)


# --- Programs -----------------------------------------------------------------------------------------------------


def test_a_program_gets_a_key_of_which_only_the_digest_is_stored(duty):
    client = APIClient()
    answer = token(client)
    assert answer.status_code == 200
    raw = answer.json()["token"]
    stored = ApiToken.objects.get()
    assert stored.digest == digest_of(raw) != raw
    assert answer.json()["expires_at"] > timezone.now().isoformat()
    assert client.post("/api/v1/auth/ticket/", headers={"Authorization": f"Token {raw}"}).status_code == 200
    stored.refresh_from_db()
    assert stored.last_used_at is not None


def test_a_key_that_expired_or_never_was_is_401_with_a_challenge(duty):
    client = APIClient()
    raw = token(client).json()["token"]
    ApiToken.objects.update(expires_at=timezone.now())
    for header in (f"Token {raw}", "Token nonsense", "Token", "Token a b", "Token é"):
        answer = client.post("/api/v1/auth/ticket/", headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert answer["WWW-Authenticate"] == "Token"
        assert answer["Content-Type"] == "application/problem+json"


def test_a_disabled_person_is_out_at_the_next_request_by_key_and_by_session(client, county, duty, signed_in):
    program, browser = APIClient(), signed_in(duty)
    raw = token(program).json()["token"]
    assert browser.get("/login/done/").status_code == 200
    services.user_disable(user=duty, reason="test", actor=None)
    header = {"Authorization": f"Token {raw}"}
    assert program.post("/api/v1/auth/ticket/", headers=header).status_code == 401
    assert browser.get("/login/done/").status_code == 302


def test_the_key_is_dead_on_the_server_after_signing_out(duty):
    client = APIClient()
    header = {"Authorization": f"Token {token(client).json()['token']}"}
    assert client.post("/api/v1/auth/logout/", headers=header).status_code == 204
    assert client.post("/api/v1/auth/logout/", headers=header).status_code == 401


def test_programs_are_guarded_like_people(duty):
    client = APIClient()
    for _try in range(4):
        answer = token(client, password=WRONG)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Token"
    assert token(client, password=WRONG).status_code == 429
    locked = token(client)
    assert locked.status_code == 429
    assert int(locked["Retry-After"]) > 0
    assert token(client, username="ghost", password=WRONG).status_code == 401


def test_signing_in_right_forgets_the_failures_before(duty):
    client = APIClient()
    for _round in range(3):
        for _try in range(3):
            token(client, password=WRONG)
        assert token(client).status_code == 200


def test_a_ticket_lets_in_once_and_only_for_a_minute(duty, token_client, time_machine):
    client = token_client(duty)
    raw = client.post("/api/v1/auth/ticket/").json()["ticket"]
    assert FeedTicket.objects.get().digest == digest_of(raw)
    assert guest_by_ticket(raw).person == duty.pk
    assert guest_by_ticket(raw) is None
    assert guest_by_ticket("nonsense") is None
    late = client.post("/api/v1/auth/ticket/").json()["ticket"]
    time_machine.move_to(timezone.now() + timedelta(seconds=61))
    assert guest_by_ticket(late) is None


def test_secrets_are_not_kept_for_repetition(duty, token_client):
    client = token_client(duty)
    answers = [client.post("/api/v1/auth/ticket/", headers={"Idempotency-Key": "k"}).json() for _time in range(2)]
    assert answers[0]["ticket"] != answers[1]["ticket"]


def test_the_words_follow_accept_language_before_signing_in(client, duty):
    chinese = sign_in(client, "duty", WRONG)
    english = client.get("/login/", HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="zh-Hans"' in chinese.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert "Sign in" in english.content.decode()
    problem = APIClient().post("/api/v1/auth/ticket/", HTTP_ACCEPT_LANGUAGE="en")
    assert "credentials" in problem.json()["detail"]
