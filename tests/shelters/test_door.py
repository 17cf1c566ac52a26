"""At the door: households, heads without names, room, one place per person, in and out (R-D9, R-C9)."""

import pytest

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from resources.shelters import selectors, services
from resources.shelters.models import Household, Person, Stay, Tally
from resources.shelters.services import HouseholdData
from tests.factories import organizations as make
from tests.factories.shelters import number, open_shelter, person, register, reload
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


@pytest.fixture
def row(county, duty):
    return open_shelter(county[2], duty, capacity=10)


def heads(row):
    row = reload(row)
    return row.named, row.unnamed


def test_a_household_is_registered_in_one_form_and_the_rest_is_counted_without_names(row, duty):
    data = HouseholdData(people=[person("王大"), person("王二")], heads=5, origin="玉山村", phone="13900000000")
    made = services.household_register(shelter=row, data=data, actor=duty)
    assert (len(made.stays), made.unnamed, heads(row)) == (2, 3, (2, 3))
    assert made.household.origin.name == "玉山村"
    assert reload(row).free == 5


@pytest.mark.parametrize("name", ["赵" * 25, "阿卜杜勒·热合曼·买买提", "𠮷田𠮷", "Nguyễn Văn Ân", "O'Connor-李", "王"])
def test_names_of_any_length_and_script_are_kept_as_they_are(row, duty, name):
    (stay,) = register(row, duty, person(name))
    assert Person.objects.get(pk=stay.person_id).name == name


def test_the_counter_goes_up_and_down_but_never_below_none(row, duty):
    services.heads_count(shelter=row, delta=5, actor=duty)
    services.heads_count(shelter=row, delta=-2, actor=duty)
    assert heads(row) == (0, 3)
    with pytest.raises(ConflictError, match="3"):
        services.heads_count(shelter=row, delta=-4, actor=duty)
    assert heads(row) == (0, 3)


def test_the_counter_pressed_once_and_sent_twice_counts_once(row, duty):
    for _turn in range(2):
        services.heads_count(shelter=row, delta=5, key="a-key", actor=duty)
    assert heads(row) == (0, 5)


def test_a_form_sent_twice_registers_once(row, duty):
    data = HouseholdData(people=[person("王大")], heads=2, key="door-1")
    first = services.household_register(shelter=row, data=data, actor=duty)
    second = services.household_register(shelter=row, data=data, actor=duty)
    assert second.repeated and second.household == first.household and second.stays == first.stays
    assert heads(row) == (1, 1)


def test_the_key_of_a_form_counts_at_its_own_door_only(county, row, duty):
    other = open_shelter(county[2], duty, capacity=10)
    services.household_register(shelter=row, data=HouseholdData(people=[person("王大")], key="door-1"), actor=duty)
    again = services.household_register(
        shelter=other, data=HouseholdData(people=[person("李二")], key="door-1"), actor=duty
    )
    assert not again.repeated and heads(other) == (1, 0)


def test_names_taken_later_move_people_from_counted_to_named(row, duty):
    services.heads_count(shelter=row, delta=5, actor=duty)
    register(row, duty, person("甲"), person("乙"), already_counted=2)
    assert heads(row) == (2, 3)
    with pytest.raises(ConflictError):
        register(row, duty, *(person(name) for name in "丙丁戊己"), already_counted=4)
    assert heads(row) == (2, 3)


def test_naming_people_in_a_full_shelter_needs_no_more_room(row, duty):
    services.heads_count(shelter=row, delta=10, actor=duty)
    register(row, duty, person("甲"), already_counted=1)
    assert heads(row) == (1, 9)


def test_beyond_capacity_only_with_a_reason_and_that_is_told(row, duty):
    services.heads_count(shelter=row, delta=9, actor=duty)
    with pytest.raises(ConflictError) as refused:
        register(row, duty, person("甲"), person("乙"))
    assert refused.value.extra["free"] == 1
    assert heads(row) == (0, 9)
    register(row, duty, person("甲"), person("乙"), override_reason="暴雨，先进人")
    assert heads(row) == (2, 9)
    assert Event.objects.get(kind="shelter.overfilled").data["over"] == 1
    with pytest.raises(ConflictError):
        services.heads_count(shelter=row, delta=1, actor=duty)


def test_the_same_person_is_in_one_place_only_and_the_other_place_is_named(county, row, duty):
    other = open_shelter(county[1], duty)
    mine = person(id_number=number(7))
    register(row, duty, mine)
    with pytest.raises(ConflictError, match=row.name):
        register(other, duty, mine)
    assert heads(other) == (0, 0)


def test_a_place_out_of_sight_is_not_named(row, duty, db):
    register(row, duty, person(id_number=number(7)))
    elsewhere, _township, village = make.county("邻县")
    neighbour = make.user("duty_officer", elsewhere)
    there = open_shelter(village, neighbour)
    with pytest.raises(ConflictError) as refused:
        register(there, neighbour, person(id_number=number(7)))
    assert row.name not in str(refused.value) and "shelter" not in refused.value.extra


def test_who_left_may_come_again_and_is_the_same_person(county, row, duty):
    (stay,) = register(row, duty, person(id_number=number(7), phone="13900000001", needs=["medicine"]))
    services.stays_end(shelter=row, stay_ids=[stay.pk], left_as="relatives", destination="舅舅家", actor=duty)
    other = open_shelter(county[1], duty)
    (again,) = register(other, duty, person(id_number=number(7)))
    assert again.person_id == stay.person_id
    known = Person.objects.get(pk=stay.person_id)
    assert (known.phone, known.needs) == ("13900000001", ["medicine"])


def test_a_known_number_under_another_name_is_not_taken(row, duty):
    (stay,) = register(row, duty, person("王小明", id_number=number(7)))
    services.stays_end(shelter=row, stay_ids=[stay.pk], left_as="home", actor=duty)
    with pytest.raises(UnprocessableError) as refused:
        register(row, duty, person("李四", id_number=number(7)))
    assert "id_number" in refused.value.errors
    assert "王小明" not in str(refused.value.errors)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "王" * 101}, "name"),
        ({"name": "王\ud800"}, "name"),
        ({"age": 131}, "age"),
        ({"age": -1}, "age"),
        ({"sex": "x"}, "sex"),
        ({"flags": ["rich"]}, "flags"),
        ({"needs": ["gold"]}, "needs"),
        ({"id_number": "990121198001010011"}, "id_number"),
        ({"id_number": "123"}, "id_number"),
        ({"id_number": "A" * 31, "other_document": True}, "id_number"),
    ],
)
def test_what_is_wrong_is_said_by_person_and_field_and_nothing_is_kept(row, duty, fields, wrong):
    with pytest.raises(UnprocessableError) as refused:
        register(row, duty, person("好人"), person(**fields))
    assert set(refused.value.errors) == {f"people.1.{wrong}"}
    assert heads(row) == (0, 0) and Household.objects.count() == 0


def test_numbers_are_understood_as_people_type_them(row, duty):
    plain = number(7)
    typed = f" {plain[:6]} {plain[6:14]}-{plain[14:].lower()}"
    register(row, duty, person(id_number=typed))
    with pytest.raises(ConflictError):
        register(row, duty, person(id_number=plain))


def test_the_same_number_twice_in_one_form_is_refused(row, duty):
    with pytest.raises(UnprocessableError):
        register(row, duty, person("甲", id_number=number(7)), person("乙", id_number=number(7)))


def test_age_and_card_say_who_needs_more_care(row, duty):
    (old,) = register(row, duty, person(id_number=number(4, "19400101")))
    (baby,) = register(row, duty, person(age=1))
    assert old.person.flags == ["elderly"] and old.person.sex == "f"
    assert baby.person.flags == ["child", "infant"]


def test_going_out_keeps_the_bed_and_coming_back_is_counted(row, duty):
    stays = register(row, duty, person("甲"), person("乙"))
    services.stays_go_out(shelter=row, stay_ids=[stays[0].pk], actor=duty)
    assert heads(row) == (2, 0)
    assert selectors.makeup(duty, reload(row))["inside"] == 1
    services.stays_come_back(shelter=row, stay_ids=[stays[0].pk], actor=duty)
    assert selectors.makeup(duty, reload(row))["away"] == 0


def test_leaving_is_once_and_only_from_where_one_is(county, row, duty):
    (stay,) = register(row, duty)
    other = open_shelter(county[1], duty)
    with pytest.raises(NotFoundError):
        services.stays_end(shelter=other, stay_ids=[stay.pk], left_as="home", actor=duty)
    services.stays_end(shelter=row, stay_ids=[stay.pk], left_as="home", actor=duty)
    with pytest.raises(ConflictError):
        services.stays_end(shelter=row, stay_ids=[stay.pk], left_as="home", actor=duty)


def test_a_transfer_is_out_here_and_in_there_or_not_at_all(county, row, duty):
    other = open_shelter(county[1], duty, capacity=1)
    stays = register(row, duty, person("甲"), person("乙"))
    with pytest.raises(ConflictError):
        services.stays_transfer(shelter=row, stay_ids=[stay.pk for stay in stays], to=other, actor=duty)
    assert (heads(row), heads(other)) == ((2, 0), (0, 0))
    services.stays_transfer(shelter=row, stay_ids=[stays[0].pk], to=other, actor=duty)
    assert (heads(row), heads(other)) == ((1, 0), (1, 0))
    assert reload(other).status == "full"
    assert Stay.objects.filter(person=stays[0].person_id, left_at=None).get().shelter_id == other.pk


def test_who_only_sees_shelters_registers_nobody(county, row):
    for role in ("auditor", "keeper", "commander"):
        with pytest.raises(PermissionDenied):
            register(row, make.user(role, county[0]))


def test_an_entry_is_completed_later_and_a_stale_form_is_refused(row, duty):
    (stay,) = register(row, duty, person("王"))
    services.person_update(stay=stay, data=person("王小明", id_number=number(7), bed="A-3"), version=1, actor=duty)
    with pytest.raises(ConflictError):
        services.person_update(stay=stay, data=person("王某"), version=1, actor=duty)
    services.person_update(stay=stay, data=person("王小明", phone="1"), version=2, actor=duty)
    stored = Person.objects.get(pk=stay.person_id)
    assert stored.id_mask.startswith("990") and stored.phone == "1"


def test_a_number_of_somebody_inside_cannot_be_given_to_another(row, duty):
    register(row, duty, person("甲", id_number=number(7)))
    (stay,) = register(row, duty, person("乙"))
    with pytest.raises(ConflictError):
        services.person_update(stay=stay, data=person("乙", id_number=number(7)), actor=duty)


def test_tallies_cannot_be_rewritten(row, duty):
    services.heads_count(shelter=row, delta=5, actor=duty)
    with pytest.raises(Exception, match="append-only"):
        Tally.objects.update(delta=1)


def test_no_event_names_anybody(row, duty):
    stays = register(row, duty, person("独孤求败", id_number=number(7), phone="13912345678", needs_note="透析"))
    services.person_update(stay=stays[0], data=person("独孤求败", bed="A-1"), actor=duty)
    services.stays_go_out(shelter=row, stay_ids=[stays[0].pk], actor=duty)
    services.number_reveal(stay=stays[0], reason="核对身份", actor=duty)
    services.stays_end(shelter=row, stay_ids=[stays[0].pk], left_as="home", destination="某街1号", actor=duty)
    told = str(list(Event.objects.values_list("data", flat=True)))
    for secret in ("独孤求败", number(7), "13912345678", "透析", "某街1号", "990*"):
        assert secret not in told
