"""Handing a report over: the owner stays until the other unit accepts, and the clock goes along (R-A4)."""

import pytest
from django.core.exceptions import PermissionDenied

from clocks.models import Deadline
from core.errors import ConflictError
from incidents.reports.selectors import report_get
from incidents.reports.services import report_accept, report_hand_over, report_reject, report_verify
from tests.factories import organizations as make
from tests.factories import reports as filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(county):
    """(duty officer of the county, duty officer next door, the unit next door)."""
    there = make.jurisdiction(at=(110, 30), name="邻县")
    return filed.officer(county[0]), filed.officer(there, unit=make.unit(there)), there.units.get()


def owed(report):
    return Deadline.objects.get(kind="report.verify", subject=f"report:{report.pk}", met_at=None, cancelled_at=None)


def test_an_offer_moves_nothing_and_acceptance_moves_all(two):
    here, there, unit = two
    report = filed.report(here)
    owner = report.owner_unit
    report_hand_over(report=report, to=unit, note="在贵县境内", actor=here)
    assert report_get(pk=report.pk, actor=there).owner_unit == owner
    with pytest.raises(PermissionDenied):
        report_accept(report=report, actor=here)
    report_accept(report=report, actor=there)
    report.refresh_from_db()
    assert (report.owner_unit, owed(report).owner_unit) == (unit, unit)
    assert report_verify(report=report, actor=here).status == "verified"  # its own place still reaches it


def test_a_decided_report_is_neither_offered_nor_left_on_offer(two):
    here, there, unit = two
    report = filed.report(here)
    report_hand_over(report=report, to=unit, actor=here)
    report_reject(report=report, reason="误报", actor=here)
    report.refresh_from_db()
    assert report.handover_to is None
    assert not Deadline.objects.filter(met_at=None, cancelled_at=None).exists()
    with pytest.raises(ConflictError):
        report_accept(report=report, actor=there)
    with pytest.raises(ConflictError):
        report_hand_over(report=report, to=unit, actor=here)


def test_the_api_offers_declines_and_withdraws(two, token_client):
    here, there, unit = two
    report = filed.report(here)
    url = f"/api/v1/reports/{report.pk}/handover/"
    mine, theirs = token_client(here), token_client(there)
    assert mine.post(url, {"action": "offer", "to": 987654}, format="json").status_code == 422
    assert mine.post(url, {"action": "offer", "to": unit.pk}, format="json").json()["handover_to"]["id"] == unit.pk
    assert theirs.post(url, {"action": "decline", "reason": "不在我县"}, format="json").json()["handover_to"] is None
    assert mine.post(url, {"action": "withdraw"}, format="json").status_code == 409
    mine.post(url, {"action": "offer", "to": unit.pk}, format="json")
    assert mine.post(url, {"action": "withdraw"}, format="json").json()["handover_to"] is None
    assert mine.post(url, {"action": "explode"}, format="json").status_code == 422


def test_the_page_offers_and_the_other_side_answers_there(two, signed_in):
    here, there, unit = two
    report = filed.report(here)
    url = f"/reports/{report.pk}/"
    mine, theirs = signed_in(here), signed_in(there)
    assert mine.post(f"{url}offer/", {"to": ""}).status_code == 422
    assert mine.post(f"{url}offer/", {"to": str(unit.pk), "note": "在贵县"}).status_code == 302
    assert f"{url}accept/" in theirs.get(url).content.decode()
    assert theirs.post(f"{url}decline/", {"reason": "不在我县"})["Location"] == "/reports/"
    mine.post(f"{url}offer/", {"to": str(unit.pk)})
    assert theirs.post(f"{url}accept/").status_code == 302
    report.refresh_from_db()
    assert report.owner_unit == unit
