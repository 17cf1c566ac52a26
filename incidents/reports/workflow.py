"""Where a report may go next, and the permission each step needs; the buttons on screen come from this table (R-B5)."""

from organizations.roles import Permission

TRANSITIONS: dict[tuple[str, str], str] = {
    ("submitted", "verified"): Permission.REPORT_HANDLE,
    ("submitted", "returned"): Permission.REPORT_HANDLE,
    ("submitted", "rejected"): Permission.REPORT_HANDLE,
    ("returned", "submitted"): Permission.REPORT_CREATE,
    ("returned", "verified"): Permission.REPORT_HANDLE,
    ("returned", "rejected"): Permission.REPORT_HANDLE,
    ("rejected", "submitted"): Permission.REPORT_HANDLE,
    ("verified", "submitted"): Permission.REPORT_HANDLE,
}

# Still somebody's work: in the queue, on the map, under a claim.
OPEN_STATUSES: tuple[str, ...] = ("submitted", "returned")

# A claim whose screen has been quiet for longer is shown amber.
CLAIM_STALE_S = 30

# From the first word of a call to a saved intake: the bar fills, turns amber, then says by how much it is over.
INTAKE_WARN_S, INTAKE_LIMIT_S = 60, 106
