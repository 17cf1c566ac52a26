"""For container health checks: `python -m tools.healthcheck [URL] [FIELD]`; exit 0 when well.

Without a field the answer must be 200; with one (`beat`, say) that field of the JSON answer must be `ok`.
"""

import json
import os
import sys
import urllib.error
import urllib.request


def main(arguments: list[str]) -> int:
    """Ask and judge."""
    url = arguments[0] if arguments else "http://127.0.0.1:8000/healthz"
    field = arguments[1] if len(arguments) > 1 else None
    # As the proxy would ask: the right name, over TLS.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    request = urllib.request.Request(url, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            status, body = answer.status, answer.read(10_000)
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read(10_000)
    except OSError:
        return 1
    if field is None:
        return 0 if status == 200 else 1
    try:
        return 0 if json.loads(body).get(field) == "ok" else 1
    except (ValueError, AttributeError):
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
