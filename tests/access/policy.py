"""The policy: one rule for every address. An address without a rule fails the suite."""

from tests.access.oracle import (
    COMMAND,
    DUTY,
    EVERYBODY,
    FILES_REPORTS,
    LEADERS,
    READS_RECORD,
    SEES_INCIDENTS,
    SEES_REPORTS,
    SEES_TEAMS,
    WATCH,
    Rule,
    acts,
    both,
    lists,
    open_to_all,
    reads,
)

WHEN = "2026-01-01T08:00:00+08:00"


def _reason(_world):
    return {"reason": "r"}


API = {
    "api:auth_token": open_to_all("POST"),
    "api:auth_ticket": acts(EVERYBODY),
    "api:auth_logout": acts(EVERYBODY),
    "api:schema": open_to_all(),
    "api:docs": open_to_all(),
    "api:timeline": reads(READS_RECORD),
    "api:clocks": lists(WATCH | SEES_INCIDENTS | SEES_REPORTS),
    "api:event-types": reads(EVERYBODY),
    "api:map": lists(SEES_INCIDENTS | SEES_REPORTS),
    "api:reports": Rule(
        methods={"GET": EVERYBODY, "POST": FILES_REPORTS},
        sees=SEES_REPORTS,
        body=lambda w: {"title": "t", "description": "d", "occurred_at": WHEN, "jurisdiction": w.county.code},
    ),
    "api:report": reads(SEES_REPORTS, "report"),
    "api:report-duplicates": reads(SEES_REPORTS, "report"),
    "api:report-claim": acts(DUTY, "report"),
    "api:report-release": acts(DUTY, "report"),
    "api:report-take-over": acts(DUTY, "claimed", _reason),
    "api:report-verify": acts(DUTY, "report", lambda _w: {"incident": None}),
    "api:report-return": acts(DUTY, "report", _reason),
    "api:report-reject": acts(DUTY, "report", _reason),
    "api:report-reopen": acts(DUTY, "rejected", _reason),
    "api:report-unjoin": acts(DUTY, "verified", _reason),
    "api:report-resubmit": acts(FILES_REPORTS, "returned", lambda _w: {"text": "d"}),
    "api:incidents": reads(SEES_INCIDENTS),
    "api:incident": Rule(
        "incident",
        methods={"GET": SEES_INCIDENTS, "PATCH": COMMAND},
        body=lambda w: {"version": w.incident.version, "title": "t"},
    ),
    "api:incident-timeline": reads(SEES_INCIDENTS, "incident"),
    "api:incident-clocks": reads(SEES_INCIDENTS, "incident"),
    "api:incident-grade": both(SEES_INCIDENTS, COMMAND, "incident", lambda _w: {"grade": 3, "reason": "r"}),
    "api:incident-status": acts(COMMAND, "incident", lambda _w: {"status": "stable", "reason": "r"}),
    "api:incident-notes": both(SEES_INCIDENTS, COMMAND, "incident", lambda _w: {"text": "n"}),
    "api:incident-figures": both(SEES_INCIDENTS, COMMAND, "incident", lambda _w: {"values": {"deaths": 1}, "source": "s"}),
    "api:incident-handover": acts(COMMAND, "incident", lambda w: {"action": "offer", "to": w.elsewhere.pk, "note": "n"}),
    "api:incident-sensitive": acts(COMMAND, "incident", lambda _w: {"sensitive": True, "reason": "r"}),
    "api:incident-dispatches": both(SEES_INCIDENTS, COMMAND, "incident", lambda w: {"team": w.team.pk, "task": "t"}),
    "api:recommendations": reads(SEES_INCIDENTS, "incident"),
    "api:simulation": reads(SEES_INCIDENTS, "incident"),
    "api:teams": Rule(
        methods={"GET": EVERYBODY, "POST": DUTY},
        sees=SEES_TEAMS,
        body=lambda w: {"code": "N1", "name": "n", "kind": "social", "unit": w.unit.pk, "jurisdiction": w.county.code},
    ),
    "api:team": Rule("team", methods={"GET": SEES_TEAMS, "PATCH": DUTY}, body=lambda w: {"version": w.team.version}),
    "api:team-readiness": acts(DUTY, "team", lambda _w: {"readiness": "resting", "reason": "r"}),
    # Answered per item: who may not send for a team has the item rejected (tests/teams).
    "api:positions": acts(EVERYBODY, body=lambda w: [{"team": w.team.pk, "at": WHEN, "lon": 103.6, "lat": 30.9}]),
    "api:dispatches": lists(SEES_INCIDENTS),
    "api:dispatch": reads(SEES_INCIDENTS, "dispatch"),
    "api:dispatch-steps": reads(SEES_INCIDENTS, "dispatch"),
    "api:dispatch-status": acts(DUTY | LEADERS, "dispatch", lambda _w: {"status": "acknowledged"}),
    "api:dispatch-recall": acts(COMMAND, "dispatch", _reason),
    "api:dispatch-undo": acts(COMMAND, "dispatch"),
}

POLICY: dict[str, Rule] = {**API}
