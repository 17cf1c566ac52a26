"""Photos keep when and where they were taken as fields, are turned upright, and lose everything else (R-B7)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from PIL import Image

from files import store
from files.models import File, FileState
from files.services import checking, file_check, file_finish, files_check_waiting, files_sweep
from tests.factories import files as make_files
from timeline.models import Event

TAKEN = make_files.photo((400, 300), exif=make_files.camera_notes())


def added(place, content=TAKEN, **said):
    return make_files.added(f"incident:{place.incident.pk}", place.officer, content, **said)


@pytest.mark.django_db
def test_time_and_place_are_read_and_everything_is_stripped(place):
    file = added(place)
    assert file.taken_at == datetime(2026, 7, 15, 6, 32, 10, tzinfo=UTC)
    assert (file.taken_location.x, file.taken_location.y) == pytest.approx(make_files.CHENGDU, abs=1e-5)
    for name in ("content", "320", "1280"):
        kept = store.path(file, name).read_bytes()
        assert b"13900000000" not in kept
        assert b"Exif" not in kept
        assert not Image.open(store.path(file, name)).getexif()


@pytest.mark.django_db
def test_a_photo_held_sideways_is_turned_upright(place):
    file = added(place)  # orientation 6: a quarter turn
    assert (file.width, file.height) == (300, 400)
    assert Image.open(store.path(file)).size == (300, 400)


@pytest.mark.django_db
def test_a_large_photo_is_made_smaller_and_its_thumbnails_smaller_still(place, settings):
    settings.FILES_PICTURE_SIDE = 1600
    file = added(place, make_files.photo((3000, 2000)))
    assert (file.width, file.height) == (1600, 1067)
    assert [max(Image.open(store.path(file, name)).size) for name in ("1280", "320")] == [1280, 320]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_drawn_anew_too(place, kind):
    file = added(place, make_files.photo((50, 40), kind=kind, exif=make_files.camera_notes(orientation=1)))
    assert file.content_type == ("image/png" if kind == "PNG" else "image/jpeg")
    assert b"13900000000" not in store.path(file).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "where"), [("0000:00:00 00:00:00", (0, 0)), ("1970:01:01 00:00:00", (0, 0)), ("2099:01:01 00:00:00", (0, 0))]
)
def test_a_camera_that_knew_nothing_says_nothing(place, at, where):
    file = added(place, make_files.photo(exif=make_files.camera_notes(at, where)))
    assert (file.state, file.taken_at, file.taken_location) == ("ready", None, None)


@pytest.mark.django_db
def test_what_the_phone_says_counts_where_the_photo_says_nothing(place):
    moment = timezone.now() - timedelta(minutes=3)
    file = added(place, make_files.photo(), taken_at=moment, taken_place=(103.5, 30.8))
    assert file.taken_at == moment
    assert file.taken_location.coords == (103.5, 30.8)
    assert added(place, taken_at=moment, taken_place=(1, 1)).taken_location.x == pytest.approx(104.0657, abs=1e-3)


@pytest.mark.django_db
def test_a_very_large_photo_is_left_to_a_worker_who_shows_it(place):
    file = added(place, make_files.photo((5000, 4000), kind="PNG"))
    assert file.state == FileState.CHECKING
    assert not Event.objects.filter(kind="file.added").exists()
    assert files_check_waiting() == 1
    assert File.objects.get(pk=file.pk).state == FileState.READY
    assert Event.objects.filter(kind="file.added").count() == 1
    assert files_check_waiting() == 0


@pytest.mark.django_db
def test_what_a_dead_process_left_behind_is_taken_up_after_its_lease_and_not_for_ever(place):
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, TAKEN)
    held = {"state": "checking", "check_after": timezone.now() + timedelta(minutes=1)}
    File.objects.filter(pk=file.pk).update(**held, attempts=1)
    assert files_check_waiting() == 0  # somebody may still be at it
    File.objects.filter(pk=file.pk).update(check_after=timezone.now())
    assert files_check_waiting() == 1
    assert File.objects.get(pk=file.pk).state == FileState.READY
    File.objects.filter(pk=file.pk).update(state="checking", check_after=timezone.now(), attempts=4)
    files_check_waiting()
    assert File.objects.get(pk=file.pk).refusal == "tired"


@pytest.mark.django_db
def test_a_process_that_died_after_the_rename_loses_no_byte(place):
    text = "值班记录\n".encode() * 50
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, text, name="a.txt")
    store.become(store.path(file, store.PART), store.path(file))
    File.objects.filter(pk=file.pk).update(state="checking", check_after=timezone.now(), attempts=1)
    assert files_check_waiting() == 1
    assert File.objects.get(pk=file.pk).state == FileState.READY
    assert store.path(file).read_bytes() == text


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_never_tires_a_photo_out(place, monkeypatch):
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, TAKEN)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(checking, "draw_anew", full)
        for _turn in range(checking.MOST_ATTEMPTS + 2):
            File.objects.filter(pk=file.pk).update(state="checking", check_after=timezone.now())
            files_check_waiting()
    assert File.objects.get(pk=file.pk).state == FileState.CHECKING
    File.objects.filter(pk=file.pk).update(check_after=timezone.now())
    files_check_waiting()
    assert File.objects.get(pk=file.pk).state == FileState.READY


@pytest.mark.django_db(transaction=True)
def test_a_slow_check_neither_refuses_nor_forgets_what_a_faster_one_has_shown(place):
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, TAKEN)
    File.objects.filter(pk=file.pk).update(state="checking", check_after=timezone.now(), attempts=1)
    slow = File.objects.get(pk=file.pk)
    assert files_check_waiting() == 1
    slow.attempts = checking.MOST_ATTEMPTS + 1
    file_check(file=slow, quick=False)
    slow.attempts = 1
    file_check(file=slow, quick=False)
    assert File.objects.get(pk=file.pk).state == FileState.READY
    assert store.path(file).exists()


@pytest.mark.django_db
def test_a_check_that_comes_second_changes_nothing(place):
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, TAKEN)
    file = file_finish(file=file, actor=place.officer)
    store.path(file, store.PART).write_bytes(TAKEN)
    assert file_check(file=file, quick=False).state == FileState.READY
    assert Event.objects.filter(kind="file.added").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_nobody_finished_is_swept_away_after_a_week_and_nothing_else(place):
    kept, old = added(place), make_files.begun(f"incident:{place.incident.pk}", place.officer, make_files.photo())
    store.write_at(old, 0, b"\xff\xd8\xff")
    assert files_sweep() == 0
    File.objects.update(updated_at=timezone.now() - timedelta(days=8))
    assert files_sweep() == 1
    assert list(File.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not store.folder(old).exists()
    assert store.path(kept).exists()
