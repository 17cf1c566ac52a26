"""Identity numbers: nothing readable is stored, the same person is found, reading is for a reason and on record (R-D9)."""

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from core.errors import ConflictError, PermissionDenied, UnprocessableError
from resources.shelters import sealing, services
from resources.shelters.models import Person
from tests.factories import organizations as make
from tests.factories.shelters import number, open_shelter, person, register
from timeline.models import Event

NUMBER = number(7)


def test_a_number_comes_back_as_it_was_sealed_and_never_looks_the_same_twice():
    assert sealing.unseal(sealing.seal(NUMBER)) == NUMBER
    assert sealing.seal(NUMBER) != sealing.seal(NUMBER)
    assert sealing.index(NUMBER) == sealing.index(NUMBER) != sealing.index(number(8))


@pytest.mark.parametrize(
    ("plain", "shown"),
    [(NUMBER, "990" + "*" * 13 + NUMBER[-2:]), ("E12345678", "*******78"), ("AB", "**"), ("A", "**")],
)
def test_a_mask_shows_little(plain, shown):
    assert sealing.mask(plain) == shown


def test_the_check_digit_is_that_of_the_standard():
    assert sealing.check_digit("11010519491231002") == "X"
    assert sealing.is_right("11010519491231002X") and not sealing.is_right("110105194912310021")


def test_keys_are_changed_without_losing_anybody(settings):
    settings.PERSONAL_DATA_KEYS = ["old-key"]
    stored, found = sealing.seal(NUMBER), sealing.index(NUMBER)
    settings.PERSONAL_DATA_KEYS = ["new-key", "old-key"]
    assert sealing.unseal(stored) == NUMBER and sealing.index(NUMBER) == found
    settings.PERSONAL_DATA_KEYS = ["new-key"]
    with pytest.raises(InvalidToken):
        sealing.unseal(stored)


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def stay(county, duty):
    return register(open_shelter(county[2], duty), duty, person(id_number=NUMBER))[0]


def test_a_dump_of_the_tables_holds_no_number(stay):
    with connection.cursor() as cursor:
        texts = []
        for table in ("shelters_person", "shelters_stay", "shelters_household", "timeline_event"):
            cursor.execute(f"SELECT t::text, encode(convert_to(t::text, 'UTF8'), 'escape') FROM {table} t")
            texts += [str(row) for row in cursor.fetchall()]
    dump = " ".join(texts)
    raw = bytes(Person.objects.get(pk=stay.person_id).id_sealed)
    for part in (NUMBER, NUMBER[3:16], NUMBER[6:14]):
        assert part not in dump and part.encode() not in raw and part.encode().hex() not in dump


def test_reading_a_number_needs_the_right_and_a_reason_and_is_on_record(county, duty, stay):
    with pytest.raises(PermissionDenied):
        services.number_reveal(stay=stay, reason="好奇", actor=make.user("grid_worker", county[2]))
    with pytest.raises(UnprocessableError):
        services.number_reveal(stay=stay, reason=" ", actor=duty)
    assert not Event.objects.filter(kind="shelter.revealed").exists()
    assert services.number_reveal(stay=stay, reason="亲属寻人核对", actor=duty) == NUMBER
    event = Event.objects.get(kind="shelter.revealed")
    assert (event.actor, event.data["stay"], event.data["reason"]) == (duty, stay.pk, "亲属寻人核对")


def test_where_no_number_was_given_there_is_none_to_read(county, duty):
    (stay,) = register(open_shelter(county[2], duty), duty)
    with pytest.raises(ConflictError):
        services.number_reveal(stay=stay, reason="r", actor=duty)
