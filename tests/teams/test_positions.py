"""Positions: newest wins by its own time, each item judged alone, repetition harmless."""

from datetime import timedelta

import pytest
from django.utils import timezone

from resources.teams.models import PositionHistory, TeamAbility
from resources.teams.services import positions_ingest, positions_trim, team_set_readiness
from tests.factories import organizations as make
from tests.factories.teams import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


def item(row, lon=103.7, lat=30.8, ago=0, **more):
    return {"team": row.pk, "at": (timezone.now() - timedelta(seconds=ago)).isoformat(), "lon": lon, "lat": lat, **more}


def test_a_position_moves_the_team_and_everything_that_searches_for_it(county, duty):
    row = team(county[1], capabilities=["water", "medical"])
    result = positions_ingest(batch=[item(row, accuracy_m=7.5)], actor=duty)
    row.refresh_from_db()
    assert (result.accepted, result.rejected) == (1, [])
    assert (row.position.x, row.position.y, row.position_accuracy_m) == (103.7, 30.8, 7.5)
    assert {(a.place.x, a.place.y) for a in TeamAbility.objects.filter(team=row)} == {(103.7, 30.8)}


def test_a_committed_team_is_found_where_it_is_once_it_is_ready_again(county, duty):
    row = team(county[1], readiness="resting")
    positions_ingest(batch=[item(row, lon=103.9)], actor=duty)
    row.refresh_from_db()
    assert TeamAbility.objects.get(team=row).place.x != 103.9
    team_set_readiness(team=row, to="standby", actor=duty)
    ability = TeamAbility.objects.get(team=row)
    assert (ability.ready, ability.place.x) == (True, 103.9)


def test_an_older_position_goes_to_the_history_only(county, duty):
    row = team(county[1])
    positions_ingest(batch=[item(row, lon=103.7, ago=10)], actor=duty)
    result = positions_ingest(batch=[item(row, lon=103.1, ago=60)], actor=duty)
    row.refresh_from_db()
    assert result.accepted == 1
    assert row.position.x == 103.7
    assert PositionHistory.objects.filter(team=row).count() == 2


def test_within_one_batch_in_any_order_the_newest_wins(county, duty):
    row = team(county[1])
    positions_ingest(batch=[item(row, 103.1, ago=30), item(row, 103.3, ago=5), item(row, 103.2, ago=20)], actor=duty)
    row.refresh_from_db()
    assert row.position.x == 103.3


def test_sending_the_same_batch_again_changes_nothing(county, duty):
    row = team(county[1])
    batch = [item(row, ago=n) for n in range(5)] * 2
    first = positions_ingest(batch=batch, actor=duty)
    row.refresh_from_db()
    was = row.position_at
    again = positions_ingest(batch=batch, actor=duty)
    row.refresh_from_db()
    assert first.accepted == again.accepted == 10
    assert PositionHistory.objects.filter(team=row).count() == 5
    assert row.position_at == was


def test_each_wrong_item_is_refused_in_words_and_the_rest_is_taken(county, duty):
    mine, foreign = team(county[1]), team(make.jurisdiction())
    wrong = [
        item(foreign),
        item(mine, ago=-600),
        item(mine, lat=103.7, lon=30.8),
        item(mine) | {"at": "yesterday"},
        item(mine) | {"at": "2026-01-31T08:00:00"},
        item(mine) | {"team": 10**12},
        item(mine) | {"team": True},
        item(mine) | {"lon": "103"},
        item(mine, ago=90 * 86400),
        item(mine, accuracy_m=-1),
        "nonsense",
        None,
    ]
    result = positions_ingest(batch=[*wrong, item(mine)], actor=duty)
    assert result.accepted == 1
    assert [refused["index"] for refused in result.rejected] == list(range(len(wrong)))
    assert all(refused["message"] for refused in result.rejected)


def test_a_leader_may_send_the_position_of_the_own_team_only(county):
    leader = make.user()
    own, other = team(county[1], leader=leader), team(county[1])
    result = positions_ingest(batch=[item(own), item(other)], actor=leader)
    assert result.accepted == 1
    assert [refused["index"] for refused in result.rejected] == [1]


def test_a_thousand_are_taken_in_one_request_and_one_more_is_refused(county, duty, token_client):
    rows = [team(county[1]) for _ in range(20)]
    batch = [item(rows[n % 20], lon=103 + n / 5000, ago=n) for n in range(1000)]
    answer = token_client(duty).post("/api/v1/positions/", batch, format="json")
    assert answer.status_code == 202, answer.content
    assert answer.json() == {"accepted": 1000, "rejected": []}
    assert PositionHistory.objects.count() == 1000
    assert token_client(duty).post("/api/v1/positions/", [*batch, batch[0]], format="json").status_code == 422
    assert token_client(duty).post("/api/v1/positions/", [], format="json").status_code == 422
    assert token_client(duty).post("/api/v1/positions/", {}, format="json").status_code == 422


def test_history_beyond_its_age_is_forgotten_and_the_newest_position_stays(county, duty):
    row = team(county[1])
    positions_ingest(batch=[item(row, ago=n) for n in range(10)], actor=duty)
    assert positions_trim(before=timezone.now() + timedelta(seconds=1)) == 10
    row.refresh_from_db()
    assert row.position is not None
