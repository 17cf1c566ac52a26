"""Whatever is done in whatever order: nobody in two places, and the figures are the people (R-D9)."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import AppError
from resources.shelters import services, workflow
from resources.shelters.models import Person, Shelter, Stay, Tally
from resources.shelters.services import HouseholdData
from tests.factories import organizations as make
from tests.factories.shelters import number, open_shelter, person, register

PLACES, PEOPLE = 2, 4
DEEDS = st.tuples(
    st.sampled_from(["register", "count", "name", "out", "back", "end", "transfer", "over"]),
    st.integers(0, PLACES - 1),
    st.integers(0, PEOPLE - 1),
    st.integers(-2, 3),
)


class AnyOrder(TestCase):
    """Random lives of two small shelters and four people."""

    def setUp(self):
        self.county, _township, _village = make.county()
        self.duty = make.user("duty_officer", self.county)
        self.rows = [open_shelter(self.county, self.duty, capacity=3) for _place in range(PLACES)]

    def act(self, deed, place, who, many):
        row, duty = self.rows[place], self.duty
        known = person("赵钱孙李"[who], id_number=number(who))
        here = list(
            Stay.objects.filter(shelter=row, left_at=None, person__name=known.name).values_list("pk", flat=True)
        )
        if deed in ("register", "over"):
            reason = "雨大" if deed == "over" else ""
            data = HouseholdData(people=[known], heads=max(0, many), override_reason=reason)
            services.household_register(shelter=row, data=data, actor=duty)
        elif deed == "count":
            services.heads_count(shelter=row, delta=many, actor=duty)
        elif deed == "name":
            data = HouseholdData(people=[known], already_counted=1)
            services.household_register(shelter=row, data=data, actor=duty)
        elif deed == "out":
            services.stays_go_out(shelter=row, stay_ids=here, actor=duty)
        elif deed == "back":
            services.stays_come_back(shelter=row, stay_ids=here, actor=duty)
        elif deed == "end":
            services.stays_end(shelter=row, stay_ids=here, left_as="home", actor=duty)
        else:
            services.stays_transfer(shelter=row, stay_ids=here, to=self.rows[1 - place], actor=duty)

    def prove(self):
        inside = Stay.objects.filter(left_at=None)
        assert not inside.values("person").annotate(n=Count("pk")).filter(n__gt=1).exists()
        assert Person.objects.count() <= PEOPLE
        for row in Shelter.objects.filter(pk__in=[row.pk for row in self.rows]):
            assert row.named == inside.filter(shelter=row).count()
            assert row.unnamed == (Tally.objects.filter(shelter=row).aggregate(n=Sum("delta"))["n"] or 0) >= 0
            assert row.ceiling == max(row.capacity, row.heads)
            assert row.status == (workflow.FULL if row.heads >= row.capacity else workflow.RECEIVING)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(DEEDS, min_size=4, max_size=14))
    def test_nobody_is_in_two_places_and_the_count_is_the_people(self, deeds):
        for deed in deeds:
            before = list(Shelter.objects.order_by("pk").values_list("named", "unnamed", "ceiling"))
            try:
                with transaction.atomic():
                    self.act(*deed)
            except AppError:
                assert before == list(Shelter.objects.order_by("pk").values_list("named", "unnamed", "ceiling"))
            self.prove()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["stay", "tally", "update", "twice"])
def test_the_database_itself_refuses_one_too_many_for_every_path_in(county, how):
    duty = make.user("duty_officer", county[0])
    row = open_shelter(county[2], duty, capacity=1)
    (stay,) = register(row, duty)
    other = Person.objects.create(household=stay.person.household, name="后来")
    with pytest.raises(IntegrityError), transaction.atomic():
        if how == "stay":
            Stay.objects.create(shelter=row, person=other, entered_by=duty)
        elif how == "tally":
            Tally.objects.create(shelter=row, delta=1, kind="came", by=duty)
        elif how == "twice":
            Stay.objects.create(shelter=open_shelter(county[1], duty), person_id=stay.person_id, entered_by=duty)
        else:
            Shelter.objects.filter(pk=row.pk).update(ceiling=0)
