"""`manage.py demo`: the accounts of the contract, a shift under way, twice the same, and never where DEBUG is off."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from command_center.demo.load import demo_load
from command_center.models import Wall
from core.errors import ConflictError
from incidents.dispatch.models import Dispatch
from incidents.reports.models import Report, ReportStatus
from incidents.response.models import Incident, Status
from organizations import access
from organizations.models import Jurisdiction, Unit, User
from organizations.roles import Permission
from resources.places.models import BasemapFeature, Place
from resources.teams.models import Team, TeamAbility
from timeline.models import Event

ACCOUNTS = (
    "duty",
    "leader",
    "commander",
    "reporter",
    "grid",
    "keeper",
    "publisher",
    "city",
    "neighbour",
    "auditor",
    "admin",
)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_account_of_the_contract_signs_in_with_its_password(loaded, name, rf):
    user = User.objects.get(username=name)
    assert user.check_password(f"Demo-{name}-2026")
    assert not user.must_change_password
    assert authenticate(rf.post("/login/"), username=name, password=f"Demo-{name}-2026") == user


def test_each_account_holds_one_role_where_it_works(loaded):
    held = {
        user.username: [(each.role, each.jurisdiction.level) for each in user.memberships.all()]
        for user in User.objects.filter(username__in=ACCOUNTS)
    }
    assert held["duty"] == [("duty_officer", "county")]
    assert held["reporter"] == [("reporter", "township")]
    assert held["grid"] == [("grid_worker", "village")]
    assert held["city"] == [("duty_officer", "city")]
    assert held["admin"] == [("system_admin", "city")]
    assert all(len(roles) == 1 for roles in held.values())


def test_the_city_sees_the_county_and_the_neighbour_does_not(loaded):
    incident = Incident.objects.first()
    assert access.can(User.objects.get(username="city"), Permission.INCIDENT_VIEW, incident.jurisdiction)
    assert not access.can(User.objects.get(username="neighbour"), Permission.INCIDENT_VIEW, incident.jurisdiction)


def test_other_officers_are_named_and_cannot_sign_in(loaded):
    others = User.objects.filter(username__startswith="demo.")
    assert others.count() >= 5
    assert not any(user.has_usable_password() for user in others)


def test_the_county_has_its_units_teams_places_roads_and_walls(loaded):
    assert Unit.objects.filter(receives_reports=True, kind="bureau").count() == 4
    assert Team.objects.count() >= 40
    assert TeamAbility.objects.filter(ready=True).exists()
    assert all(
        team.members.exists() and team.vehicles.exists() and team.leader_phone and team.base
        for team in Team.objects.all()
    )
    assert set(Place.objects.values_list("kind", flat=True)) == {
        "warehouse",
        "shelter",
        "hazard",
        "hospital",
        "station",
        "school",
    }
    assert set(BasemapFeature.objects.values_list("kind", flat=True)) == {"river", "lake", "highway", "road", "track"}
    assert set(Wall.objects.values_list("slug", flat=True)) == {"county", "city"}


def test_jurisdictions_found_by_point_and_by_path_agree(loaded):
    village = Jurisdiction.objects.filter(level="village").first()
    covering = Jurisdiction.objects.filter(boundary__covers=village.centre).order_by("path")
    levels = [place.level for place in covering]
    assert levels == ["city", "county", "township", "village", "grid"]
    assert covering[3] == village
    assert covering[4].path.startswith(village.path)
    assert village.initials


def test_a_shift_is_under_way_in_several_states(loaded):
    assert set(Incident.objects.values_list("status", flat=True)) == {Status.HANDLING, Status.STABLE, Status.CLOSED}
    assert set(Report.objects.values_list("status", flat=True)) == set(ReportStatus.values)
    assert {"acknowledged", "en_route", "on_scene", "returning", "ended"} <= set(
        Dispatch.objects.values_list("status", flat=True)
    )
    assert Incident.objects.filter(grade=3).exists()
    assert Team.objects.filter(position_at__isnull=False).exists()
    assert Event.objects.filter(kind="dispatch.arrived").exists()


def test_a_second_load_is_refused_and_changes_nothing(loaded, settings, capsys):
    settings.DEBUG = True
    before = (User.objects.count(), Event.objects.count())
    with pytest.raises(ConflictError):
        demo_load()
    call_command("demo")
    assert capsys.readouterr().out.strip()
    assert (User.objects.count(), Event.objects.count()) == before
