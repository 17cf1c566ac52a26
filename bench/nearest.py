"""Who should go: the whole recommendation, reasons in words, beside the bare nearest-neighbour query for as many teams.

Teams lie scattered over 200 × 200 km around the incident; a common capability is everybody's, a rare one is held by
twelve to a hundred teams. Flat means: what 100,000 teams take, compared with what 100 take (lower quartiles: these two are
measured minutes apart, and noise only ever adds).
"""

from statistics import median

from django.contrib.gis.geos import Point
from django.db import connection

from bench.harness import Report, interleaved, percentile
from incidents.dispatch.selectors import recommend
from incidents.dispatch.selectors.recommend import TAKE
from resources.teams.models import Capability, Team, TeamAbility
from tests.factories import organizations as make
from tests.factories.response import incident

ROUNDS = 100
SIZES = (100, 10_000, 100_000)
HERE = (103.6, 30.9)

_TEAMS = """
INSERT INTO teams_team (jurisdiction_id, unit_id, code, name, name_en, kind, readiness, readiness_reason, on_shift,
    leader_name, leader_phone, deputy_name, deputy_phone, strength, base_name, speed_kmh, is_active, version,
    created_at, updated_at, position, position_at)
SELECT %(place)s, %(unit)s, 'B' || n, '救援' || n || '队', 'Rescue team ' || n, 'professional', 'standby', '', true,
    '', '', '', '', 8, '', 40, true, 1, now(), now(),
    ST_SetSRID(ST_MakePoint(102.6 + random() * 2, 29.9 + random() * 2), 4326), now()
FROM generate_series(1, %(count)s) n
"""
_HOLD = """
INSERT INTO teams_team_capabilities (team_id, capability_id)
SELECT id, %(capability)s FROM teams_team WHERE substr(code, 2)::int %% %(every)s = 0
"""
_ABILITIES = """
INSERT INTO teams_teamability (team_id, capability_id, ready, place)
SELECT t.id, c.capability_id, true, t.position FROM teams_team_capabilities c JOIN teams_team t ON t.id = c.team_id
"""
_BARE = """
SELECT t.id, t.name, t.code, t.speed_kmh, t.position_at, ST_DistanceSphere(a.place, %(here)s::geometry)
FROM (SELECT team_id, place FROM teams_teamability WHERE capability_id = %(capability)s::bigint AND ready
      ORDER BY place <-> %(here)s::geometry LIMIT %(take)s) a JOIN teams_team t ON t.id = a.team_id
"""


def _fill(count, place, unit):
    TeamAbility.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE teams_team CASCADE")
        cursor.execute(_TEAMS, {"place": place.pk, "unit": unit.pk, "count": count})
        for code, every in (("water", 1), ("medical", 3), ("diving", max(8, count // 100))):
            cursor.execute(_HOLD, {"capability": Capability.objects.get(code=code).pk, "every": every})
        cursor.execute(_ABILITIES)
        cursor.execute("VACUUM ANALYZE teams_team, teams_team_capabilities, teams_teamability")


def run(report: Report) -> None:
    """Every size, common and rare."""
    place = make.jurisdiction()
    unit = make.unit(place)
    actor = make.user("duty_officer", place)
    where = incident(jurisdiction=place, location=Point(*HERE, srid=4326), actor=actor)
    ours: dict[tuple[str, int], float] = {}
    for count in SIZES:
        _fill(count, place, unit)
        assert Team.objects.count() == count
        for label, code in (("common", "water"), ("rare", "diving")):
            values = {
                "capability": Capability.objects.get(code=code).pk,
                "here": f"SRID=4326;POINT({HERE[0]} {HERE[1]})",
            }

            def bare(values=values):
                with connection.cursor() as cursor:
                    cursor.execute(_BARE, values | {"take": TAKE})
                    return cursor.fetchall()

            def full(code=code):
                return [item.reason for item in recommend(actor, where, capability=code).teams]

            assert len(full()) == len(bare()) > 0
            times = interleaved(ROUNDS, ours=full, limit=bare)
            ours[label, count] = percentile(times["ours"], 0.25)
            report.figure(
                f"{count:,} teams, {label} capability, ms",
                median(times["ours"]) * 1e3,
                limit=median(times["limit"]) * 1e3,
                reach=3,
            )
    for label in ("common", "rare"):
        most, least = ours[label, SIZES[-1]], ours[label, SIZES[0]]
        report.figure(f"{label}: 100,000 teams as a multiple of 100", most / least, at_most=2)
