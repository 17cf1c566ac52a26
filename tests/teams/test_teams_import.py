"""Teams from and to CSV: either encoding, a dry run, every wrong line named, and a round trip without loss."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import UnprocessableError
from resources.teams.models import Team
from resources.teams.services import teams_import
from tests.factories import organizations as make
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
HEAD = "区划代码,呼号,名称（中文）,类别,主管单位,能力,人数,驻地经度,驻地纬度\n"


@pytest.fixture
def duty(county):
    return make.user("duty_officer", county[0])


def line(
    place, code="YX-1", kind="professional", skills="water;mine", strength="8", lon="103.6", lat="30.9", unit=None
):
    unit = unit or place.units.first().name
    return f"{place.code},{code},水上救援队,{kind},{unit},{skills},{strength},{lon},{lat}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_either_encoding_is_read_and_a_dry_run_stores_nothing(county, duty, encoding):
    content = (HEAD + line(county[1])).encode(encoding)
    tried = teams_import(content=content, actor=duty)
    assert (tried.created, tried.errors, tried.stored, Team.objects.count()) == (1, [], False, 0)
    done = teams_import(content=content, dry_run=False, actor=duty)
    assert (done.created, done.stored) == (1, True)
    made = Team.objects.get()
    assert {item.code for item in made.capabilities.all()} == {"water", "mine"}
    again = teams_import(content=content, dry_run=False, actor=duty)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_every_wrong_line_is_named_and_nothing_is_stored(county, duty):
    foreign = make.jurisdiction()
    make.unit(foreign)
    content = HEAD + "".join(
        [
            line(county[1]),
            line(county[1], code="YX-2", kind="circus"),
            line(county[1], code="YX-3", skills="teleport"),
            line(county[1], code="YX-4", strength="many"),
            line(county[1], code="YX-5", lon="east"),
            line(foreign, code="YX-6"),
            line(county[1], code="YX-7", unit="没有的单位"),
        ]
    )
    report = teams_import(content=content.encode(), dry_run=False, actor=duty)
    assert sorted({number for number, _text in report.errors}) == [3, 4, 5, 6, 7, 8]
    assert all(text for _number, text in report.errors)
    assert Team.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff\xff", "呼号\nx\n".encode(), HEAD.encode()])
def test_a_file_that_is_no_such_list_is_refused_in_words(duty, content):
    with pytest.raises(UnprocessableError):
        teams_import(content=content, actor=duty)


@pytest.mark.parametrize("encoding", ["", "gb18030"])
def test_what_was_exported_can_be_imported_again_unchanged(county, duty, signed_in, encoding):
    row = team(county[1], name="=危险公式队", leader_phone="+86 139", capabilities=["water", "medical"])
    answer = signed_in(duty).get(f"/teams/export/?encoding={encoding}")
    assert answer["Content-Type"] == "text/csv"
    text = answer.content.decode(encoding or "utf-8-sig")
    assert "'=危险公式队" in text
    report = teams_import(content=answer.content, actor=duty)
    assert (report.errors, report.unchanged) == ([], 1)
    assert row.name in text


def test_the_page_tries_first_and_stores_on_demand(county, duty, signed_in):
    def upload(**more):
        file = SimpleUploadedFile("teams.csv", (HEAD + line(county[1])).encode())
        return signed_in(duty).post("/teams/import/", {"file": file, **more})

    assert upload().status_code == 200
    assert Team.objects.count() == 0
    assert upload(store="on").status_code == 200
    assert Team.objects.count() == 1
    assert signed_in(make.user("auditor", county[0])).get("/teams/import/").status_code == 403
