"""`./dev up`, `./dev manage` and `./dev reset`: the lasting services and the product on top of them."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from tools.dev.claim import Claim
from tools.dev.packages import front_end_ready, only_one_sets_up, python_ready
from tools.dev.place import LOCAL, LOGS, PYTHON, ROOT, VENV, own_folder, runtime_folder, server_home, short_hash
from tools.dev.run import die_with_parent, run, tail
from tools.dev.say import Problem, Stopped, ignore_signals, say
from tools.dev.services import Services
from tools.dev.supervisor import Supervisor
from tools.dev.valkey import free_port

SETTINGS = "command_center.settings.dev"
_READY_S = 120.0
_ALL_WELL_S = 30.0


def install() -> None:
    """Python packages, front-end libraries, compiled translations."""
    with only_one_sets_up():
        python_ready()
        front_end_ready()


def django(*arguments: str, env: dict[str, str], what: str) -> str:
    """One management command to its end."""
    return run([PYTHON, "manage.py", *arguments], what=what, env=env, cwd=ROOT)


def up(*, port: int, empty: bool) -> int:
    """Everything, until a signal comes."""
    claim = Claim()
    if not claim.take("up"):
        return _say_running(claim)
    services = Services(lasting=True)
    supervisor = Supervisor(claim.note_child)
    try:
        own_folder(LOGS)
        install()
        services.start()
        for name, process in _service_processes(services):
            claim.note_child(name, process)
        env = services.environment(SETTINGS)
        demo = prepare(env, empty=empty)
        wanted, port = port, free_port(port)
        if port != wanted:
            say(f"Port {wanted} is taken; using {port}")
        url = f"http://127.0.0.1:{port}/"
        _add_processes(supervisor, env, port)
        _wait_until_served(supervisor, url)
        claim.note(url=url, env=_addresses(env))
        if demo:
            say("Sign in as duty, password Demo-duty-2026 (docs/operations.md lists the other demo accounts)")
        say(f"Logs are in {LOGS}. Ctrl-C stops everything.")
        say(f"ready {url}")
        while True:
            time.sleep(0.5)
            services.mend()
            supervisor.look()
    except Stopped:
        say("Stopping")
    finally:
        ignore_signals()
        supervisor.stop()
        services.stop()
        claim.release()
    say("Stopped. The data stays in .local/")
    return 0


def prepare(env: dict[str, str], *, empty: bool) -> bool:
    """Bring the database up to date, with the demo county on the first run unless told otherwise; True when it is in."""
    say("Bringing the database up to date (migrate)")
    django("migrate", "--no-input", "-v0", env=env, what="Migrating the database")
    compile_translations(env)
    # The mark belongs to the database, not the checkout: another DATABASE_URL, or a cluster made anew, has its own first run.
    made_at = [file.stat().st_mtime_ns for file in server_home().glob("pg[0-9]*/PG_VERSION")]
    first_run = LOCAL / "first-run" / short_hash(env["DATABASE_URL"], *made_at)
    if first_run.exists():
        return first_run.read_text() == "demo"
    own_folder(first_run.parent)
    if env.get("DRILL", "").lower() in ("1", "true", "yes", "on"):
        name = urlsplit(env["DATABASE_URL"]).path.lstrip("/")
        django("drill", "--yes", name, env=env, what="Making this database drill ground")
    if not empty:
        say("Loading the demo county (fictional; ./dev up --empty leaves it out)")
        django("demo", env=env, what="Loading the demo county")
    first_run.write_text("empty" if empty else "demo")
    return not empty


def compile_translations(env: dict[str, str]) -> None:
    """The Chinese catalogue, unless it is newer than what it is made from."""
    sources = list((ROOT / "locale").glob("**/*.po"))
    made = list((ROOT / "locale").glob("**/*.mo"))
    if not sources or (made and min(f.stat().st_mtime for f in made) >= max(f.stat().st_mtime for f in sources)):
        return
    say("Compiling the translations")
    django("catalogue", env=env, what="Compiling the translations")


def manage(arguments: list[str]) -> int:
    """manage.py against the services of `up`: the running ones, else ones started for this command only."""
    own_folder(LOCAL)
    claim = Claim()
    while not claim.take("manage"):
        held = claim.holder()
        if held.get("env"):
            return _django_here(arguments, {**os.environ, **held["env"]})
        time.sleep(0.5)  # another `manage` is at work, or `up` is just starting
    services = Services(lasting=True)
    try:
        install()
        services.start()
        return _django_here(arguments, services.environment(SETTINGS))
    finally:
        ignore_signals()
        services.stop()
        claim.release()


def reset(*, yes: bool) -> int:
    """Stop and forget the local data; what was downloaded stays."""
    if not yes:
        say(
            "This stops the platform of this checkout and removes its database, uploaded files and logs (not a database of DATABASE_URL)."
        )
        if input("Type yes to go on: ").strip().lower() != "yes":
            say("Nothing was removed.")
            return 1
    claim = Claim()
    asked = None
    while not claim.take("reset"):
        holder = claim.holder()
        if holder.get("pid") not in (None, asked):
            asked = holder["pid"]
            say(f"Stopping ./dev {holder.get('what')} (process {holder['pid']})")
            os.kill(holder["pid"], signal.SIGTERM)
        time.sleep(1)
    try:
        _stop_survivor()
        for path in (
            *server_home().glob("pg[0-9]*"),
            *(LOCAL / name for name in ("valkey", "log", "media", "first-run", "static")),
        ):
            if path.exists():
                say(f"Removing {path}")
                shutil.rmtree(path)
        shutil.rmtree(runtime_folder("up"), ignore_errors=True)
    finally:
        claim.release()
    return 0


def _stop_survivor() -> None:
    for pid_file in server_home().glob("pg[0-9]*/postmaster.pid"):
        services = Services(lasting=True)
        say(f"Stopping PostgreSQL in {pid_file.parent}")
        services.start()
        services.stop()


def _say_running(claim: Claim) -> int:
    held = claim.holder()
    what, where = held.get("what", "up"), held.get("url")
    if what == "up":
        say(
            f"./dev up is already running (process {held.get('pid')}), "
            + (f"at {where}" if where else "and still starting.")
        )
    else:
        say(f"./dev {what} is at work (process {held.get('pid')}). Start again when it has finished.")
    return 1


def _service_processes(services: Services) -> list[tuple[str, int]]:
    found = []
    if services.valkey is not None and services.valkey.process is not None:
        found.append(("Valkey", services.valkey.process.pid))
    return found


def _add_processes(supervisor: Supervisor, env: dict[str, str], port: int) -> None:
    say("Starting web, worker, beat and clockwork")
    quiet = "ignore:You're running the worker with superuser"  # on purpose: only JSON tasks are accepted
    worker_env = {**env, "PYTHONWARNINGS": quiet} if os.geteuid() == 0 else env
    celery = [PYTHON, "-m", "celery", "-A", "command_center"]
    web = [
        VENV / "bin/uvicorn", "command_center.asgi:application", "--host", "127.0.0.1", "--port", port,
        "--ws-max-size", 65536, "--ws-max-queue", 8, "--ws-per-message-deflate", "false",
        "--timeout-graceful-shutdown", 5, "--no-access-log", "--log-level", "info",
    ]  # fmt: skip
    supervisor.add("web", web, env, LOGS / "web.log")
    supervisor.add(
        "worker",
        [*celery, "worker", "-c", 2, "-l", "INFO", "--without-gossip", "--without-mingle"],
        worker_env,
        LOGS / "worker.log",
    )
    supervisor.add(
        "beat",
        [*celery, "beat", "-l", "WARNING", "--pidfile", "", "-s", LOCAL / "beat-schedule"],
        env,
        LOGS / "beat.log",
    )
    supervisor.add("clockwork", [PYTHON, "manage.py", "clockwork"], env, LOGS / "clockwork.log")


def _wait_until_served(supervisor: Supervisor, url: str) -> None:
    """Until the web answers; then a little longer for worker and beat, whose absence is said and is not fatal."""
    web = supervisor.children[0]
    until = time.monotonic() + _READY_S
    while _get(url + "healthz")[0] != 200:
        if web.process is None or web.process.poll() is not None or time.monotonic() > until:
            words = web.log.read_text(errors="replace") if web.log.exists() else ""
            raise Problem(f"The web process did not come up. It said:\n{tail(words)}")
        time.sleep(0.1)
    until = time.monotonic() + _ALL_WELL_S
    while True:
        code, body = _get(url + "readyz")
        if code == 200:
            return
        if time.monotonic() > until:
            say(f"Not everything is well yet: {body.strip()[:300]}")
            return
        supervisor.look()
        time.sleep(0.3)


def _get(url: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy has no business on loopback
    try:
        with opener.open(url, timeout=5) as answer:
            return answer.status, answer.read(2000).decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read(2000).decode(errors="replace")
    except (OSError, ValueError) as error:
        return 0, str(error)


def _addresses(env: dict[str, str]) -> dict[str, str]:
    return json.loads(json.dumps({name: env[name] for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")}))


def _django_here(arguments: list[str], env: dict[str, str]) -> int:
    """With our terminal: the command may ask, and Ctrl-C reaches it."""
    process = subprocess.Popen([str(PYTHON), "manage.py", *arguments], cwd=ROOT, env=env, preexec_fn=die_with_parent())
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code
        except Stopped as stopped:
            if process.poll() is None and stopped.args != (signal.SIGINT,):  # Ctrl-C has reached it already
                process.send_signal(signal.SIGTERM)
