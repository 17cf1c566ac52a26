"""A person's own arrangements by key, for scripts of our pages: GET, PUT, both JSON (R-H2)."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from organizations.api.base import ApiView
from organizations.selectors.settings import settings_of
from organizations.services.settings import setting_save


class SettingView(ApiView):
    """`{"value": …}`; null when nothing is kept. PUT null drops it."""

    schema = None  # type: ignore[assignment]  # ours alone, not part of the interface for programs

    def get(self, request: Request, key: str) -> Response:
        """The value, or null."""
        return Response({"key": key, "value": settings_of(self.actor, key).get(key)})

    def put(self, request: Request, key: str) -> Response:
        """Keep `value`."""
        value: Any = request.data.get("value") if isinstance(request.data, dict) else None
        kept = setting_save(key=key, value=value, actor=self.actor)
        return Response({"key": key, "value": kept.value if kept else None})
