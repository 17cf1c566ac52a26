"""The test suite: as `dev`, with fast password hashing and no debug pages."""

from command_center.settings.base import ROOT
from command_center.settings.dev import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
CONN_MAX_AGE = 0
MEDIA_ROOT = ROOT / ".local" / "test-media"
FILES_KEEP_FREE = 0
