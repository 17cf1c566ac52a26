"""The files a bureau installs from agree with each other and hold no secret."""

import http.server
import re
import threading

import yaml

from tests.setup.conftest import ROOT
from tools import healthcheck

COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ("migrate", "web", "live", "worker", "beat", "clockwork")
# Images, ports and memory of the parts that are not ours: named in the compose file only, each with a default.
ONLY_IN_COMPOSE = re.compile(r"_IMAGE$|_PORT$|^REDIS_MAXMEMORY$")


def test_every_variable_of_the_compose_file_is_in_the_example():
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE))
    offered = set(re.findall(r"^#? ?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert {name for name in used - offered if not ONLY_IN_COMPOSE.search(name)} == set()


def test_every_setting_from_the_environment_reaches_the_containers():
    settings = (ROOT / "command_center/settings").glob("*.py")
    read = {name for file in settings for name in re.findall(r"env(?:\.[a-z]+)?\(\"([A-Z_]+)\"", file.read_text())}
    given = set(SERVICES["web"]["environment"]) | set(SERVICES["live"]["environment"])
    # DEBUG and DEMO have no place in production; the redirect to TLS is not to be switched off; the version comes with the code.
    assert read - given == {"DEBUG", "DEMO", "SECURE_SSL_REDIRECT", "APP_VERSION"}


def test_secrets_have_no_default_and_must_be_set():
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert f"${{{name}:?" in COMPOSE
        assert f"${{{name}:-" not in COMPOSE
        assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)


def test_our_containers_run_without_rights_on_a_read_only_disk():
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"]["DJANGO_SETTINGS_MODULE"] == "command_center.settings.production"
    assert re.findall(r"^USER (\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == ["10001"]


def test_beat_runs_once_and_what_may_be_many_is_many():
    assert "deploy" not in SERVICES["beat"]
    assert all("replicas" in SERVICES[name]["deploy"] for name in ("web", "live", "worker", "clockwork"))


def test_redis_never_evicts_and_only_the_proxy_is_reachable_from_outside():
    assert "--maxmemory-policy noeviction" in SERVICES["redis"]["command"][-1]
    assert "--appendonly yes" in SERVICES["redis"]["command"][-1]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


def test_the_proxy_sends_sockets_to_live_and_the_rest_to_web():
    caddy = (ROOT / "Caddyfile").read_text()
    live, web = caddy.index("dynamic a live 8000"), caddy.index("dynamic a web 8000")
    assert caddy.index("@live path /ws/*") < live < web


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        code = 200 if self.path == "/healthz" and self.headers["Host"] == "command.example.org" else 503
        self.send_response(code)
        self.end_headers()
        self.wfile.write(b'{"beat": "ok", "worker": "no sign of life for 70 s"}')

    def log_message(self, *arguments):
        pass


def test_the_health_check_asks_by_the_public_name_and_can_look_at_one_part(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "command.example.org,other.example.org")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        assert healthcheck.main([f"{base}/healthz"]) == 0
        assert healthcheck.main([f"{base}/readyz"]) == 1
        assert healthcheck.main([f"{base}/readyz", "beat"]) == 0
        assert healthcheck.main([f"{base}/readyz", "worker"]) == 1
    finally:
        server.shutdown()
        server.server_close()
    assert healthcheck.main([f"{base}/healthz"]) == 1
