"""The only place where teams change."""

from resources.teams.services.abilities import abilities_rewrite
from resources.teams.services.crew import member_remove, member_save, vehicle_remove, vehicle_save
from resources.teams.services.positions import MAX_BATCH, IngestResult, positions_ingest, positions_trim
from resources.teams.services.readiness import team_commit, team_lock, team_release, team_set_readiness
from resources.teams.services.teams import TeamData, team_create, team_update
from resources.teams.services.transfer import ImportReport, teams_import

__all__ = [
    "MAX_BATCH",
    "ImportReport",
    "IngestResult",
    "TeamData",
    "abilities_rewrite",
    "member_remove",
    "member_save",
    "positions_ingest",
    "positions_trim",
    "team_commit",
    "team_create",
    "team_lock",
    "team_release",
    "team_set_readiness",
    "team_update",
    "teams_import",
    "vehicle_remove",
    "vehicle_save",
]
