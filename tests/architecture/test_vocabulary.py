"""One vocabulary: names follow the pattern, kinds of event are registered, and every text has its Chinese (R-H5)."""

import re

from django.conf import settings

from core import catalogue
from organizations.roles import PERMISSIONS, Permission, Role
from timeline.kinds import all_kinds


def test_permissions_and_event_kinds_read_entity_dot_word():
    odd = [str(kind) for kind in all_kinds() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", kind.name)]
    odd += [value for value in Permission.values if not re.fullmatch(r"[a-z_]+\.[a-z_]+", value)]
    assert odd == []


def test_every_role_has_permissions_and_every_permission_a_role():
    assert set(PERMISSIONS) == set(Role.values)
    carried = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    assert carried == set(Permission.values)


def test_every_text_has_its_chinese():
    assert catalogue.missing(settings.ROOT) == {}


def test_no_two_fragments_say_the_same_text_differently():
    assert [
        clash for scripts in (False, True) for clash in catalogue.fragments(settings.ROOT, scripts=scripts)[1]
    ] == []
