"""What happens to people, roles and units, in words; `telling` makes these kinds known to the timeline (R-H4)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.roles import Role

USER_CREATED = "user.created"
USER_CHANGED = "user.changed"
USER_DISABLED = "user.disabled"
USER_ENABLED = "user.enabled"
USER_PASSWORD_RESET = "user.password_reset"  # noqa: S105 - the name of an event
USER_PASSWORD_CHANGED = "user.password_changed"  # noqa: S105 - the name of an event
USER_SIGNED_IN = "user.signed_in"
USER_SIGNED_OUT = "user.signed_out"
USER_LOCKED_OUT = "user.locked_out"
USER_FACTOR_ADDED = "user.factor_added"
USER_FACTOR_REMOVED = "user.factor_removed"
USER_TOKEN_ISSUED = "user.token_issued"  # noqa: S105 - the name of an event
MEMBERSHIP_GRANTED = "membership.granted"
MEMBERSHIP_ENDED = "membership.ended"
USER_MUTED = "user.muted"
USER_UNMUTED = "user.unmuted"
UNIT_CREATED = "unit.created"
UNIT_CHANGED = "unit.changed"
JURISDICTION_CREATED = "jurisdiction.created"
JURISDICTION_CHANGED = "jurisdiction.changed"
IMPORT_DONE = "jurisdiction.imported"
EXPORT_DONE = "user.exported"
APPROVAL_RULE_ADDED = "approval_rule.added"
APPROVAL_RULE_ENDED = "approval_rule.ended"

WORDS: dict[str, str | Promise] = {
    USER_CREATED: _("%(person)s was added"),
    USER_CHANGED: _("%(person)s was edited: %(fields)s"),
    USER_DISABLED: _("%(person)s was disabled: %(reason)s"),
    USER_ENABLED: _("%(person)s was enabled again: %(reason)s"),
    USER_PASSWORD_RESET: _("A new one-time password was set for %(person)s"),
    USER_PASSWORD_CHANGED: _("%(person)s changed the password"),
    USER_SIGNED_IN: _("%(person)s signed in from %(address)s"),
    USER_SIGNED_OUT: _("%(person)s signed out"),
    USER_LOCKED_OUT: _("Sign-in to the account of %(person)s from %(address)s was locked after repeated failures"),
    USER_FACTOR_ADDED: _("%(person)s set up the second factor"),
    USER_FACTOR_REMOVED: _("The second factor of %(person)s was removed: %(reason)s"),
    USER_TOKEN_ISSUED: _("A key for programs was issued to %(person)s"),
    USER_MUTED: _("%(person)s muted the alarms of a workstation for %(minutes)s minutes, until %(until)s"),
    USER_UNMUTED: _("%(person)s let the alarms of a workstation sound again"),
    MEMBERSHIP_GRANTED: _("%(person)s was made %(role)s in %(place)s"),
    MEMBERSHIP_ENDED: _("%(person)s is no longer %(role)s in %(place)s"),
    UNIT_CREATED: _("The unit %(unit)s was added"),
    UNIT_CHANGED: _("The unit %(unit)s was edited: %(fields)s"),
    JURISDICTION_CREATED: _("The jurisdiction %(place)s was added"),
    JURISDICTION_CHANGED: _("The jurisdiction %(place)s was edited: %(fields)s"),
    IMPORT_DONE: _("%(what)s were imported: %(created)s new, %(changed)s changed"),
    EXPORT_DONE: _("%(count)s people were exported"),
    APPROVAL_RULE_ADDED: _("Rule of approval for %(kind)s in %(place)s: %(people)s × %(role)s"),
    APPROVAL_RULE_ENDED: _("Rule of approval for %(kind)s in %(place)s ended: %(people)s × %(role)s"),
}


def _role_in_words(data: Mapping[str, Any]) -> Mapping[str, Any]:
    role = data.get("role", "")
    return {**data, "role": Role(role).label if role in Role.values else role}


# Values that must be put into the reader's language, not the writer's.
VALUES: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    MEMBERSHIP_GRANTED: _role_in_words,
    MEMBERSHIP_ENDED: _role_in_words,
    APPROVAL_RULE_ADDED: _role_in_words,
    APPROVAL_RULE_ENDED: _role_in_words,
}
