"""What is no photo, sound, video or document, or would harm whoever opens it, is refused in words and leaves nothing."""

import subprocess
import sys
import textwrap
import zipfile

import pytest

from files import store
from files.examine import examine
from files.models import File
from files.sniff import RefusedError, sniff
from files.words import refusal_words
from tests.factories import files as make_files
from timeline.models import Event

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHOTO = make_files.photo()


@pytest.fixture
def look(tmp_path):
    """`look(content)`: what it is found to be, or the key of the refusal."""

    def find(content):
        source = tmp_path / "content"
        source.write_bytes(content)
        try:
            return examine(source).content_type
        except RefusedError as error:
            return error.key

    return find


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PHOTO, "image/jpeg"),
        (make_files.photo(kind="PNG"), "image/png"),
        (make_files.photo(kind="WEBP"), "image/webp"),
        (make_files.wav(), "audio/wav"),
        (b"ID3\x04" + b"\0" * 100, "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + b"\0" * 400, "audio/mpeg"),
        (b"OggS" + b"\0" * 24 + b"OpusHead", "audio/ogg"),
        (b"#!AMR\n" + b"\x3c" * 100, "audio/amr"),
        (make_files.mp4(), "video/mp4"),
        (make_files.mp4(b"soun"), "audio/mp4"),
        (make_files.mp4(brand=b"M4A "), "audio/mp4"),
        (make_files.mp4(brand=b"qt  "), "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 60 + b"V_VP9", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 60 + b"A_OPUS", "audio/webm"),
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", "application/pdf"),
        ("时间,地点,人数\n14:30,玉山村,12\n".encode("gb18030"), "text/plain"),
        ("水位 12.3 米\n".encode() * 500, "text/plain"),
    ],
)
def test_what_people_send_is_known_by_its_content(look, content, found):
    assert look(content) == found


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (SVG, "script"),
        (b"\xef\xbb\xbf<html><body onload=alert(1)>", "script"),
        (b"#!/bin/sh\nrm -rf /\n", "script"),
        (b"GIF89a" + b"\0" * 50, "type"),
        (b"GIF89a/*" + b"<script>alert(1)</script>", "script"),
        (b"MZ\x90\0" + b"\0" * 200, "type"),
        (b"\x7fELF" + b"\0" * 100, "type"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "heic"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska" + b"\0" * 60, "type"),
        (b"%PDF-1.7\n<</S/JavaScript/JS(app.alert(1))>>", "script"),
        (b"%PDF-1.7\n<</S/Launch/F(cmd.exe)>>", "script"),
        (b"\xff\xd8\xff\xe0 not really a picture", "broken"),
        (PHOTO[:40], "broken"),
        (make_files.office({"word/vbaProject.bin": b"x"}), "script"),
        (make_files.office(document="evil/other.xml"), "type"),
        (b"PK\x03\x04 nothing like a zip", "broken"),
        (b"text with a \0 in it", "type"),
        (b"fine text " * 200_000 + b"\0", "type"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(look, content, key):
    assert look(content) == key


@pytest.mark.django_db
def test_a_script_named_like_a_photo_is_refused_with_its_first_piece_and_leaves_nothing(place):
    page = b"<html><script>fetch('/admin/')</script>" + b" " * 5000
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, page, name="photo.jpg", chunk=4096)
    assert (file.state, file.refusal, file.offset) == ("refused", "script", 0)
    assert not store.folder(file).exists()
    assert not Event.objects.filter(kind__startswith="file.").exists()


@pytest.mark.django_db
def test_a_photo_with_a_script_behind_it_is_taken_without_the_script(place):
    file = make_files.added(f"incident:{place.incident.pk}", place.officer, PHOTO + b"<script>alert(1)</script>")
    assert file.state == "ready"
    assert b"script" not in store.path(file).read_bytes()


@pytest.mark.django_db
def test_a_refused_content_is_refused_again_at_once_in_the_readers_words(place, token_client):
    page = make_files.png_header(50_000, 50_000)
    file = make_files.added(f"incident:{place.incident.pk}", place.officer, page, name="big.png")
    assert (file.state, file.refusal) == ("refused", "pixels")
    body = {
        "subject": f"incident:{place.incident.pk}",
        "name": "big.png",
        "size": len(page),
        "sha256": make_files.offer(page).sha256,
    }
    answer = token_client(place.officer).post("/api/v1/files/", body, format="json")
    assert answer.status_code == 422
    assert "60" in answer.json()["detail"]
    assert File.objects.count() == 1


def _overlapping():
    """A zip whose every part is the same megabytes: the quine of zip bombs, by its directory alone."""
    packed = bytearray(make_files.office({f"part{n}": b"\0" * 1000 for n in range(50)}, compression=zipfile.ZIP_STORED))
    first = packed.find(b"PK\x01\x02")
    offset = int.from_bytes(packed[first + 42 : first + 46], "little")
    at = first
    while (at := packed.find(b"PK\x01\x02", at + 4)) > 0:
        packed[at + 42 : at + 46] = offset.to_bytes(4, "little")
    return bytes(packed)


BOMBS = {
    "pixels": lambda: make_files.png_header(50_000, 50_000),
    "pixels in one row": lambda: make_files.png_header(2**31 - 1, 1),
    "zip": lambda: make_files.office({"word/media/a.bin": b"\0" * 200_000_000}),
    "overlapping zip": _overlapping,
    "many parts": lambda: make_files.office({f"p{n}": b"" for n in range(6000)}),
    "scans": lambda: PHOTO[:-2] + b"\xff\xda\0\x08\1\1\0\0\x3f\0" * 5000 + b"\xff\xd9",
}


def test_every_bomb_is_refused_within_a_second_and_within_memory(tmp_path):
    """In a process of its own, whose peak is its own: what it needs beyond its libraries is a few megabytes."""
    for name, content in BOMBS.items():
        (tmp_path / name).write_bytes(content())
    script = """
        import resource, sys, time
        from pathlib import Path
        import django
        django.setup()
        from files.examine import examine
        from files.sniff import RefusedError
        from PIL import Image
        Image.init()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for source in sorted(Path(sys.argv[1]).iterdir()):
            began = time.monotonic()
            try:
                examine(source)
                key = "taken"
            except RefusedError as error:
                key = error.key
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            print(source.name, key, time.monotonic() - began, peak, sep="|")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)], capture_output=True, text=True, check=True
    )
    lines = [line.split("|") for line in done.stdout.splitlines()]
    assert {name: key for name, key, _s, _kb in lines} == dict.fromkeys(BOMBS, "bomb") | {
        "pixels": "pixels",
        "pixels in one row": "pixels",
    }
    assert [name for name, _key, seconds, _kb in lines if float(seconds) > 1] == []
    assert [name for name, _key, _s, kilobytes in lines if int(kilobytes) > 40_000] == []


def test_the_largest_picture_is_drawn_within_memory(tmp_path):
    """60 million pixels of PNG: decoded whole once, and nothing like a second time."""
    source = tmp_path / "large.png"
    source.write_bytes(make_files.photo((9_000, 6_600), kind="PNG"))
    script = """
        import resource, sys
        from pathlib import Path
        import django
        django.setup()
        from files.pictures import draw_anew
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        drawn = draw_anew(Path(sys.argv[1]), Path(sys.argv[1] + ".clean"))
        print(drawn.width, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(source)], capture_output=True, text=True, check=True
    )
    width, kilobytes = map(int, done.stdout.split())
    assert width == 2560
    assert kilobytes < 320_000


def test_an_unknown_reason_still_has_words():
    assert "JPEG" in refusal_words("no such key", {})
    with pytest.raises(RefusedError):
        sniff(b"")
