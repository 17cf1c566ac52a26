"""Production settings that collect static files into a folder of the test's."""

import os

from command_center.settings.production import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
