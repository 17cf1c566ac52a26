"""Drawing on the live map: what is drawn, by whom, until when; struck and never erased (R-H1, R-C6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.errors import ConflictError, UnprocessableError
from incidents.plots.models import SHAPES, Plot, PlotKind
from incidents.plots.selectors import plots, plots_standing
from incidents.plots.services import plot_change, plot_remove
from incidents.response.selectors import log_lines
from incidents.response.services import incident_change_status
from organizations.roles import Permission, Role, roles_with
from tests.factories import organizations as make
from tests.factories import response as make_response
from tests.factories.plots import AREA, LINE, POINT, plot
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0])


@pytest.mark.parametrize("kind", PlotKind.values)
def test_every_meaning_can_be_drawn_in_its_shape_and_in_no_other(officer, kind):
    drawn = plot(officer, kind=kind, label="一")
    assert drawn.geometry.geom_type == SHAPES[kind]
    other = LINE if SHAPES[kind] != "LineString" else AREA
    with pytest.raises(UnprocessableError) as refused:
        plot(officer, kind=kind, label="一", geometry=other)
    assert "geometry" in refused.value.errors


@pytest.mark.parametrize("role", Role.values)
def test_who_may_draw_is_who_holds_the_permission(county, role):
    person = make.user(role, county[0])
    if role in roles_with(Permission.PLOT_CHANGE):
        assert plot(person).author == person
    else:
        with pytest.raises(PermissionDenied):
            plot(person)


def test_a_drawing_with_an_incident_stands_on_its_log_in_words(county, officer):
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    plot(officer, kind="closure", label="青江桥", incident=incident)
    lines = [line.text for line in log_lines(incident, actor=officer)]
    assert any("青江桥" in text for text in lines)


def test_nothing_is_drawn_on_a_closed_incident(county, officer):
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    for status in ("handling", "stable", "closed"):
        incident = incident_change_status(incident=incident, to=status, reason="r", actor=officer)
    with pytest.raises(ConflictError):
        plot(officer, incident=incident)


def test_a_struck_drawing_leaves_the_map_and_stays_on_record(officer):
    drawn = plot(officer)
    plot_remove(plot=drawn, reason="水退了", actor=officer)
    assert not plots_standing(officer).exists()
    kept = plots(officer).get()
    assert (kept.removed_by, kept.removed_reason) == (officer, "水退了")
    last = Event.objects.order_by("-pk").first()
    assert last.kind == "plot.removed" and last.data["feature"]["properties"]["removed"] is True
    with pytest.raises(ConflictError):
        plot_remove(plot=kept, actor=officer)


def test_a_drawing_goes_by_itself_when_its_time_is_over(officer):
    drawn = plot(officer, valid_until=timezone.now() + timedelta(hours=1))
    assert plots_standing(officer).exists()
    Plot.objects.filter(pk=drawn.pk).update(valid_until=timezone.now() - timedelta(seconds=1))
    assert not plots_standing(officer).exists()


def test_a_stale_change_is_refused_and_a_fresh_one_is_told_to_every_map(officer):
    drawn = plot(officer, kind="point")
    moved = {"type": "Point", "coordinates": [103.7, 30.95]}
    plot_change(plot=drawn, changes={"geometry": moved, "label": "集结点"}, version=1, actor=officer)
    told = Event.objects.order_by("-pk").first().data["feature"]
    assert told["geometry"]["coordinates"] == [103.7, 30.95] and told["properties"]["title"] == "集结点"
    with pytest.raises(ConflictError):
        plot_change(plot=drawn, changes={"label": "x"}, version=1, actor=officer)


def test_a_change_of_meaning_needs_a_shape_that_fits_it(officer):
    drawn = plot(officer, kind="danger")
    assert plot_change(plot=drawn, changes={"kind": "cordon"}, actor=officer).kind == "cordon"
    with pytest.raises(UnprocessableError):
        plot_change(plot=drawn, changes={"kind": "closure"}, actor=officer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "dragon"),
        ("label", "字" * 101),
        ("note", "字" * 301),
        ("geometry", {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]}),
        ("geometry", {"type": "Polygon", "coordinates": [[[0, 0], [200, 1], [0, 1], [0, 0]]]}),
        ("geometry", {"type": "Polygon", "coordinates": "x"}),
        ("geometry", {"type": "Polygon", "coordinates": [[[float("nan"), 0]]]}),
        ("geometry", POINT),
        ("valid_until", timezone.now() - timedelta(minutes=1)),
    ],
)
def test_what_is_wrong_is_named(officer, field, value):
    with pytest.raises(UnprocessableError) as refused:
        plot(officer, **{"kind": "danger", field: value})
    assert list(refused.value.errors) == [field]


def test_words_on_the_map_need_words(officer):
    with pytest.raises(UnprocessableError):
        plot(officer, kind="text", label=" ")


def test_a_neighbour_sees_no_drawing_and_the_unit_an_incident_is_offered_to_sees_those_of_the_incident(county, officer):
    incident = make_response.incident(jurisdiction=county[0], actor=officer)
    mine, free = plot(officer, incident=incident), plot(officer)
    elsewhere = make.jurisdiction()
    unit = make.unit(elsewhere)
    neighbour = make.user("duty_officer", elsewhere, unit=unit)
    assert not plots(neighbour).exists()
    type(incident).objects.filter(pk=incident.pk).update(handover_to=unit)
    assert list(plots(neighbour)) == [mine] and set(plots(officer)) == {mine, free}


def test_a_villager_draws_in_the_village_and_not_above_it(county):
    villager = make.user("duty_officer", county[2])
    assert plot(villager).jurisdiction == county[2]
    with pytest.raises(PermissionDenied):
        plot(villager, jurisdiction=county[0])
