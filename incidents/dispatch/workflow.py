"""Which status of an assignment may follow which, and the permission each step needs. The buttons come from this table.

A later status implies the earlier ones happened, at times left unknown: a team may report “on scene” without having
acknowledged. Recall is open from every active status and leads back the same way: returning, ended.
"""

from core.workflow import Transitions
from organizations.roles import Permission

ORDERED, ACKNOWLEDGED, EN_ROUTE, ON_SCENE, RETURNING, ENDED = (
    "ordered",
    "acknowledged",
    "en_route",
    "on_scene",
    "returning",
    "ended",
)
DECLINED, RECALLED, UNDONE = "declined", "recalled", "undone"

_RESPOND, _ORDER = Permission.DISPATCH_RESPOND, Permission.DISPATCH_ORDER

TRANSITIONS: Transitions = {
    (ORDERED, ACKNOWLEDGED): _RESPOND,
    (ORDERED, EN_ROUTE): _RESPOND,
    (ORDERED, ON_SCENE): _RESPOND,
    (ORDERED, DECLINED): _RESPOND,
    (ORDERED, RECALLED): _ORDER,
    (ORDERED, UNDONE): _ORDER,
    (ACKNOWLEDGED, EN_ROUTE): _RESPOND,
    (ACKNOWLEDGED, ON_SCENE): _RESPOND,
    (ACKNOWLEDGED, DECLINED): _RESPOND,
    (ACKNOWLEDGED, RECALLED): _ORDER,
    (EN_ROUTE, ON_SCENE): _RESPOND,
    (EN_ROUTE, RETURNING): _RESPOND,
    (EN_ROUTE, ENDED): _RESPOND,
    (EN_ROUTE, RECALLED): _ORDER,
    (ON_SCENE, RETURNING): _RESPOND,
    (ON_SCENE, ENDED): _RESPOND,
    (ON_SCENE, RECALLED): _ORDER,
    (RETURNING, ENDED): _RESPOND,
    (RECALLED, RETURNING): _RESPOND,
    (RECALLED, ENDED): _RESPOND,
}

# What these say must be explained.
REASON_NEEDED: frozenset[str] = frozenset({DECLINED})

# Where a time is kept on the assignment itself.
TIME_FIELDS = {
    ACKNOWLEDGED: "acknowledged_at",
    EN_ROUTE: "en_route_at",
    ON_SCENE: "on_scene_at",
    RETURNING: "returning_at",
    ENDED: "ended_at",
    RECALLED: "recalled_at",
}

UNDO_S = 10
