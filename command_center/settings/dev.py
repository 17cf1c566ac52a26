"""`./dev up`: everything real, on this machine, with the demo county allowed."""

from command_center.settings.base import *  # noqa: F403
from command_center.settings.base import env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-key-never-used-where-DEBUG-is-off-0123456789")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO = env.bool("DEMO", default=True)
TOTP_REQUIRED = env.bool("TOTP_REQUIRED", default=False)
