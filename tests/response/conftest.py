"""A county with a bureau, a township below, a neighbour county, and people in each."""

from types import SimpleNamespace

import pytest

from core.errors import NotFoundError
from incidents.response.selectors import incident_get
from tests.factories import organizations as orgs


@pytest.fixture
def place(db):
    """city > county > township; city > neighbour; a unit and a duty officer in each."""
    city = orgs.jurisdiction(level="city", name="岷江市", code="510100000000")
    county = orgs.jurisdiction(city, name="云溪县", code="510182000000")
    town = orgs.jurisdiction(county, name="玉山镇", code="510182100000")
    neighbour = orgs.jurisdiction(city, name="青石县", code="510183000000", at=(104.6, 30.9))
    return SimpleNamespace(
        city=city,
        county=county,
        town=town,
        neighbour=neighbour,
        city_unit=orgs.unit(city, name="市应急管理局"),
        county_unit=orgs.unit(county, name="县应急管理局"),
        town_unit=orgs.unit(town, name="玉山镇人民政府"),
        neighbour_unit=orgs.unit(neighbour, name="邻县应急管理局"),
        officer=orgs.user("duty_officer", at=county),
        commander=orgs.user("commander", at=county),
        leader=orgs.user("duty_leader", at=county),
        city_officer=orgs.user("duty_officer", at=city),
        town_officer=orgs.user("duty_officer", at=town),
        stranger=orgs.user("duty_officer", at=neighbour),
        auditor=orgs.user("auditor", at=county),
        reporter=orgs.user("reporter", at=town),
    )


@pytest.fixture
def sees():
    """`sees(item, person)`: whether the person finds the incident."""

    def look(item, person):
        try:
            return incident_get(pk=item.pk, actor=person) == item
        except NotFoundError:
            return False

    return look
