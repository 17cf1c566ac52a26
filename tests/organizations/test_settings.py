"""What a person has arranged follows them, is bounded, and is nobody else's (R-H2)."""

import pytest

from core.errors import UnprocessableError
from organizations.models import PersonSetting
from organizations.selectors import settings_of
from organizations.services import setting_save
from organizations.services.settings import BYTES, KEYS
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(county):
    return make.user("duty_officer", county[0])


def test_a_setting_is_kept_replaced_and_dropped_for_its_owner_alone(person, county):
    other = make.user("duty_officer", county[0])
    setting_save(key="keys", value={"letters": False}, actor=person)
    setting_save(key="keys", value={"letters": True}, actor=person)
    setting_save(key="desk.columns", value=[1, "二"], actor=person)
    assert settings_of(person) == {"keys": {"letters": True}, "desk.columns": [1, "二"]}
    assert settings_of(person, "keys") == {"keys": {"letters": True}}
    assert settings_of(other) == {}
    setting_save(key="keys", value=None, actor=person)
    assert settings_of(person, "keys") == {}


@pytest.mark.parametrize("key", ["", "Keys", "a b", "../x", "x" * 61, "键"])
def test_a_key_is_a_plain_name(person, key):
    with pytest.raises(UnprocessableError):
        setting_save(key=key, value=1, actor=person)


@pytest.mark.parametrize("value", ["x" * BYTES, {"a": "\x00"}, ["\ud800"]])
def test_what_is_too_large_or_cannot_be_stored_is_refused(person, value):
    with pytest.raises(UnprocessableError):
        setting_save(key="k", value=value, actor=person)
    assert settings_of(person) == {}


def test_there_are_only_so_many(person):
    PersonSetting.objects.bulk_create(PersonSetting(user=person, key=f"k{n}", value=n) for n in range(KEYS))
    with pytest.raises(UnprocessableError):
        setting_save(key="more", value=1, actor=person)
    setting_save(key="k0", value="still", actor=person)


def test_the_address_reads_and_writes_ones_own(person, signed_in):
    client = signed_in(person)
    assert client.get("/preferences/settings/keys/").json() == {"key": "keys", "value": None}
    put = client.put("/preferences/settings/keys/", {"value": {"letters": False}}, content_type="application/json")
    assert put.status_code == 200
    assert client.get("/preferences/settings/keys/").json()["value"] == {"letters": False}
    bad = client.put("/preferences/settings/Bad/", {"value": 1}, content_type="application/json")
    assert bad.status_code == 422
