"""Files come in piece by piece, whatever is cut, repeated or sent twice at once (R-B7)."""

import hashlib
import threading

import pytest
from django.db import connections

from core.errors import ConflictError, NotFoundError, PermissionDenied, UnprocessableError
from files import store
from files.models import File
from files.services import file_begin, file_chunk, file_finish
from tests.factories import files as make_files
from timeline.models import Event

PHOTO = make_files.photo((300, 200), noisy=True)


def subject(place):
    return f"incident:{place.incident.pk}"


@pytest.mark.django_db
def test_a_photo_sent_in_pieces_is_there_afterwards_and_told_on_the_timeline(place, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = make_files.added(subject(place), place.officer, PHOTO, chunk=7000, caption="桥头")
    assert (file.state, file.kind, file.content_type, file.width) == ("ready", "photo", "image/jpeg", 300)
    assert all(store.path(file, name).exists() for name in ("content", "320", "1280"))
    assert not store.path(file, store.PART).exists()
    told = Event.objects.get(kind="file.added")
    assert told.subject == f"file:{file.pk}"
    assert subject(place) in told.subjects
    assert told.data["caption"] == "桥头"


@pytest.mark.django_db
def test_the_same_content_for_the_same_thing_goes_on_where_it_stopped(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    file_chunk(file=file, offset=0, chunk=PHOTO[:5000], actor=place.officer)
    again, new = file_begin(subject=subject(place), offer=make_files.offer(PHOTO, "again.jpg"), actor=place.officer)
    assert (again.pk, again.offset, new) == (file.pk, 5000, False)


@pytest.mark.django_db
@pytest.mark.parametrize("offset", [0, 4999, 5001, 10**9])
def test_a_wrong_offset_is_answered_with_the_right_one_and_changes_nothing(place, offset):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    file_chunk(file=file, offset=0, chunk=PHOTO[:5000], actor=place.officer)
    with pytest.raises(ConflictError) as refusal:
        file_chunk(file=file, offset=offset, chunk=b"x" * 100, actor=place.officer)
    assert refusal.value.extra["offset"] == 5000
    assert store.path(file, store.PART).read_bytes() == PHOTO[:5000]


@pytest.mark.django_db
def test_bytes_beyond_the_announced_size_are_refused(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    with pytest.raises(UnprocessableError):
        file_chunk(file=file, offset=0, chunk=PHOTO + b"more", actor=place.officer)
    assert File.objects.get(pk=file.pk).offset == 0


@pytest.mark.django_db
def test_finishing_too_early_says_where_to_go_on_and_finishing_twice_is_harmless(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    file = file_chunk(file=file, offset=0, chunk=PHOTO[:5000], actor=place.officer)
    with pytest.raises(ConflictError) as refusal:
        file_finish(file=file, actor=place.officer)
    assert refusal.value.extra["offset"] == 5000
    file = file_chunk(file=file, offset=5000, chunk=PHOTO[5000:], actor=place.officer)
    assert file_finish(file=file, actor=place.officer).state == "ready"
    assert file_finish(file=file, actor=place.officer).state == "ready"
    assert Event.objects.filter(kind="file.added").count() == 1


@pytest.mark.django_db
def test_what_arrives_damaged_is_sent_again_from_the_beginning(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    file = file_chunk(file=file, offset=0, chunk=PHOTO[:-4] + b"oops", actor=place.officer)
    with pytest.raises(ConflictError) as refusal:
        file_finish(file=file, actor=place.officer)
    assert refusal.value.extra["offset"] == 0
    file = file_chunk(file=file, offset=0, chunk=PHOTO, actor=place.officer)
    assert file_finish(file=file, actor=place.officer).state == "ready"


@pytest.mark.django_db
def test_bytes_left_by_a_process_that_died_are_written_over(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    store.write_at(file, 0, b"\xff\xd8\xff garbage that no row knows of")  # written, then killed before the commit
    file = make_files.sent(subject(place), place.officer, PHOTO, chunk=10_000)
    assert file_finish(file=file, actor=place.officer).state == "ready"


@pytest.mark.django_db(transaction=True)
def test_of_two_senders_of_one_piece_one_is_told_where_to_go_on(place):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    start, outcomes = threading.Barrier(2), []

    def send():
        start.wait()
        try:
            outcomes.append(file_chunk(file=file, offset=0, chunk=PHOTO, actor=place.officer).offset)
        except ConflictError as error:
            outcomes.append(error.extra)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [len(PHOTO), {"offset": len(PHOTO), "state": "uploading"}]
    assert store.digest(store.path(file, store.PART), len(PHOTO)) == hashlib.sha256(PHOTO).hexdigest()


@pytest.mark.django_db(transaction=True)
def test_two_beginnings_of_one_file_at_once_are_one_file(place):
    start, found = threading.Barrier(2), []

    def begin():
        start.wait()
        try:
            found.append(file_begin(subject=subject(place), offer=make_files.offer(PHOTO), actor=place.officer))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new for _file, new in found) == [False, True]
    assert len({file.pk for file, _new in found}) == 1


@pytest.mark.django_db
def test_who_may_only_look_adds_nothing_and_a_neighbour_finds_nothing(place):
    with pytest.raises(PermissionDenied):
        make_files.begun(subject(place), place.auditor, PHOTO)
    with pytest.raises(NotFoundError):
        make_files.begun(subject(place), place.neighbour, PHOTO)
    with pytest.raises(NotFoundError):
        make_files.begun("weather:1", place.officer, PHOTO)
    assert make_files.begun(subject(place), place.leader, PHOTO).state == "uploading"


@pytest.mark.django_db
def test_too_much_is_said_before_anything_is_sent(place):
    tell = make_files.offer
    with pytest.raises(UnprocessableError) as refusal:
        file_begin(
            subject=subject(place),
            offer=tell(PHOTO, "a.jpg").__class__("a.jpg", 21_000_000, "0" * 64),
            actor=place.officer,
        )
    assert "20 MB" in str(refusal.value.message)
    with pytest.raises(UnprocessableError) as refusal:
        file_begin(
            subject=subject(place), offer=tell(PHOTO).__class__("a.mp4", 301_000_000, "0" * 64), actor=place.officer
        )
    assert "300 MB" in str(refusal.value.message)


@pytest.mark.django_db
def test_a_thing_holds_only_so_many_files(place, settings):
    settings.FILES_PER_SUBJECT = 1
    make_files.added(subject(place), place.officer, PHOTO)
    with pytest.raises(UnprocessableError):
        make_files.begun(subject(place), place.officer, make_files.photo())


@pytest.mark.django_db
def test_a_full_disk_is_said_in_words_and_nothing_is_half_saved(place, settings):
    settings.FILES_KEEP_FREE = 10**18
    with pytest.raises(store.StorageFullError) as refusal:
        make_files.begun(subject(place), place.officer, PHOTO)
    assert refusal.value.status == 507
    assert not File.objects.exists()


@pytest.mark.django_db
def test_a_disk_that_fills_while_sending_keeps_the_offset(place, monkeypatch):
    file = make_files.begun(subject(place), place.officer, PHOTO)
    file = file_chunk(file=file, offset=0, chunk=PHOTO[:5000], actor=place.officer)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(store.os, "pwrite", full)
        with pytest.raises(store.StorageFullError):
            file_chunk(file=file, offset=5000, chunk=PHOTO[5000:], actor=place.officer)
    assert File.objects.get(pk=file.pk).offset == 5000
    file = file_chunk(file=file, offset=5000, chunk=PHOTO[5000:], actor=place.officer)
    assert file_finish(file=file, actor=place.officer).state == "ready"
