"""The life of a shelter (R-D9): which state may follow which, and the permission each step needs. Buttons come from here.

An order opens and closes; whoever runs the shelter checks it, receives people and puts it in order again. “Full” is never
chosen: it follows from counting, and so does its end.
"""

from core.workflow import Transitions
from organizations.roles import Permission

STANDBY, ORDERED, CHECKED, RECEIVING, FULL = "standby", "ordered", "checked", "receiving", "full"
CLOSING, CLOSED, RESTORED = "closing", "closed", "restored"

_ORDER, _RUN = Permission.SHELTER_ORDER, Permission.SHELTER_RUN

TRANSITIONS: Transitions = {
    (STANDBY, ORDERED): _ORDER,
    (RESTORED, ORDERED): _ORDER,
    (CLOSED, ORDERED): _ORDER,
    (ORDERED, CHECKED): _RUN,
    (ORDERED, STANDBY): _ORDER,
    (CHECKED, RECEIVING): _RUN,
    (CHECKED, STANDBY): _ORDER,
    (RECEIVING, FULL): _RUN,
    (FULL, RECEIVING): _RUN,
    (RECEIVING, CLOSING): _ORDER,
    (FULL, CLOSING): _ORDER,
    (CLOSING, RECEIVING): _ORDER,
    (CLOSING, CLOSED): _RUN,
    (CLOSED, RESTORED): _RUN,
}

# What follows from counting heads, and from the safety check with its list; neither is a plain button.
AUTOMATIC = frozenset({(RECEIVING, FULL), (FULL, RECEIVING)})
BY_CHECK = frozenset({(ORDERED, CHECKED)})
REASON_NEEDED = frozenset({(ORDERED, STANDBY), (CHECKED, STANDBY), (CLOSING, RECEIVING), (CLOSED, ORDERED)})

# The stepper on screen; “full” is drawn inside “receiving”.
LADDER = (STANDBY, ORDERED, CHECKED, RECEIVING, CLOSING, CLOSED, RESTORED)
# People may come in; people may be inside; what a wall counts as open.
ADMITS = frozenset({RECEIVING, FULL})
HOUSES = frozenset({RECEIVING, FULL, CLOSING})
IN_USE = frozenset({ORDERED, CHECKED, RECEIVING, FULL, CLOSING})
