"""Grade, units involved, tags and the questions of a type: typed at the intake, carried into the incident (R-B1, R-B4)."""

import pytest

from core.errors import UnprocessableError
from incidents.reports.models import Report
from incidents.reports.selectors import ReportFilter, report_list, units_matching
from incidents.reports.services import report_verify
from incidents.response.labels import split_names, split_tags
from incidents.response.models import EventType, Incident
from incidents.response.selectors import IncidentFilter, incidents_list, prompts_for
from incidents.response.vocabulary import load
from tests.factories import organizations as make
from tests.factories import reports as filed
from tests.reports.test_pages import PART, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return filed.officer(county[0])


@pytest.fixture
def client(duty, signed_in):
    filed.event_type("10106")
    return signed_in(duty)


def test_names_and_labels_are_split_as_people_type_them():
    assert split_tags("夜间 学校旁，#夜间、 ＡＢ") == ["夜间", "学校旁", "AB"]
    assert split_names("县水利局、 县消防救援大队；红十字会, ") == ["县水利局", "县消防救援大队", "红十字会"]


def test_what_is_chosen_at_the_intake_is_in_the_incident_it_opens(client, county, duty):
    unit = make.unit(county[0], name="县水利局甲")
    answer = client.post("/reports/new/", typed(chosen_grade="2", tags="夜间 学校旁", involved="县水利局甲、过路车队"))
    report = Report.objects.get()
    assert answer.status_code == 302
    assert (report.chosen_grade, report.tags) == (2, ["夜间", "学校旁"])
    assert [(one["unit"], one["name"]) for one in report.involved] == [(unit.pk, "县水利局甲"), (None, "过路车队")]
    assert "过路车队" in text(client.get(f"/reports/{report.pk}/"))
    incident = report_verify(report=report, actor=duty).incident
    assert (incident.grade, incident.tags, incident.involved) == (2, report.tags, report.involved)


def test_a_second_call_adds_its_labels_and_takes_none_away(client, duty):
    first, second = (
        filed.report(duty, tags=("夜间",)),
        filed.report(duty, tags=("学校旁", "夜间"), involved=("民兵连",)),
    )
    incident = report_verify(report=first, actor=duty).incident
    report_verify(report=second, incident=incident, actor=duty)
    incident = Incident.objects.get()
    assert incident.tags == ["夜间", "学校旁"]
    assert [one["name"] for one in incident.involved] == ["民兵连"]


def test_lists_are_narrowed_by_a_tag(client, duty):
    report = filed.report(duty, tags=("夜间",))
    filed.report(duty)
    report_verify(report=report, actor=duty)
    assert [one.pk for one in report_list(filters=ReportFilter(tag="夜间"), actor=duty)] == [report.pk]
    assert incidents_list(filters=IncidentFilter(tag="夜间"), actor=duty).count() == 1
    assert incidents_list(filters=IncidentFilter(tag="白天"), actor=duty).count() == 0


def test_labels_too_long_are_refused_at_their_field(duty):
    with pytest.raises(UnprocessableError) as refusal:
        filed.report(duty, tags=("长" * 21,), chosen_grade=7)
    assert set(refusal.value.errors) == {"tags", "chosen_grade"}


def test_units_are_found_by_initials_those_of_the_own_county_first(county, duty):
    near, far = make.unit(county[0], name="消防大队"), make.unit(make.jurisdiction(), name="消防大队二")
    found = units_matching("xfdd", actor=duty)
    assert [unit.pk for unit in found][:2] == [near.pk, far.pk]


def test_a_unit_two_places_have_by_the_same_name_is_kept_as_words(county, duty):
    make.unit(county[0], name="应急办")
    make.unit(make.jurisdiction(), name="应急办")
    assert filed.report(duty, involved=("应急办",)).involved == [{"unit": None, "name": "应急办", "name_en": ""}]


def test_the_questions_of_the_type_are_beside_the_form_and_may_be_edited(client, duty):
    EventType.objects.filter(pk="10106").update(prompts="沟口住了多少户\n是否断流", prompts_en="")
    page = text(client.post("/reports/check/", typed(), **PART))
    assert "沟口住了多少户" in page and page.count("<li>是否断流") == 1


def test_questions_are_seeded_once_and_a_type_without_any_asks_those_of_its_group():
    load()
    assert EventType.objects.exclude(prompts="").count() >= 20
    EventType.objects.exclude(pk="10000").update(prompts="")
    load()
    child = EventType.objects.select_related("parent").get(pk="10110")
    assert prompts_for(child) == EventType.objects.get(pk="10000").prompts.splitlines()
