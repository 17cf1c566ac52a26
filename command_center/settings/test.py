"""The test suite: as `dev`, with fast password hashing and no debug pages."""

import os

from command_center.settings.base import ROOT
from command_center.settings.dev import *  # noqa: F403
from command_center.settings.dev import DATABASES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
CONN_MAX_AGE = 0
# A migrated database to copy: `./dev test` makes one, for migrating takes ten seconds and every test database would.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE")}
MEDIA_ROOT = ROOT / ".local" / "test-media"
FILES_KEEP_FREE = 0
