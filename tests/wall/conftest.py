"""A wall of a county, an officer who may control it, a watcher who may not, and a screen paired with it."""

import pytest

from command_center.models import Wall
from command_center.walls import services
from tests.factories import organizations as make


@pytest.fixture
def officer(county):
    return make.user("duty_officer", county[0], language="en")


@pytest.fixture
def auditor(county):
    return make.user("auditor", county[0], language="en")


@pytest.fixture
def hall(county):
    return Wall.objects.create(slug="hall", name="指挥大厅", name_en="Command hall", jurisdiction=county[0])


@pytest.fixture
def desk(officer, signed_in):
    """The officer's browser."""
    return signed_in(officer, HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def paired(hall, officer):
    """`paired()` gives the key of a newly paired screen."""

    def pair(wall=hall, name="左屏"):
        begun = services.pairing_begin(address="10.0.0.7", actor=None)
        services.pairing_confirm(wall=wall, code=begun.code, name=name, actor=officer)
        _wall, raw = services.pairing_collect(secret=begun.secret, actor=None)
        return raw

    return pair


@pytest.fixture
def screen(paired, client):
    """The browser of a paired screen: nobody signed in, only its key."""
    client.cookies["wall_screen"] = paired()
    return client
