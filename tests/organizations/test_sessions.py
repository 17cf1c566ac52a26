"""Sessions end when nobody is there, and the page keeps what was typed; the second factor; language and type size."""

import re
import time
from datetime import timedelta

import pytest
from django.conf import settings as platform
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.test import APIClient

from core.errors import ConflictError, PermissionDenied
from organizations.roles import Role
from organizations.services.factors import factor_confirm, factor_remove
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
PAGE = "/login/done/"


@pytest.fixture
def duty(county):
    return make.user(Role.DUTY_OFFICER, at=county[0], username="duty")


@pytest.fixture
def browser(duty):
    client = Client()
    client.post("/login/", {"username": "duty", "password": make.PASSWORD})
    return client


def later(time_machine, **span):
    time_machine.move_to(timezone.now() + timedelta(**span))


# --- Limits -------------------------------------------------------------------------------------------------------


def test_a_session_ends_when_nobody_is_there(browser, time_machine):
    later(time_machine, minutes=29)
    assert browser.get(PAGE).status_code == 200
    later(time_machine, minutes=29)
    assert browser.get(PAGE).status_code == 200
    later(time_machine, minutes=31)
    answer = browser.get(PAGE)
    assert answer["Location"] == "/login/?next=%2Flogin%2Fdone%2F&why=over"
    assert browser.get(PAGE).status_code == 302


def test_polling_in_the_background_is_nobody(browser, time_machine):
    for _minute in range(4):
        later(time_machine, minutes=10)
        answer = browser.get(PAGE, headers={"X-Background": "1", "HX-Request": "true"})
    assert answer.status_code == 401


def test_a_wall_that_nobody_touches_stays_signed_in_until_the_absolute_limit(browser, time_machine):
    for _minute in range(4):
        later(time_machine, minutes=20)
        answer = browser.get("/wall/none/data/", headers={"X-Background": "1", "HX-Request": "true"})
        assert answer.status_code == 404
    later(time_machine, hours=12)
    assert browser.get("/wall/none/data/", headers={"X-Background": "1", "HX-Request": "true"}).status_code == 401


def test_a_session_ends_after_twelve_hours_however_busy(browser, time_machine):
    for _quarter in range(4 * 12 - 1):
        later(time_machine, minutes=15)
        assert browser.get(PAGE).status_code == 200
    later(time_machine, minutes=16)
    assert browser.get(PAGE).status_code == 302


def test_reading_writes_the_session_at_most_once_a_minute(browser, django_assert_num_queries, time_machine):
    later(time_machine, minutes=2)
    browser.get("/login/state/")
    with django_assert_num_queries(2):  # session and person, nothing written
        browser.get("/login/state/")


@pytest.mark.parametrize(
    "headers", [{"HX-Request": "true"}, {"Accept": "application/json"}, {"Sec-Fetch-Mode": "cors"}]
)
def test_a_part_of_a_page_gets_401_in_place_and_the_page_stays(browser, time_machine, headers):
    later(time_machine, hours=1)
    answer = browser.get("/password/", headers=headers)
    assert answer.status_code == 401
    assert answer["X-Session"] == "over"
    assert answer["Content-Type"] == "application/problem+json"


def test_the_api_says_401_and_that_the_session_was_the_reason(browser, time_machine):
    later(time_machine, hours=1)
    answer = browser.post("/api/v1/auth/ticket/", content_type="application/json")
    assert (answer.status_code, answer["X-Session"]) == (401, "over")


def test_a_form_sent_too_late_comes_back_with_every_word_but_no_secret(browser, time_machine):
    later(time_machine, hours=1)
    sent = {"narrative": "山体滑坡，三户被埋 𠮷\n第二行", "old_password": "secret-1", "csrfmiddlewaretoken": "t"}
    answer = browser.post("/password/", sent)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "山体滑坡，三户被埋 𠮷\n第二行</textarea>" in page
    assert "secret-1" not in page
    assert 'action="/password/"' in page


def test_signing_in_again_from_the_dialog_answers_in_json_with_a_new_token(duty):
    client = Client(enforce_csrf_checks=True)
    inside = client.get("/login/dialog/").content.decode()
    csrf = re.search(r'csrfmiddlewaretoken" value="(\w+)"', inside)[1]
    sent = {"username": "duty", "password": "Wrong-password-1", "csrfmiddlewaretoken": csrf}
    refused = client.post("/login/", sent, headers={"Accept": "application/json"})
    assert refused.status_code == 401
    assert refused.json()["done"] is False
    assert refused.json()["message"]
    answer = client.post("/login/", {**sent, "password": make.PASSWORD}, headers={"Accept": "application/json"}).json()
    assert answer["done"] is True
    assert answer["user"] == duty.pk
    kept = client.post("/preferences/", {"language": "en"}, headers={"X-CSRFToken": answer["csrf"]})
    assert kept.status_code == 302


def test_the_page_can_ask_how_long_it_still_has(browser, time_machine):
    later(time_machine, minutes=25)
    state = browser.get("/login/state/", headers={"X-Background": "1"}).json()
    assert state["signed_in"] is True
    assert 280 <= state["left_s"] <= 300
    assert Client().get("/login/state/").json() == {"signed_in": False, "left_s": 0, "user": None}


def test_a_role_taken_away_is_gone_at_the_next_request(browser, duty):
    page = "/people/"
    assert browser.get(page).status_code == 200
    duty.memberships.update(ends_at=timezone.now())
    assert browser.get(page).status_code == 403


def test_a_second_tab_whose_token_is_old_keeps_its_words_and_gets_a_new_token(duty):
    client = Client(enforce_csrf_checks=True)
    client.force_login(duty, backend="django.contrib.auth.backends.ModelBackend")
    ours = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    sent = {"narrative": "洪水进村", "csrfmiddlewaretoken": "x" * 64}
    page = client.post("/preferences/", sent, headers=ours)
    assert page.status_code == 403
    assert "洪水进村</textarea>" in page.content.decode()
    answer = client.post("/preferences/", sent, headers={**ours, "HX-Request": "true"})
    assert answer["X-User"] == str(duty.pk)
    fresh = answer["X-CSRFToken"]
    assert client.post("/preferences/", {"language": "en"}, headers={**ours, "X-CSRFToken": fresh}).status_code == 302


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}]
)
def test_a_foreign_page_gets_neither_words_nor_token(duty, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(duty, backend="django.contrib.auth.backends.ModelBackend")
    for kind in ({}, {"HX-Request": "true"}):
        answer = client.post("/preferences/", {"narrative": "planted"}, headers={**headers, **kind})
        assert answer.status_code == 403
        assert "planted" not in answer.content.decode()
        assert "X-CSRFToken" not in answer


# --- Passwords ----------------------------------------------------------------------------------------------------


def test_a_password_set_by_another_must_be_changed_before_anything_else(browser, duty):
    duty.must_change_password = True
    duty.save()
    assert browser.get("/people/")["Location"].startswith("/password/?next=%2Fpeople%2F")
    assert browser.post("/api/v1/auth/ticket/").status_code == 403
    other = Client()
    other.post("/login/", {"username": "duty", "password": make.PASSWORD})
    sent = {"old_password": make.PASSWORD, "new_password": "Another-long-2026", "repeated": "Another-long-2026"}
    assert browser.post("/password/", {**sent, "old_password": "Wrong-password-1"}).status_code == 422
    assert browser.post("/password/", {**sent, "repeated": "x"}).status_code == 422
    assert browser.post("/password/", {**sent, "new_password": "short", "repeated": "short"}).status_code == 422
    same = {"old_password": make.PASSWORD, "new_password": make.PASSWORD, "repeated": make.PASSWORD}
    assert browser.post("/password/", same).status_code == 422
    assert browser.post("/password/", {**sent, "next": "/people/"})["Location"] == "/people/"
    assert browser.get("/people/").status_code == 200
    assert other.get("/people/")["Location"].startswith("/login/")


def test_a_program_cannot_use_a_password_that_must_be_changed(duty):
    duty.must_change_password = True
    duty.save()
    answer = APIClient().post("/api/v1/auth/token/", {"username": "duty", "password": make.PASSWORD}, format="json")
    assert answer.status_code == 403


# --- Second factor ------------------------------------------------------------------------------------------------


def code_of(device, steps=0):
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift + steps):06d}"


@pytest.fixture
def enrolled(duty):
    device = TOTPDevice.objects.create(user=duty, confirmed=False, name="app")
    confirmed, codes = factor_confirm(code=code_of(device, -1), actor=duty)
    return confirmed, codes


def half(client=None):
    client = client or Client()
    answer = client.post("/login/", {"username": "duty", "password": make.PASSWORD, "next": "/people/"})
    assert answer["Location"] == "/login/code/"
    return client


def test_the_factor_is_set_up_by_scanning_and_proving_and_gives_recovery_codes_once(browser, duty):
    page = browser.get("/second-factor/").content.decode()
    assert "<svg" in page
    assert "http://" not in page.split('<div class="qr"')[1].split("</svg>")[0].replace("http://www.w3.org", "")
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    assert browser.get("/second-factor/").content.decode().count("<svg") >= 1
    assert TOTPDevice.objects.count() == 1
    answer = browser.post("/second-factor/", {"code": code_of(device)})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", answer.content.decode())
    assert len(codes) == 10
    assert not StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes]).exists()
    device.refresh_from_db()
    assert device.confirmed


def test_with_a_factor_the_password_alone_lets_nobody_in(enrolled):
    client = half()
    assert client.get("/people/").status_code == 302
    device, _codes = enrolled
    answer = client.post("/login/code/", {"code": code_of(device, 1)})
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


def test_a_code_is_good_for_one_time(enrolled):
    device, _codes = enrolled
    code = code_of(device, 1)
    assert half().post("/login/code/", {"code": code}).status_code == 302
    assert half().post("/login/code/", {"code": code}).status_code == 401


def test_a_recovery_code_lets_in_once(enrolled):
    _device, codes = enrolled
    assert half().post("/login/code/", {"code": codes[0].upper()}).status_code == 302
    assert half().post("/login/code/", {"code": codes[0]}).status_code == 401


def test_wrong_codes_count_like_wrong_passwords(enrolled):
    client = half()
    codes = [client.post("/login/code/", {"code": "000000"}).status_code for _try in range(5)]
    assert codes == [401, 401, 401, 401, 429]
    assert Client().post("/login/", {"username": "duty", "password": make.PASSWORD}).status_code == 429


def test_the_half_way_lasts_five_minutes(enrolled, time_machine):
    client = half()
    later(time_machine, minutes=6)
    assert client.get("/login/code/")["Location"] == "/login/"


def test_the_first_day_of_a_founded_platform_leads_through_password_and_factor_to_work(settings, capsys):
    settings.TOTP_REQUIRED = True
    call_command("found", code="330102000000", name="上城区")
    password = capsys.readouterr().out.split("account system   one-time password ")[1].split()[0]
    client = Client()
    assert client.post("/login/", {"username": "system", "password": password})["Location"] == "/people/"
    assert client.get("/people/")["Location"] == "/password/?next=%2Fpeople%2F"
    own = {"old_password": password, "new_password": "Meine-lange-Losung-7", "repeated": "Meine-lange-Losung-7"}
    assert client.post("/password/", {**own, "next": "/people/"})["Location"] == "/people/"
    assert client.get("/people/")["Location"] == "/second-factor/?next=%2Fpeople%2F"
    client.get("/second-factor/?next=/people/")
    shown = client.post("/second-factor/", {"code": code_of(TOTPDevice.objects.get()), "next": "/people/"})
    assert 'href="/people/"' in shown.content.decode()
    assert client.get("/people/").status_code == 200


def test_privileged_roles_must_have_a_factor_where_the_site_demands_it(county, settings):
    settings.TOTP_REQUIRED = True
    make.user(Role.COMMANDER, at=county[0], username="chief")
    make.user(Role.DUTY_OFFICER, at=county[0], username="plain")
    chief, plain = Client(), Client()
    for client, name in ((chief, "chief"), (plain, "plain")):
        client.post("/login/", {"username": name, "password": make.PASSWORD})
    assert plain.get("/people/").status_code == 200
    assert chief.get("/people/")["Location"].startswith("/second-factor/")
    assert chief.post("/api/v1/auth/ticket/").status_code == 403
    sent = {"username": "chief", "password": make.PASSWORD}
    assert APIClient().post("/api/v1/auth/token/", sent, format="json").status_code == 403


def test_a_program_needs_the_code_too(enrolled):
    device, _codes = enrolled
    sent = {"username": "duty", "password": make.PASSWORD}
    client = APIClient()
    assert client.post("/api/v1/auth/token/", sent, format="json").status_code == 422
    assert client.post("/api/v1/auth/token/", {**sent, "code": "000000"}, format="json").status_code == 401
    time.sleep(1.1)  # the pause after a wrong code
    assert client.post("/api/v1/auth/token/", {**sent, "code": code_of(device, 1)}, format="json").status_code == 200


def test_only_the_security_administrator_removes_a_lost_factor(enrolled, duty, county):
    system = make.user(Role.SYSTEM_ADMIN, at=county[0])
    security = make.user(Role.SECURITY_ADMIN, at=county[0])
    with pytest.raises(PermissionDenied):
        factor_remove(user=duty, reason="手机丢失", actor=system)
    factor_remove(user=duty, reason="手机丢失", actor=security)
    assert not StaticToken.objects.exists()
    with pytest.raises(ConflictError):
        factor_remove(user=duty, reason="again", actor=security)


# --- Language and type size ---------------------------------------------------------------------------------------


def test_the_settings_of_the_device_can_be_seen_before_signing_in_and_those_of_the_person_after(client, browser):
    before, after = client.get("/preferences/").content.decode(), browser.get("/preferences/").content.decode()
    assert "/password/" not in before
    assert "/password/" in after


def test_the_choice_before_signing_in_is_kept_on_the_device(client):
    answer = client.post("/preferences/", {"language": "en", "next": "/login/?next=/map/"})
    assert answer["Location"] == "/login/?next=/map/"
    assert '<html lang="en"' in client.get("/login/").content.decode()
    client.post("/preferences/", {"large_type": "1"})
    assert "data-large-type" in client.get("/login/").content.decode()


def test_the_persons_own_language_comes_before_cookie_and_header(browser, duty):
    browser.post("/preferences/", {"language": "en", "large_type": "1"})
    duty.refresh_from_db()
    assert (duty.language, duty.large_type) == ("en", True)
    browser.cookies[platform.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = browser.get(PAGE, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert '<html lang="en"' in page
    assert "data-large-type" in page


@pytest.mark.parametrize("sent", [{"language": "xx"}, {"large_type": "perhaps"}, {}])
def test_a_choice_that_is_none_changes_nothing(browser, duty, sent):
    assert browser.post("/preferences/", {**sent, "next": "https://evil.example/"})["Location"] == "/"
    duty.refresh_from_db()
    assert (duty.language, duty.large_type) == ("zh-hans", False)
