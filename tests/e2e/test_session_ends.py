"""A session that ends takes nothing away: the page stays, the text stays, and what was asked is asked again."""

import pytest

pytestmark = pytest.mark.e2e


def end_session(person):
    person.context.clear_cookies(name="sessionid")


def sign_in_again(person, password="Demo-admin-2026"):
    """In the dialog; the account is already filled in, because this device knows it."""
    person.page.wait_for_selector("dialog[open] [name=password]")
    assert person.page.input_value("dialog[open] [name=username]") == "admin"
    person.page.fill("dialog[open] [name=password]", password)
    person.page.press("dialog[open] [name=password]", "Enter")


def forgive(person):
    """The browser itself logs every 401 and 422 as an error; these were asked for."""
    person.complaints[:] = [text for text in person.complaints if "status of 4" not in text and "Code 4" not in text]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_part_of_the_page_waits_for_the_dialog_and_is_then_answered(visit, language):
    person = visit("admin", language)
    page = person.open("/imports/")
    page.set_input_files("#id_file", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"code,name\n1,x\n"})
    end_session(person)
    page.click("button[value=try]")
    sign_in_again(person, "wrong")
    page.wait_for_selector("[data-again-error]:not([hidden])")
    assert page.locator("dialog[open]").count() == 1
    sign_in_again(person)
    page.wait_for_selector("#import-result table")
    assert page.locator("dialog[open]").count() == 0
    forgive(person)


def test_a_fetch_is_sent_again_with_the_new_token(visit):
    person = visit("admin")
    page = person.open("/preferences/")
    end_session(person)
    page.evaluate(
        """() => { window.answer = fetch('/api/v1/auth/ticket/', {method: 'POST', headers: {
            'X-CSRFToken': JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']}}).then((a) => a.status) }"""
    )
    sign_in_again(person)
    assert page.evaluate("window.answer") == 200
    forgive(person)


def test_a_whole_form_sent_too_late_can_be_sent_again(visit):
    person = visit("admin")
    page = person.open("/people/new/")
    page.fill("[name=full_name]", "未保存·𠮷")
    end_session(person)
    page.evaluate("document.querySelector('main form').submit()")
    page.wait_for_selector("[data-kept]")
    assert page.input_value("textarea[name=full_name]") == "未保存·𠮷"
    page.click("[data-sign-in-here]")
    sign_in_again(person)
    page.wait_for_selector("dialog[open]", state="detached")
    page.click("main form button[type=submit]")
    page.wait_for_selector("[data-error-summary]")
    assert page.input_value("[name=full_name]") == "未保存·𠮷"
    forgive(person)


def test_a_second_tab_from_before_the_sign_in_goes_on_without_a_word(visit):
    person = visit("admin")
    page = person.open("/imports/")
    page.set_input_files("#id_file", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"code,name\n1,x\n"})
    other = person.context.new_page()
    person.context.clear_cookies(name="sessionid")
    other.goto(person.site.url("/login/"))
    other.fill("[name=username]", "admin")
    other.fill("[name=password]", "Demo-admin-2026")
    other.press("[name=password]", "Enter")
    other.wait_for_url(lambda url: "/login/" not in url)
    page.bring_to_front()
    page.click("button[value=try]")
    page.wait_for_selector("#import-result table")
    assert page.locator("dialog[open], .toast-error").count() == 0
    forgive(person)
