"""Drill ground: which database is one, what is left out of it, and how every surface says so (R-G4)."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from clocks.models import Pulse
from command_center.drill import middleware
from command_center.drill.models import Ground
from command_center.drill.services import AFFAIRS, ground_make_drill
from core.errors import ConflictError
from incidents.reports.models import Report
from incidents.response.models import Incident
from incidents.response.services.opening import number_prefix
from organizations.models import Jurisdiction, User
from resources.teams.models import Readiness, Team
from tests.factories import dispatch, reports
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db
OURS = (
    "clocks", "command_center", "dispatch", "files", "organizations", "places", "plots", "reports", "reserves", "response",
    "shelters", "supply", "teams", "timeline",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_has_looked_yet():
    middleware._agreed.clear()
    yield
    middleware._agreed.clear()


@pytest.fixture
def drill(settings):
    """A process whose settings say DRILL."""
    settings.DRILL = True


def test_every_kind_of_row_is_an_affair_or_is_kept():
    known = {model._meta.label for label in OURS for model in apps.get_app_config(label).get_models()}
    known.add("sessions.Session")
    assert known >= AFFAIRS
    assert known - AFFAIRS == KEPT


def test_a_copy_of_the_live_database_loses_its_affairs_and_keeps_people_places_and_teams(county, drill):
    place = county[0]
    officer = make.user("duty_officer", place)
    order = dispatch.order(place, actor=officer)
    reports.report(officer, jurisdiction=place.code)
    team = order.team
    assert Event.objects.exists()
    gone = ground_make_drill()
    assert gone > 3
    assert not (Event.objects.exists() or Incident.objects.exists() or Report.objects.exists())
    assert Team.objects.get(pk=team.pk).readiness == Readiness.STANDBY
    assert User.objects.filter(pk=officer.pk).exists()
    assert Jurisdiction.objects.filter(pk=place.pk).exists()
    assert Ground.objects.get().is_drill
    again = reports.report(officer, jurisdiction=place.code)
    assert again.number.endswith("R0001"), "the drill counts its own reports"
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_event")


def test_live_settings_never_empty_a_database(county):
    reports.report(make.user("duty_officer", county[0]), jurisdiction=county[0].code)
    with pytest.raises(ConflictError):
        ground_make_drill()
    assert Report.objects.count() == 1


def test_a_database_that_a_site_is_running_on_is_left_alone(drill):
    Pulse.objects.create(component="worker", beat_at=timezone.now())
    with pytest.raises(ConflictError):
        ground_make_drill()


def test_drill_ground_is_made_once(drill):
    ground_make_drill()
    with pytest.raises(ConflictError):
        ground_make_drill()


def test_the_command_wants_the_databases_own_name(drill):
    with pytest.raises(CommandError):
        call_command("drill", "--yes", "another", stdout=StringIO())
    assert not Ground.objects.exists()
    call_command("drill", "--yes", connection.settings_dict["NAME"], stdout=StringIO())
    assert Ground.objects.get().is_drill


def test_a_drill_site_on_a_live_database_serves_nothing(client, drill):
    answer = client.get("/login/")
    assert answer.status_code == 503
    assert client.get("/api/v1/incidents/").json()["status"] == 503
    assert client.get("/healthz").status_code == 200


def test_a_live_site_on_drill_ground_serves_nothing(client):
    Ground.objects.create(pk=1)
    assert client.get("/login/").status_code == 503


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ["/duty/", "/map/", "/wall/", "/incidents/", "/dispatch/", "/r/", "/login/"])
def test_every_surface_says_that_it_is_a_drill(address, language, county, drill, signed_in):
    Ground.objects.create(pk=1)
    person = make.user("duty_officer", county[0], language=language)
    client = signed_in(person, HTTP_ACCEPT_LANGUAGE=language)
    if address == "/login/":
        client.logout()
    answer = client.get(address, follow=True)
    text = answer.content.decode()
    word = "DRILL" if language == "en" else "演练"
    assert f"<title>【{word}】" in text
    assert "band-drill" in text
    assert "drill.css" in text
    assert "data-drill" in text
    assert answer["X-Drill"] == "true"


def test_a_live_site_says_nothing_of_drills(county, signed_in):
    answer = signed_in(make.user("duty_officer", county[0])).get("/duty/")
    assert "X-Drill" not in answer
    assert "band-drill" not in answer.content.decode()


def test_numbers_of_a_drill_cannot_be_taken_for_real_ones(settings):
    assert number_prefix("510181000000") == "510181"
    settings.DRILL = True
    assert number_prefix("510181000000") == "D510181"


KEPT = {
    "clocks.Limit",
    "command_center.CommandAlias",
    "command_center.Ground",
    "command_center.SearchName",
    "command_center.Wall",
    "dispatch.CapabilityNeed",
    "organizations.ApprovalRule",
    "organizations.Jurisdiction",
    "organizations.Membership",
    "organizations.PersonSetting",
    "organizations.Unit",
    "organizations.User",
    "places.BasemapFeature",
    "places.Place",
    "reserves.Account",
    "reserves.Agreement",
    "reserves.Alternative",
    "reserves.Category",
    "reserves.Check",
    "reserves.Count",
    "reserves.CountLine",
    "reserves.Item",
    "reserves.KitContent",
    "reserves.Loan",
    "reserves.Lot",
    "reserves.Measure",
    "reserves.Movement",
    "reserves.Pack",
    "reserves.Proof",
    "reserves.Reservation",
    "reserves.Scrap",
    "reserves.StockLimit",
    "reserves.Transfer",
    "reserves.TransferLine",
    "reserves.Warehouse",
    "response.EventType",
    "response.TypePattern",
    "shelters.AreaNorm",
    "shelters.Entrance",
    "shelters.FacilityKind",
    "shelters.Shelter",
    "shelters.ShelterFacility",
    "supply.LogisticsSite",
    "supply.Norm",
    "supply.Roadblock",
    "supply.SecondRole",
    "supply.SupplyVehicle",
    "teams.Capability",
    "teams.Team",
    "teams.TeamAbility",
    "teams.TeamMember",
    "teams.Vehicle",
}
