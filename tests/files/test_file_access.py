"""Files are seen by who sees the thing they belong to, at this moment; bytes leave only through that question (R-B7)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from files import store
from files.models import File
from files.selectors import file_shown, files_of, gallery
from files.services import file_begin, file_remove, files_move
from files.subjects import target_of
from incidents.reports.services import report_verify
from organizations import access
from tests.factories import files as make_files
from tests.factories import reports
from timeline.models import Event
from timeline.selectors import events_of

PHOTO = make_files.photo()


@pytest.fixture
def file(place):
    """A photo of the incident."""
    return make_files.added(f"incident:{place.incident.pk}", place.officer, PHOTO, caption="桥头")


@pytest.fixture
def seen(signed_in):
    """`seen(person, path, **headers)`: the answer to somebody in a browser."""
    return lambda person, path, **headers: signed_in(person).get(path, headers=headers)


def test_a_neighbour_finds_nothing_and_a_revoked_role_ends_it_at_once(place, file, seen):
    addresses = [f"/files/{file.pk}/", f"/files/{file.pk}/thumb/", f"/api/v1/files/{file.pk}/"]
    addresses.append(f"/api/v1/files/?subject=incident:{place.incident.pk}")
    addresses.append(f"{reverse('files:gallery')}?subject=incident:{place.incident.pk}")
    assert [seen(place.auditor, one).status_code for one in addresses] == [200] * 5
    assert [seen(place.neighbour, one).status_code for one in addresses] == [404] * 5
    place.auditor.memberships.update(ends_at=timezone.now())
    assert {seen(place.auditor, one).status_code for one in addresses} <= {403, 404}


def test_the_content_is_given_as_what_it_is_and_can_do_nothing(place, file, seen):
    answer = seen(place.auditor, f"/files/{file.pk}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Disposition"].startswith("inline;")
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"".join(answer) == store.path(file).read_bytes()
    assert seen(place.auditor, f"/files/{file.pk}/?download")["Content-Disposition"].startswith("attachment;")
    again = seen(place.auditor, f"/files/{file.pk}/", if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_document_is_only_ever_a_download(place, seen):
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"
    file = make_files.added(f"incident:{place.incident.pk}", place.officer, pdf, name='预案"\r\n.pdf')
    answer = seen(place.officer, f"/files/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer["Content-Disposition"]
    assert seen(place.officer, f"/files/{file.pk}/thumb/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "said", "length"),
    [
        ("bytes=0-99", 206, "bytes 0-99/8044", 100),
        ("bytes=8000-", 206, "bytes 8000-8043/8044", 44),
        ("bytes=-44", 206, "bytes 8000-8043/8044", 44),
        ("bytes=-99999", 206, "bytes 0-8043/8044", 8044),
        ("bytes=8044-", 416, "bytes */8044", 0),
        ("bytes=9-3", 416, "bytes */8044", 0),
        ("bytes=0-1,5-6", 416, "bytes */8044", 0),
        ("pages=1-2", 416, "bytes */8044", 0),
    ],
)
def test_players_get_the_part_they_ask_for(place, seen, asked, status, said, length):
    sound = make_files.wav()
    file = make_files.added(f"incident:{place.incident.pk}", place.officer, sound, name="call.wav")
    answer = seen(place.officer, f"/files/{file.pk}/", range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (status, said)
    if status == 206:
        body = b"".join(answer)
        start = int(said.split()[1].split("-")[0])
        assert body == sound[start : start + length]
        assert answer["Content-Length"] == str(length)


def test_a_struck_file_is_shown_to_nobody_and_the_record_keeps_that_it_was_there(place, file, seen):
    with pytest.raises(PermissionDenied):
        file_remove(file=file, reason="x", actor=place.leader)
    with pytest.raises(UnprocessableError):
        file_remove(file=file, reason="  ", actor=place.officer)
    file_remove(file=file, reason="不是这里", actor=place.officer)
    with pytest.raises(ConflictError):
        file_remove(file=file, reason="again", actor=place.officer)
    assert seen(place.officer, f"/files/{file.pk}/").status_code == 404
    with pytest.raises(NotFoundError):
        file_shown(pk=file.pk, actor=place.officer)
    told = Event.objects.get(kind="file.removed")
    assert told.data["reason"] == "不是这里"
    assert store.path(file).exists()
    page = seen(place.officer, f"{reverse('files:gallery')}?subject=incident:{place.incident.pk}", hx_request="true")
    assert "不是这里" in page.content.decode()
    assert make_files.added(f"incident:{place.incident.pk}", place.officer, PHOTO).pk != file.pk


def test_whoever_added_a_file_may_strike_it(place):
    file = make_files.added(f"incident:{place.incident.pk}", place.leader, PHOTO)
    assert file_remove(file=file, reason="发错了", actor=place.leader).removed_by == place.leader


def test_the_photos_of_a_report_are_shown_and_told_with_its_incident(place, report):
    report_verify(report=report, incident=place.incident, actor=place.officer)
    file = make_files.added(f"report:{report.pk}", place.officer, PHOTO)
    told = events_of(place.incident, place.officer).get(kind="file.added")
    assert told.subject == f"file:{file.pk}"
    shown = gallery(target_of(f"incident:{place.incident.pk}", place.auditor), actor=place.auditor)
    assert [(one.file.pk, one.of) for one in shown] == [(file.pk, report.number)]
    # A team leader sees the incident, not its reports, and so not their photos.
    assert gallery(target_of(f"incident:{place.incident.pk}", place.leader), actor=place.leader) == []
    with pytest.raises(NotFoundError):
        file_shown(pk=file.pk, actor=place.leader)


def test_a_report_goes_by_its_number_and_by_the_key_of_its_form(place):
    key = uuid.uuid4()
    report = reports.report(place.grid, client_key=key)
    named = [target_of(f"report:{name}", place.grid).subject for name in (report.pk, report.number, key)]
    assert named == [f"report:{report.pk}"] * 3
    with pytest.raises(NotFoundError):
        target_of(f"report:{key}", place.officer)  # a key is its writer's own secret
    assert target_of(f"report:{report.pk}", place.grid).may_add


@pytest.mark.parametrize("reference", ["", "0", "x", "-1", "9" * 30, "incident", "' OR 1", "\u0663"])
@pytest.mark.parametrize("entity", ["incident", "report", "form", "shelter", ""])
@pytest.mark.django_db
def test_nonsense_reads_like_what_does_not_exist(place, entity, reference):
    with pytest.raises(NotFoundError):
        target_of(f"{entity}:{reference}", place.officer)


def test_files_of_a_form_are_its_writers_alone_until_they_become_the_reports(place):
    key = uuid.uuid4()
    file = make_files.added(f"form:{key}", place.officer, PHOTO)
    late = make_files.begun(f"form:{key}", place.officer, make_files.photo(colour=(1, 2, 3)))
    other = place.auditor
    assert not Event.objects.filter(kind="file.added").exists()
    with pytest.raises(NotFoundError):
        file_shown(pk=file.pk, actor=other)
    report = reports.report(place.officer, client_key=key, jurisdiction=place.county.code)
    assert files_move(source=f"form:{key}", target=f"report:{report.pk}", actor=place.officer) == 2
    assert file_shown(pk=file.pk, actor=other) == File.objects.get(pk=file.pk)
    assert File.objects.get(pk=late.pk).subject == f"report:{report.pk}"
    told = Event.objects.get(kind="file.added")
    assert f"report:{report.pk}" in told.subjects
    # What had not yet begun when the form was saved still finds its way.
    assert make_files.begun(f"form:{key}", place.officer, b"%PDF-1.7 x").subject == f"report:{report.pk}"


def test_two_writers_with_one_key_never_meet(place):
    key = uuid.uuid4()
    make_files.added(f"form:{key}", place.officer, PHOTO)
    assert list(files_of(target_of(f"form:{key}", place.grid), actor=place.grid)) == []
    with pytest.raises(ConflictError):
        file_begin(subject=f"form:{key}", offer=make_files.offer(PHOTO), actor=place.grid)


def test_seeing_and_hearing_agree(place, file):
    told = Event.objects.get(kind="file.added")
    for person in (place.officer, place.auditor, place.leader, place.neighbour, place.grid):
        access.forget(person)
        hears = bool(access.groups_for(person) & set(told.audience))
        try:
            sees = bool(file_shown(pk=file.pk, actor=person))
        except NotFoundError:
            sees = False
        assert sees == hears, person
