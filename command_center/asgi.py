"""Live: websockets; and, where one address must serve all (`./dev up`), HTTP handed to the WSGI application's threads."""

import os

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings.dev")
get_asgi_application()  # loads the apps before anything below imports models

from command_center.routing import websocket_application  # noqa: E402
from command_center.wsgi import application as wsgi_application  # noqa: E402

HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))

application = ProtocolTypeRouter(
    {"http": WSGIMiddleware(wsgi_application, workers=HTTP_THREADS), "websocket": websocket_application}
)
