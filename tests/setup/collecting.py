"""Production settings that collect static files into a folder of the test's."""

import os

from command_center.settings import production

globals().update({name: getattr(production, name) for name in dir(production) if name.isupper()})
STATIC_ROOT = os.environ["STATIC_ROOT"]
