"""Where a request really comes from: behind PROXY_COUNT proxies, and never from what the caller claims."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a unix socket has no address


def client_address(request: HttpRequest) -> str:
    """The address the outermost of our own proxies saw: counted from the right, so a forged header cannot move it."""
    address = request.META.get("REMOTE_ADDR") or UNKNOWN
    if settings.PROXY_COUNT:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.PROXY_COUNT:
            address = hops[-settings.PROXY_COUNT]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or UNKNOWN
