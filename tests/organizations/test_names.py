"""Names as people have them: 25 characters, the separating dot, characters outside the basic plane, to a file and back (R-H5)."""

import csv
import io

import pytest
from django.test import Client

from organizations.models import User
from organizations.roles import Role
from resources.teams.models import Team
from resources.teams.services import teams_import
from tests.factories import organizations as make
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
LONGEST = "阿卜杜热合曼·买买提依明江·吐尔逊尼亚孜阿吉木沙汗"
NAMES = {
    LONGEST: LONGEST,
    "买买提•艾力": "买买提·艾力",
    "买买提・艾力": "买买提·艾力",
    "买买提．艾力": "买买提·艾力",
    "李𠮷": "李𠮷",
    "王𬭬㵘": "王𬭬㵘",
    "  陈岚 ": "陈岚",
}
ENCODINGS = {"": "utf-8-sig", "gb18030": "gb18030"}


def page(role, place, signed_in) -> Client:
    """A browser session of somebody with a role there."""
    return signed_in(make.user(role, place))


def test_the_longest_name_is_as_long_as_it_says():
    assert len(LONGEST) == 25


@pytest.mark.parametrize(("typed", "kept"), NAMES.items())
def test_a_name_comes_back_from_form_page_and_file_as_it_was(county, signed_in, typed, kept):
    place = county[0]
    admin = page(Role.SYSTEM_ADMIN, place, signed_in)
    sent = {"username": "rare", "full_name": typed, "unit": place.units.first().pk, "title": "", "phone": ""}
    assert admin.post("/people/new/", sent).status_code in (200, 302)
    person = User.objects.get(username="rare")
    assert person.full_name == kept
    assert kept in admin.get(f"/people/{person.pk}/").content.decode()
    for asked, encoding in ENCODINGS.items():
        content = admin.get("/people/export.csv", {"encoding": asked}).content
        assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(content.decode(encoding))) for cell in row]
        assert kept in cells


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_with_such_names_goes_out_and_in_again_unchanged(county, signed_in, encoding):
    officer = make.user(Role.DUTY_OFFICER, county[0])
    names = set(NAMES.values())
    for name in names:
        team(county[1], name=name, leader_name=name)
    content = signed_in(officer).get("/teams/export/", {"encoding": encoding}).content
    Team.objects.update(name="-", leader_name="-")
    assert teams_import(content=content, dry_run=False, actor=officer).errors == []
    rows = set(Team.objects.values_list("name", "leader_name"))
    assert rows == {(name, name) for name in names}
