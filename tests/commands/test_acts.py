"""What a line does, for whom, and how it is taken back (R-C3, R-C7, R-H2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from command_center.commands.run import seal, take_back
from core.errors import ConflictError, UnprocessableError
from incidents.dispatch.models import Dispatch
from incidents.response.models import LogEntry
from tests.factories import organizations as make
from tests.factories import response
from tests.factories.teams import team
from timeline.models import Event

pytestmark = pytest.mark.django_db


def test_two_teams_are_ordered_by_one_line_and_the_order_is_taken_back(scene, bar):
    line = "派 1 消1 急2：搜救"
    reading = bar.echo(line, scene.officer)
    assert reading.state == "ready"
    assert all(part in reading.text for part in ("玉山村山洪", "消-01", "医-02", "搜救"))
    assert Dispatch.objects.count() == 0
    done = bar.run(line, scene.officer)
    assert list(Dispatch.objects.order_by("team_id").values_list("team", "task")) == [
        (scene.fire.pk, "搜救"),
        (scene.medics.pk, "搜救"),
    ]
    bar.undo(done, scene.officer)
    assert set(Dispatch.objects.values_list("status", flat=True)) == {"undone"}


def test_a_team_that_cannot_go_is_named_before_and_the_others_go(scene, bar):
    bar.run("派 1 消1", scene.officer)
    reading = bar.echo("d 1 x1 急2", scene.officer)
    assert reading.state == "ready"
    assert "消-01" in reading.warning and "消-01" not in reading.text
    bar.run("d 1 x1 急2", scene.officer)
    assert Dispatch.objects.count() == 2
    assert bar.echo("派 1 消1", scene.officer).state == "refused"


def test_the_status_goes_along_the_ladder_and_only_along_it(scene, bar):
    bar.run("派 1 消1", scene.officer)
    assert bar.echo("状 消1 撤", scene.officer).state == "refused"
    bar.run("状 Fire Team 1 er", scene.officer)
    done = bar.run("s x1 os", scene.leader)
    order = Dispatch.objects.get()
    assert order.status == "on_scene" and done.undo is None
    bar.run("状 消1 待命", scene.officer)
    order.refresh_from_db()
    assert order.status == "ended"


def test_what_needs_a_reason_leads_to_where_it_is_given(scene, bar):
    bar.run("派 1 消1", scene.officer)
    declined = bar.echo("状 消1 拒绝", scene.officer)
    off = bar.echo("状 急2 停用", scene.officer)
    assert (declined.state, declined.url) == ("go", f"/dispatch/incident/{scene.incident.number}/")
    assert (off.state, off.url) == ("go", f"/teams/{scene.medics.pk}/")


def test_a_free_team_is_given_its_readiness_and_the_former_one_back(scene, bar):
    done = bar.run("状 急2 休整", scene.officer)
    scene.medics.refresh_from_db()
    assert scene.medics.readiness == "resting"
    bar.undo(done, scene.officer)
    scene.medics.refresh_from_db()
    assert scene.medics.readiness == "standby"
    assert bar.echo("状 急2 待命", scene.officer).state == "refused"
    assert bar.echo("状 急2 到", scene.officer).state == "refused"


def test_a_note_is_written_as_typed_and_struck_by_its_undo(scene, bar):
    done = bar.run("记 1 水位上涨30cm，仍在涨", scene.officer)
    entry = LogEntry.objects.get()
    assert entry.text == "水位上涨30cm，仍在涨"
    bar.undo(done, scene.officer)
    assert LogEntry.objects.get(strikes=entry).kind == "correction"
    with pytest.raises(ConflictError):
        bar.undo(done, scene.officer)


def test_a_grade_needs_its_reason_and_can_be_undone_only_while_nobody_else_came(scene, bar):
    assert bar.echo("级 1 II", scene.officer).state == "partial"
    with pytest.raises(UnprocessableError):
        bar.run("级 1 II", scene.officer)
    assert bar.run("级 1 III 房屋进水", scene.officer).undo is None  # there was no grade to go back to
    done = bar.run("lv 1 2 people trapped", scene.officer)
    bar.undo(done, scene.officer)
    scene.incident.refresh_from_db()
    assert scene.incident.grade == 3
    again = bar.run("级 1 II 被困", scene.officer)
    bar.run("级 1 I 溃坝", scene.officer)
    with pytest.raises(ConflictError):
        bar.undo(again, scene.officer)


def test_an_incident_is_closed_with_how_it_ended_and_not_while_teams_are_out(scene, bar):
    bar.run("派 1 消1", scene.officer)
    assert bar.echo("结 1 已处置", scene.officer).state == "refused"
    bar.run("状 消1 到", scene.officer)
    bar.run("状 消1 结束", scene.officer)
    done = bar.run("x 1 dealt with", scene.officer)
    scene.incident.refresh_from_db()
    assert (scene.incident.status, scene.incident.disposition) == ("closed", "dealt with")
    assert bar.echo("派 1 急2", scene.officer).state == "refused"
    bar.undo(done, scene.officer)
    scene.incident.refresh_from_db()
    assert scene.incident.status == "handling"


@pytest.mark.parametrize("line", ["派 1 消1", "记 1 x", "级 1 II x", "结 1 x", "状 急2 休整"])
@pytest.mark.parametrize("who", ["reporter", "auditor"])
def test_who_has_no_such_button_has_no_such_line(scene, bar, line, who):
    actor = getattr(scene, who)
    before = Event.objects.count()
    assert bar.echo(line, actor).state == "refused"
    with pytest.raises(UnprocessableError):
        bar.run(line, actor)
    assert Event.objects.count() == before


def test_what_is_out_of_reach_reads_as_not_there(scene, bar):
    other, *_rest = make.county("别县")
    there = response.incident(jurisdiction=other, title="别县火灾")
    foreign = team(other, code="远-07", name="远方队")
    stranger = make.user("duty_officer", other)
    missing = bar.echo("记 999 x", scene.officer).text.replace("999", "1")
    assert bar.echo("记 1 x", make.user("duty_officer", make.county("空县")[0])).text == missing
    assert bar.echo(f"记 {there.number} x", scene.officer).state == "refused"
    assert foreign.name not in bar.echo("派 1 远7", scene.officer).text
    assert there.title in bar.echo(f"记 {int(there.number[-4:])} x", stranger).text


def test_a_number_of_two_incidents_asks_and_does_nothing_until_one_is_chosen(scene, bar):
    city = make.jurisdiction(level="city", name="大市")
    a, b = (make.jurisdiction(city, name=name, code=code) for name, code in (("东县", "771101"), ("西县", "771102")))
    first, second = (
        response.incident(jurisdiction=a, title="东县山洪"),
        response.incident(jurisdiction=b, title="西县山洪"),
    )
    officer = make.user("duty_officer", city)
    reading = bar.echo("记 1 水位", officer)
    assert reading.state == "choose" and {one.value for one in reading.choices} == {str(first.pk), str(second.pk)}
    with pytest.raises(UnprocessableError):
        bar.run("记 1 水位", officer)
    bar.run("记 1 水位", officer, picks={reading.slot: str(second.pk)})
    assert LogEntry.objects.get().incident == second
    stale = {reading.slot: str(scene.incident.pk)}  # not among the choices: still asks
    assert bar.echo("记 1 水位", officer, **stale).state == "choose"


def test_a_word_of_two_teams_asks_and_open_incidents_hide_closed_ones(scene, bar):
    team(scene.place, code="消-02", name="消防二中队")
    reading = bar.echo("派 1 消", scene.officer)
    assert reading.state == "choose" and len(reading.choices) == 2
    with pytest.raises(UnprocessableError):
        bar.run("派 1 消", scene.officer)
    assert bar.echo("派 1 消", scene.officer, **{reading.slot: str(scene.fire.pk)}).state == "ready"


def test_nothing_is_done_when_the_line_reads_differently_by_now(scene, bar):
    shown = bar.echo("派 1 消1", scene.officer).text
    scene.fire.name = "改名队"
    scene.fire.save()
    with pytest.raises(ConflictError):
        bar.run("派 1 消1", scene.officer, shown=shown)
    assert Dispatch.objects.count() == 0


def test_only_its_author_undoes_and_only_for_ten_seconds(scene, bar, monkeypatch):
    done = bar.run("记 1 x", scene.officer)
    with pytest.raises(ConflictError):
        bar.undo(done, scene.officer, by=scene.auditor)
    late = (timezone.now() - timedelta(seconds=60)).timestamp()
    with monkeypatch.context() as past:
        past.setattr("django.core.signing.time.time", lambda: late)
        sealed = seal(done.undo, actor=scene.officer)
    with pytest.raises(ConflictError):
        take_back(sealed, actor=scene.officer)


def test_calls_are_refused_openly_and_words_without_a_verb_are_searched(scene, bar):
    assert bar.echo("呼 玉山村 支书", scene.officer).state == "refused"
    found = bar.echo("山洪", scene.officer)
    assert found.state == "go" and found.url.startswith("/search/")
    assert any(one.url.endswith(f"{scene.incident.number}/") for one in found.choices)
    assert bar.echo("图 玉山村", scene.officer).url.startswith("/map/?c=30.9")
    assert bar.echo("图 1", scene.officer).state == "refused"  # this incident has no place
    assert bar.echo("续 1", scene.officer).state == "go"
    assert bar.echo("?", scene.officer).state == "help"


def test_a_number_is_named_while_the_rest_is_still_being_typed(scene, bar):
    assert "玉山村山洪" in bar.echo("派 1", scene.officer).text
    assert bar.echo("派", scene.officer).state == bar.echo("派 火", scene.officer).state == "partial"
    assert bar.echo("派 88", scene.officer).state == "refused"
    assert bar.echo("", scene.officer).state == "partial"
