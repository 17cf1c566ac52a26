"""Who should get in where, written down apart from the code: the matrix test holds the code to it.

Nothing of the project is imported here. A rule names the roles that may, for one address and method. `of` says what the
address names: those roles may for a thing of their own county, and get 404 for a thing of another.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

DUTY = {"duty_officer", "duty_leader"}
COMMAND = DUTY | {"commander"}
WATCH = COMMAND | {"auditor"}
REPORTERS = {"reporter", "grid_worker"}
SYSTEM = {"system_admin"}
SECURITY = {"security_admin"}
ADMINS = SYSTEM | SECURITY
LEADERS = {"team_leader"}
EVERYBODY = WATCH | REPORTERS | ADMINS | LEADERS | {"keeper", "publisher"}
NOBODY: set[str] = set()
Body = Callable[[Any], dict[str, Any]] | None

SEES_REPORTS = WATCH | REPORTERS | {"publisher"}
SEES_INCIDENTS = WATCH | {"reporter", "keeper", "publisher", "team_leader"}
SEES_TEAMS = WATCH | LEADERS
SEES_PEOPLE = WATCH | ADMINS
SEES_CLOCKS = WATCH | {"keeper"}
READS_RECORD = WATCH
FILES_REPORTS = DUTY | REPORTERS
KEEPERS = {"keeper"}
SEES_RESERVES = WATCH | KEEPERS
MOVES_STOCK = KEEPERS
APPROVES = {"duty_leader", "commander"}
EDITS_CATALOGUE = DUTY | KEEPERS
ASKS_SUPPLY = COMMAND
SEES_SHELTERS = WATCH | REPORTERS | KEEPERS
RUNS_SHELTERS = DUTY | REPORTERS


@dataclass(frozen=True)
class Rule:
    """Roles by method; `public` needs no sign-in; `of` the kind of thing the address names ("" for none).

    `sees`: roles to whom this address may show what belongs to their own county; to all others it may answer, but empty.
    `body`: what a sensible write sends, a function of the county's things, so that a refusal is about the person.
    """

    of: str = ""
    public: bool = False
    methods: dict[str, set[str]] = field(default_factory=dict)
    sees: set[str] | None = None
    body: Callable[[Any], dict[str, Any]] | None = None


def reads(roles: set[str], of: str = "") -> Rule:
    """GET only."""
    return Rule(of, methods={"GET": roles})


def lists(sees: set[str]) -> Rule:
    """GET for everybody; but what it holds is for some."""
    return Rule(methods={"GET": EVERYBODY}, sees=sees)


def acts(roles: set[str], of: str = "", body: Body = None) -> Rule:
    """POST only."""
    return Rule(of, methods={"POST": roles}, body=body)


def both(readers: set[str], writers: set[str], of: str = "", body: Body = None) -> Rule:
    """GET and POST."""
    return Rule(of, methods={"GET": readers, "POST": writers}, body=body)


def open_to_all(*methods: str, of: str = "") -> Rule:
    """No sign-in needed."""
    return Rule(of, public=True, methods=dict.fromkeys(methods or ("GET",), EVERYBODY))
