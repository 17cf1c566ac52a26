"""The map for somebody who was here a moment ago: one statement proves that they still may, and answers (R-H1).

What was found out about a session at its last full request (who it is, what is within reach) is kept in the process as a
guess. The statement that reads the map also reads what the guess rests on: the session's row, the person's row and the
roles in force. Only if that is word for word what it was does the answer count; else the whole way is gone again. So
nothing is believed for longer than a statement takes, and signing out, a new password or a lost role work at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare

from command_center.selectors.map import Bbox, map_sql
from organizations import access, sessions
from organizations.models import User

# As access._HELD: the roles that hold now, by the database's clock.
_PROOF = """(
    SELECT json_build_array(s.session_data, u.password, u.is_active, u.must_change_password, (
        SELECT json_agg(json_build_array(m.role, j.path) ORDER BY m.id) FROM organizations_membership m
        JOIN organizations_jurisdiction j ON j.id = m.jurisdiction_id AND j.is_active
        WHERE m.user_id = u.id AND m.starts_at <= statement_timestamp() AND (m.ends_at IS NULL OR m.ends_at > statement_timestamp())))::text
    FROM django_session s, organizations_user u
    WHERE s.session_key = %s AND s.expire_date > statement_timestamp() AND u.id = %s
)"""


@dataclass(frozen=True)
class Guess:
    """What a session was found to be: the person with their reach, the proof it rests on, when they came and were seen."""

    user: User
    proof: str
    began_at: int
    seen_at: int


def guess_make(session_key: str, *, actor: User) -> Guess | None:
    """Everything read anew between two looks at the proof; None when it moved, or when the session is not the actor's."""
    before = _proof(session_key, actor.pk)
    user = User.objects.filter(pk=actor.pk, is_active=True, must_change_password=False).first()
    if before is None or user is None:
        return None
    stored = SessionStore(session_key).load()
    mine = stored.get(SESSION_KEY) == str(user.pk)
    fits = constant_time_compare(stored.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    began, seen = stored.get(sessions.BEGAN), stored.get(sessions.SEEN)
    access.reach(user)
    if not mine or not fits or began is None or seen is None or _proof(session_key, actor.pk) != before:
        return None
    return Guess(user, before, began, seen)


def map_if_still(guess: Guess, session_key: str, names: Sequence[str], bbox: Bbox | None) -> str | None:
    """The map's document as `map_document` makes it, or None when the guess no longer holds. One statement."""
    sql, values = map_sql(names, bbox, guess.user)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_PROOF}, ({sql})", [session_key, guess.user.pk, *values])
        proof, document = cursor.fetchone()
    return str(document) if proof == guess.proof else None


def _proof(session_key: str, user_id: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_PROOF}", [session_key, user_id])
        found = cursor.fetchone()[0]
    return None if found is None else str(found)
