"""The demo county's shelters: every place of the map in the register, three in use, nobody real (R-D9)."""

from django.db.models import Count

from resources.places.models import Place
from resources.shelters import sealing
from resources.shelters.models import Person, Shelter, Stay


def test_every_shelter_of_the_map_is_in_the_register_with_keepers_and_facilities(loaded):
    assert Shelter.objects.count() == Place.objects.filter(kind="shelter").count() > 20
    bare = Shelter.objects.annotate(n=Count("facilities")).filter(n=0)
    assert not bare.exists() and not Shelter.objects.filter(keeper_a_phone="").exists()
    assert not Shelter.objects.filter(capacity=0).exists()


def test_some_are_open_with_people_and_the_figures_are_the_people(loaded):
    states = set(Shelter.objects.exclude(status="standby").values_list("status", flat=True))
    assert {"receiving", "ordered"} <= states
    for row in Shelter.objects.filter(status__in=("receiving", "full")):
        assert row.named == Stay.objects.filter(shelter=row, left_at=None).count() > 0
        assert row.incident.startswith("incident:")


def test_no_number_can_be_anybodys(loaded):
    numbers = [sealing.unseal(bytes(one.id_sealed)) for one in Person.objects.exclude(id_sealed=None)]
    assert len(numbers) > 10 and all(number.startswith("99") and sealing.is_right(number) for number in numbers)
