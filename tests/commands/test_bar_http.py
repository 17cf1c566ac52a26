"""The bar over HTTP: echo writes nothing, a second Enter is the first one's answer, undo, own words, pages (R-H2)."""

import pytest
from django.core.management import call_command

from command_center.commands.services import alias_drop, alias_save, aliases_reset
from command_center.models import CommandAlias
from core.errors import NotFoundError, PermissionDenied, UnprocessableError
from incidents.dispatch.models import Dispatch
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db


def _post(client, path, body, key=""):
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post(path, body, content_type="application/json", **headers)


def test_echo_writes_nothing_and_enter_twice_is_one_order(scene, signed_in):
    client = signed_in(scene.officer)
    before = Event.objects.count()
    reading = _post(client, "/command/echo/", {"line": "派 1 消1"}).json()
    assert reading["state"] == "ready" and Event.objects.count() == before
    body = {"line": "派 1 消1", "picks": {}, "shown": reading["text"]}
    first = _post(client, "/command/run/", body, "k1")
    second = _post(client, "/command/run/", body, "k1")
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json() and second["Idempotency-Replayed"] == "true"
    assert Dispatch.objects.count() == 1
    undone = _post(client, "/command/undo/", {"undo": first.json()["undo"]})
    assert undone.status_code == 200 and Dispatch.objects.get().status == "undone"


def test_a_line_that_is_not_whole_is_answered_with_its_reading(scene, signed_in):
    answer = _post(signed_in(scene.officer), "/command/run/", {"line": "派 1", "picks": {}})
    assert answer.status_code == 422 and answer.json()["reading"]["state"] == "partial"


@pytest.mark.parametrize("body", [{}, {"line": 3}, {"line": "x" * 20_000}, {"line": "x", "picks": []}, [1]])
def test_what_is_no_line_is_refused_in_words(scene, signed_in, body):
    status = _post(signed_in(scene.officer), "/command/echo/", body).status_code
    assert status == (200 if body == {} or body == [1] else 422)


@pytest.mark.parametrize("seal", ["", "x", "a:b:c", None, 3])
def test_a_broken_seal_undoes_nothing(scene, signed_in, seal):
    assert _post(signed_in(scene.officer), "/command/undo/", {"undo": seal}).status_code in (409, 422)


def test_own_words_come_before_the_centres_and_neither_replaces_a_command(scene, bar):
    alias_save(word="火警", meaning="派 1 消1", place=scene.place, actor=scene.officer)
    assert "消-01" in bar.echo("火警", scene.officer).text
    assert "消-01" not in bar.echo("火警", make.user("duty_officer", make.county("别县")[0])).text
    alias_save(word="火警", meaning="派 1 急2", actor=scene.officer)
    text = bar.echo("火警", scene.officer).text
    assert "医-02" in text and "消-01" not in text
    assert aliases_reset(actor=scene.officer) == 1
    assert "消-01" in bar.echo("火警", scene.officer).text
    assert Event.objects.filter(kind="command.word_set").count() == 1


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("派", "记 1"),
        ("d", "记 1"),
        ("两 词", "记 1"),
        ("3火", "记 1"),
        ("", "记 1"),
        ("火", ""),
        ("火", "山洪"),
        ("火", "水 1"),
    ],
)
def test_a_word_that_collides_or_means_no_command_is_refused(scene, word, meaning):
    with pytest.raises(UnprocessableError):
        alias_save(word=word, meaning=meaning, actor=scene.officer)
    assert not CommandAlias.objects.exists()


def test_the_centres_words_are_kept_by_those_who_decide_grades(scene):
    with pytest.raises(PermissionDenied):
        alias_save(word="火", meaning="派 1", place=scene.place, actor=scene.reporter)
    mine = alias_save(word="火", meaning="派 1", actor=scene.reporter)
    with pytest.raises(NotFoundError):
        alias_drop(alias=mine.pk, actor=scene.officer)
    alias_drop(alias=mine.pk, actor=scene.reporter)


def test_the_page_of_words_keeps_refuses_and_drops(scene, signed_in):
    client = signed_in(scene.officer)
    assert client.post("/settings/commands/", {"word": "火", "meaning": "派 1 消1", "whose": "mine"}).status_code == 302
    refused = client.post("/settings/commands/", {"word": "派", "meaning": "记 1", "whose": "centre"})
    assert refused.status_code == 422 and "派" in refused.content.decode()
    alias = CommandAlias.objects.get()
    assert "火" in client.get("/settings/commands/").content.decode()
    client.post("/settings/commands/", {"act": "drop", "pk": alias.pk, "whose": "mine"})
    assert not CommandAlias.objects.exists()
    client.post("/settings/commands/", {"word": "水", "meaning": "派 1 消1", "whose": "centre"})
    assert CommandAlias.objects.get().jurisdiction == scene.place
    client.post("/settings/commands/", {"act": "reset", "whose": "centre"})
    assert not CommandAlias.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "派队伍处置事件"), ("en", "Order teams to an incident")])
def test_the_card_of_keys_has_all_of_them_in_both_languages(scene, signed_in, language, words):
    call_command("catalogue", verbosity=0)
    scene.officer.language = language
    scene.officer.save()
    client = signed_in(scene.officer, headers={"accept-language": language})
    card = client.get("/help/keys/").content.decode()
    assert words in card and "Ctrl+K" in card and ("按回车后" in card) == (language == "zh-hans")
    grammar = client.get("/help/commands/").content.decode()
    assert words in grammar and "<html" not in grammar
