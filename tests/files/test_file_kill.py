"""A process killed in the middle of a piece leaves nothing that stands in the way of the next one (R-B7)."""

import signal
import subprocess
import sys
import textwrap

import pytest
from django.db import connection

from files.models import File
from files.services import file_finish
from tests.factories import files as make_files

PHOTO = make_files.photo((300, 200), noisy=True)
KILLED = """
    import os, sys
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = sys.argv[4]
    settings.MEDIA_ROOT = sys.argv[3]
    django.setup()
    from files import store
    from files.models import File
    from files.services import file_chunk
    from organizations.models import User
    store.os.fdatasync = lambda handle: os.kill(os.getpid(), 9)  # the bytes are written, the row is not
    file = File.objects.get(pk=sys.argv[1])
    file_chunk(file=file, offset=0, chunk=open(sys.argv[2], "rb").read(9000), actor=file.uploaded_by)
"""


@pytest.mark.django_db(transaction=True)
def test_a_sender_goes_on_after_the_server_was_killed_in_the_middle_of_a_piece(place, settings, tmp_path):
    file = make_files.begun(f"incident:{place.incident.pk}", place.officer, PHOTO)
    source = tmp_path / "photo.jpg"
    source.write_bytes(b"\xff\xd8\xff" + b"x" * 9000)  # what the dead one wrote is not even the same
    named = [str(file.pk), str(source), str(settings.MEDIA_ROOT), connection.settings_dict["NAME"]]
    command = [sys.executable, "-c", textwrap.dedent(KILLED), *named]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert File.objects.get(pk=file.pk).offset == 0
    file = make_files.sent(f"incident:{place.incident.pk}", place.officer, PHOTO, chunk=10_000)
    assert file_finish(file=file, actor=place.officer).state == "ready"
