"""Which phase of an incident may follow which, and the permission each step needs. The buttons come from this table."""

from core.workflow import Transitions
from organizations.roles import Permission

TRANSITIONS: Transitions = {
    ("open", "handling"): Permission.INCIDENT_CHANGE,
    ("open", "closed"): Permission.INCIDENT_CHANGE,
    ("handling", "stable"): Permission.INCIDENT_CHANGE,
    ("handling", "closed"): Permission.INCIDENT_CHANGE,
    ("stable", "closed"): Permission.INCIDENT_CHANGE,
    ("stable", "handling"): Permission.INCIDENT_CHANGE,
    ("closed", "handling"): Permission.INCIDENT_CHANGE,
}

# Closing says how it ended, reopening says why; every other step may stay silent.
REASON_NEEDED: frozenset[tuple[str, str]] = frozenset(
    {("open", "closed"), ("handling", "closed"), ("stable", "closed"), ("closed", "handling")}
)

# The stepper on screen.
LADDER: tuple[str, ...] = ("open", "handling", "stable", "closed")
