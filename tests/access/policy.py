"""The policy: one rule for every address. An address without a rule fails the suite."""

from tests.access.oracle import (
    ADMINS,
    COMMAND,
    DUTY,
    EVERYBODY,
    FILES_REPORTS,
    LEADERS,
    READS_RECORD,
    SECURITY,
    SEES_CLOCKS,
    SEES_INCIDENTS,
    SEES_PEOPLE,
    SEES_REPORTS,
    SEES_TEAMS,
    SYSTEM,
    WATCH,
    Rule,
    acts,
    both,
    lists,
    open_to_all,
    reads,
)

WHEN = "2026-01-01T08:00:00+08:00"
POINT = {"type": "Point", "coordinates": [103.6, 30.9]}


def _reason(_world):
    return {"reason": "r"}


API = {
    "api:auth_token": open_to_all("POST"),
    "api:auth_ticket": acts(EVERYBODY),
    "api:auth_logout": acts(EVERYBODY),
    "api:schema": open_to_all(),
    "api:docs": open_to_all(),
    "api:unknown": Rule(),
    "api:timeline": reads(READS_RECORD),
    "api:clocks": lists(WATCH | SEES_INCIDENTS | SEES_REPORTS),
    "api:event-types": reads(EVERYBODY),
    "api:map": lists(SEES_INCIDENTS | SEES_REPORTS),
    "api:map-snapshot": reads(SEES_INCIDENTS),
    "api:map-marks": reads(SEES_INCIDENTS),
    "api:around": both(EVERYBODY - ADMINS, EVERYBODY - ADMINS, body=lambda _w: {"geometry": POINT, "radius_m": 3000}),
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
    "api:report-handover": acts(DUTY, "report", lambda w: {"action": "offer", "to": w.elsewhere.pk, "note": "n"}),
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
    "api:incident-figures": both(
        SEES_INCIDENTS, COMMAND, "incident", lambda _w: {"values": {"deaths": 1}, "source": "s"}
    ),
    "api:incident-handover": acts(
        COMMAND, "incident", lambda w: {"action": "offer", "to": w.elsewhere.pk, "note": "n"}
    ),
    "api:incident-sensitive": acts(COMMAND, "incident", lambda _w: {"sensitive": True, "reason": "r"}),
    "api:incident-dispatches": both(SEES_INCIDENTS, COMMAND, "incident", lambda w: {"team": w.team.pk, "task": "t"}),
    "api:recommendations": reads(SEES_INCIDENTS, "incident"),
    "api:simulation": reads(SEES_INCIDENTS, "incident"),
    # Who may not enter teams anywhere finds no jurisdiction to enter one in: refused as unknown, in words.
    "api:teams": Rule(methods={"GET": EVERYBODY, "POST": DUTY}, sees=SEES_TEAMS),
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
    # Without a subject: one's own unfinished files. Adding and striking is asked of the thing a file belongs to.
    "api:files": Rule(
        methods={"GET": EVERYBODY, "POST": COMMAND | LEADERS},
        body=lambda w: {"subject": f"incident:{w.incident.pk}", "name": "a.jpg", "size": 9, "sha256": "0" * 64},
    ),
    "api:file": Rule("file", methods={"GET": SEES_INCIDENTS, "PATCH": COMMAND | LEADERS}),
    "api:file-finish": acts(COMMAND | LEADERS, "file"),
    "api:file-remove": acts(COMMAND, "file", _reason),
    "api:plots": both(SEES_INCIDENTS, COMMAND, body=lambda _w: {"kind": "point", "geometry": POINT}),
    "api:plot": Rule(
        "plot", methods={"GET": SEES_INCIDENTS, "PATCH": COMMAND}, body=lambda w: {"version": w.plot.version}
    ),
    "api:plot-remove": acts(COMMAND, "plot", _reason),
}

PAGES = {
    "search": reads(EVERYBODY),
    "command_echo": acts(EVERYBODY),
    "command_run": acts(EVERYBODY),
    "command_undo": acts(EVERYBODY),
    "command_words": both(EVERYBODY, EVERYBODY),
    "command_keys": reads(EVERYBODY),
    "command_grammar": reads(EVERYBODY),
    "organizations:setting": Rule(methods={"GET": EVERYBODY, "PUT": EVERYBODY}),
    "healthz": open_to_all(),
    "readyz": open_to_all(),
    "catalogue": open_to_all(),
    "home": reads(EVERYBODY),
    "status": reads(EVERYBODY),
    "map": reads(EVERYBODY - ADMINS),
    "map_around": reads(EVERYBODY - ADMINS),
    "map_around_export": reads(EVERYBODY - ADMINS),
    "duty": reads(DUTY),
    "duty_log": reads(DUTY),
    "duty_todo": reads(DUTY),
    "walls": reads(WATCH),
    "wall_new": both(COMMAND, COMMAND),
    "wall_worker": open_to_all(),
    "wall_pair": open_to_all(),
    "wall_pair_new": open_to_all("POST"),
    "wall_pair_poll": open_to_all("POST"),
    "wall_pair_confirm": acts(COMMAND, body=lambda w: {"wall": w.wall.slug, "code": "000000"}),
    "wall": reads(WATCH, "wall"),
    "wall_data": reads(WATCH, "wall"),
    "wall_state": reads(WATCH, "wall"),
    "wall_map": reads(WATCH, "wall"),
    "wall_size": reads(WATCH, "wall"),
    "wall_test": reads(WATCH, "wall"),
    "wall_resize": acts(COMMAND, "wall", lambda _w: {"width_m": 3.6, "farthest_m": 8}),
    "wall_edit": both(COMMAND, COMMAND, "wall"),
    "wall_delete": acts(COMMAND, "wall"),
    "wall_remote": reads(COMMAND, "wall"),
    "wall_control": acts(COMMAND, "wall", lambda _w: {"extent": "jurisdiction"}),
    "wall_screen_revoke": acts(COMMAND, "screen"),
}

SIGNING_IN = {
    "organizations:login": open_to_all("GET", "POST"),
    "organizations:code": open_to_all("GET", "POST"),
    "organizations:dialog": open_to_all(),
    "organizations:state": open_to_all(),
    "organizations:logout": open_to_all("POST"),
    "organizations:preferences": open_to_all("GET", "POST"),
    "organizations:signed_in": reads(EVERYBODY),
    "organizations:password": both(EVERYBODY, EVERYBODY),
    "organizations:factor": both(EVERYBODY, EVERYBODY),
}

PEOPLE = {
    "organizations:people": reads(SEES_PEOPLE),
    "organizations:people_export": reads(SEES_PEOPLE),
    "organizations:person": both(SEES_PEOPLE, SYSTEM, "person"),
    "organizations:person_new": both(SYSTEM, SYSTEM),
    "organizations:person_disable": acts(SYSTEM, "person", _reason),
    "organizations:person_enable": acts(SYSTEM, "person"),
    "organizations:person_factor": acts(SECURITY, "person"),
    "organizations:person_password": acts(SYSTEM, "person", _reason),
    "organizations:role_grant": acts(SECURITY, "person"),
    "organizations:role_end": acts(SECURITY, "person"),
    "organizations:units": reads(SEES_PEOPLE),
    "organizations:unit": both(SEES_PEOPLE, SYSTEM, "unit"),
    "organizations:unit_new": both(SYSTEM, SYSTEM),
    "organizations:jurisdictions": reads(SEES_PEOPLE),
    "organizations:jurisdiction": reads(SEES_PEOPLE, "county"),
    "organizations:jurisdiction_edit": acts(SYSTEM, "county"),
    "organizations:jurisdiction_new": acts(SYSTEM, "county"),
    "organizations:imports": both(SYSTEM, SYSTEM),
}

REPORTS = {
    "reports:list": reads(SEES_REPORTS),
    "reports:export": reads(SEES_REPORTS),
    "reports:queue": reads(SEES_REPORTS),
    "reports:report": reads(SEES_REPORTS, "report"),
    "reports:act": acts(DUTY, "report", _reason),
    "reports:intake": both(FILES_REPORTS, FILES_REPORTS),
    "reports:check": acts(FILES_REPORTS),
    "reports:draft-keep": acts(FILES_REPORTS),
    "reports:draft-drop": acts(FILES_REPORTS),
    "reports:places": reads(FILES_REPORTS),
    "reports:field": reads(FILES_REPORTS | LEADERS),
    "reports:field-full": both(FILES_REPORTS, FILES_REPORTS),
    "reports:field-follow": both(FILES_REPORTS, FILES_REPORTS, "report"),
    "reports:outbox": reads(EVERYBODY),
    "reports:township": reads(SEES_REPORTS),
    "reports:worker": open_to_all(),
    "reports:manifest": open_to_all(),
    "reports:sms": reads(DUTY),
    "api:report-followups": both(SEES_REPORTS, FILES_REPORTS, "report"),
    "api:sms": acts(FILES_REPORTS),
    "reports:field-new": both(FILES_REPORTS, FILES_REPORTS),
    "reports:receipt": both(EVERYBODY, FILES_REPORTS, "report"),
    "reports:public-new": open_to_all("GET", "POST"),
    "reports:public-receipt": open_to_all("GET", "POST", of="report"),
}

INCIDENTS = {
    "response:list": reads(SEES_INCIDENTS),
    "response:export": reads(SEES_INCIDENTS),
    "response:page": reads(SEES_INCIDENTS, "incident"),
    "response:summary": reads(SEES_INCIDENTS, "incident"),
    "response:panel": reads(SEES_INCIDENTS, "incident"),
    "response:new": both(COMMAND, COMMAND),
    "response:suggest": acts(EVERYBODY),
    "response:edit": both(COMMAND, COMMAND, "incident"),
    "response:status": acts(COMMAND, "incident"),
    "response:grade": acts(COMMAND, "incident"),
    "response:note": acts(COMMAND, "incident"),
    "response:figures": acts(COMMAND, "incident"),
    "response:handover": acts(COMMAND, "incident"),
    "response:sensitive": acts(COMMAND, "incident"),
    "response:types": reads(SEES_INCIDENTS),
    "response:type-new": both(COMMAND, COMMAND),
    "response:type-edit": both(COMMAND, COMMAND),
}

DISPATCH = {
    "dispatch:board": reads(SEES_INCIDENTS),
    "dispatch:board_fragment": lists(SEES_INCIDENTS),
    "dispatch:find": reads(SEES_INCIDENTS, "incident"),
    "dispatch:incident": reads(SEES_INCIDENTS, "incident"),
    "dispatch:order": acts(COMMAND, "incident"),
    "dispatch:recall_all": acts(COMMAND, "incident"),
    "dispatch:simulate": reads(SEES_INCIDENTS, "incident"),
    "dispatch:set_status": acts(DUTY | LEADERS, "dispatch"),
    "dispatch:undo": acts(COMMAND),
    "dispatch:orders": lists(DUTY | LEADERS),
    "dispatch:team_orders": reads(SEES_TEAMS, "team"),
}

TEAMS = {
    "teams:teams": reads(SEES_TEAMS),
    "teams:export": reads(SEES_TEAMS),
    "teams:team": reads(SEES_TEAMS, "team"),
    "teams:new": both(DUTY, DUTY),
    "teams:edit": both(DUTY, DUTY, "team"),
    "teams:members": acts(DUTY, "team"),
    "teams:vehicles": acts(DUTY, "team"),
    "teams:readiness": acts(DUTY, "team"),
    "teams:import": both(DUTY, DUTY),
}

FILES = {
    "files:gallery": Rule(),  # asked with ?subject= in tests/files
    "files:content": reads(SEES_INCIDENTS, "file"),
    "files:thumb": reads(SEES_INCIDENTS, "file"),
}

RECORD = {
    "timeline:record": reads(READS_RECORD),
    "timeline:export": reads(READS_RECORD),
    "clocks:clocks": reads(SEES_CLOCKS),
}

POLICY: dict[str, Rule] = {
    **API,
    **PAGES,
    **SIGNING_IN,
    **PEOPLE,
    **REPORTS,
    **INCIDENTS,
    **DISPATCH,
    **TEAMS,
    **FILES,
    **RECORD,
}
