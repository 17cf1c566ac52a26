"""HTTP: pages and the API, on threads with persistent database connections."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings.dev")

application = get_wsgi_application()
