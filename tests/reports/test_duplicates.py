"""Possible duplicates: near, at the same time, of one kind, in like words; each with its reasons (R-B5)."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from incidents.reports.likeness import likeness, pairs
from incidents.reports.selectors import Like, like_report, nearby_counts, possible_duplicates
from incidents.reports.services import report_reject, report_verify
from incidents.response.services import incident_change_status
from tests.factories import organizations as make
from tests.factories import reports as filed

HERE, NEAR, FAR = (103.6, 30.9), (103.603, 30.901), (103.7, 31.0)
TEXT = "玉山村三组山洪冲断道路，两人被困。"


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("玉山村发生山洪，道路被冲断", "玉山村山洪冲断道路", 0.5, 1.0),
        ("玉山村发生山洪，道路被冲断", "化工厂仓库起火", 0.0, 0.05),
        ("Warehouse fire on Main Street", "fire at the warehouse, main st.", 0.5, 1.0),
        ("玉山村", "玉山村", 1.0, 1.0),
        ("", "玉山村", 0.0, 0.0),
    ],
)
def test_likeness_reads_chinese_and_english(a, b, least, most):
    assert least <= likeness(pairs(a), pairs(b)) <= most


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


@pytest.mark.django_db
def test_a_near_report_of_the_same_thing_is_found_with_reasons(duty):
    known = filed.report(duty, location=HERE)
    like = Like("山洪把三组的路冲断了，有人被困", "", "", NEAR, "10106", timezone.now())
    with translation.override("en"):
        (found,) = possible_duplicates(like, actor=duty)
    assert (found.kind, found.id) == ("report", known.pk)
    assert any("m away" in reason for reason in found.reasons)
    assert "same type" in found.reasons
    assert any("alike" in reason for reason in found.reasons)


@pytest.mark.django_db
def test_another_kind_far_away_is_not_a_duplicate(duty):
    filed.report(
        duty, location=FAR, event_type=filed.event_type("20601").pk, title="厂房起火", description="化工厂仓库起火"
    )
    assert possible_duplicates(Like(TEXT, "", "", HERE, "10106", timezone.now()), actor=duty) == []


@pytest.mark.django_db
def test_words_alone_are_enough_where_no_place_is_known(duty):
    known = filed.report(duty, location=None)
    found = possible_duplicates(Like("玉山村三组山洪，路断了，两人被困", at=timezone.now()), actor=duty)
    assert [one.id for one in found] == [known.pk]


@pytest.mark.django_db
def test_a_report_is_not_its_own_duplicate(duty):
    report = filed.report(duty, location=HERE)
    assert possible_duplicates(like_report(report), actor=duty) == []


@pytest.mark.django_db
def test_incidents_are_found_also_when_just_closed_and_rejected_reports_are_not(duty):
    report = report_verify(report=filed.report(duty, location=HERE), actor=duty)
    incident_change_status(incident=report.incident, to="closed", reason="已处置", actor=duty)
    report_reject(report=filed.report(duty, location=HERE), reason="误报", actor=duty)
    found = possible_duplicates(Like(TEXT, "", "", NEAR, "10106", timezone.now()), actor=duty)
    assert {(one.kind, one.id) for one in found} == {("incident", report.incident_id), ("report", report.pk)}
    assert {one.incident for one in found} == {report.incident_id}


@pytest.mark.django_db
def test_yesterdays_event_is_not_offered(duty):
    old = timezone.now() - timedelta(days=2)
    filed.report(duty, location=HERE, occurred_at=old, received_at=old)
    assert possible_duplicates(Like(TEXT, "", "", HERE, "10106", timezone.now()), actor=duty) == []


@pytest.mark.django_db
def test_nothing_out_of_reach_is_offered(duty):
    filed.report(duty, location=HERE)
    other = make.jurisdiction(at=(110, 30))
    make.unit(other)
    assert possible_duplicates(Like(TEXT, "", "", HERE, "10106", timezone.now()), actor=filed.officer(other)) == []


@pytest.mark.django_db
def test_the_queue_counts_what_lies_near(duty):
    first, second = filed.report(duty, location=HERE), filed.report(duty, location=NEAR)
    alone = filed.report(duty, location=FAR)
    assert nearby_counts([first, second, alone], actor=duty) == {first.pk: 1, second.pk: 1, alone.pk: 0}
