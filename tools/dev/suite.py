"""`./dev test`: linters and checks, two at a time, then pytest, all on throw-away services."""

import concurrent.futures
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field

from tools.dev import packages, up
from tools.dev.browser import browser
from tools.dev.place import LOCAL, PYTHON, ROOT, VENV, own_folder
from tools.dev.run import die_with_parent, kill_group, tail
from tools.dev.say import Problem, Stopped, ignore_signals, say
from tools.dev.services import Services

SETTINGS = "command_center.settings.test"
_FRESH = "fresh"
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "command_center.settings.production",
    "SECRET_KEY": "only-for-the-check-of-the-production-settings-0123456789-abcdefghijkl",
    "ALLOWED_HOSTS": "command.example.org",
    "DEBUG": "",
}


_BIOME_PATHS = ("static", "biome.json", "package.json")


@dataclass(frozen=True)
class Check:
    """One linter or check: what it looks at, in words, and its command."""

    name: str
    argv: tuple
    env: dict[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """The slowest first, so that two at a time end together."""
    tool, manage = VENV / "bin", (PYTHON, "manage.py")
    npm_bin = ROOT / "node_modules/.bin"
    return [
        Check("types (mypy)", (tool / "mypy",)),
        Check(
            "production settings (check --deploy)",
            (*manage, "check", "--deploy", "--fail-level", "WARNING"),
            _PRODUCTION,
        ),
        Check("migrations match the models", (*manage, "makemigrations", "--check", "--dry-run")),
        Check(
            "API description (OpenAPI)", (*manage, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull)
        ),
        Check("translations complete", (*manage, "catalogue", "--check")),
        Check("layers (import-linter)", (tool / "lint-imports", "--no-cache")),
        Check("templates (djlint)", (tool / "djlint", "--lint", "--quiet", "templates")),
        Check("Python style (ruff)", (tool / "ruff", "check", "--quiet")),
        Check("Python layout (ruff format)", (tool / "ruff", "format", "--check", "--quiet")),
        Check(
            "scripts and style sheets (biome)",
            (npm_bin / "biome", "check", "--error-on-warnings", "--max-diagnostics=50", *_BIOME_PATHS),
        ),
        Check("scripts run in Chromium 90 (eslint)", (npm_bin / "eslint", "static")),
        Check("style sheets work in Chromium 90 (stylelint)", (npm_bin / "stylelint", "static/**/*.css")),
    ]


def lay_out() -> int:
    """What a formatter can mend, mended."""
    up.install()
    _, env = packages.npm_command()
    ruff, biome = VENV / "bin/ruff", ROOT / "node_modules/.bin/biome"
    commands = ((ruff, "check", "--fix", "--quiet"), (ruff, "format"), (biome, "check", "--write", *_BIOME_PATHS))
    return max(subprocess.run([str(part) for part in argv], cwd=ROOT, env=env).returncode for argv in commands)


def test(arguments: list[str]) -> int:
    """With arguments, pytest alone with them; without, the checks too. 0 when all is well."""
    own_folder(LOCAL)
    up.install()
    with packages.only_one_sets_up():
        browser_env = _browser_env()
    services = Services(lasting=False)
    try:
        services.start()
        env = {**services.environment(SETTINGS), **browser_env}
        up.compile_translations(env)
        env |= _template(services, env)
        failed = [] if arguments else _run_checks(env)
        code = _pytest(arguments, env) if arguments else _whole_suite(env)
    finally:
        ignore_signals()
        services.stop()
    return code or bool(failed)


def _template(services: Services, env: dict[str, str]) -> dict[str, str]:
    """A migrated database that every test database is copied from; none on a server that is not ours."""
    if services.cluster is None:
        return {}
    services.cluster.create_database(_FRESH)
    up.django(
        "migrate", "--no-input", "-v0", env={**env, "DATABASE_URL": services.cluster.url(_FRESH)},
        what="Migrating the database the tests copy",
    )  # fmt: skip
    return {"TEST_TEMPLATE": _FRESH}


def _browser_env() -> dict[str, str]:
    try:
        return browser()[1]
    except Problem as problem:  # the browser tests skip, with this as their reason
        say(str(problem))
        return {"NO_CHROMIUM": str(problem).splitlines()[-1]}


def _run_checks(env: dict[str, str]) -> list[str]:
    _, npm_env = packages.npm_command()
    env = {**env, "PATH": npm_env["PATH"]}
    say("Linters and checks")
    failed = []
    with concurrent.futures.ThreadPoolExecutor(max(2, (os.cpu_count() or 2) // 2)) as pool:
        for check, code, words, seconds in pool.map(lambda check: _run_check(check, env), checks()):
            say(f"  {'ok    ' if code == 0 else 'FAILED'} {check.name} ({seconds:.1f} s)")
            if code:
                failed.append(check.name)
                say(tail(words, lines=60))
    if failed:
        say(f"Checks that failed: {', '.join(failed)}")
    return failed


def _run_check(check: Check, env: dict[str, str]) -> tuple[Check, int, str, float]:
    began = time.monotonic()
    try:
        done = subprocess.run(
            [str(part) for part in check.argv], cwd=ROOT, env={**env, **check.env}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", preexec_fn=die_with_parent(),
        )  # fmt: skip
        code, words = done.returncode, done.stdout
    except OSError as error:
        code, words = 127, f"{check.argv[0]} cannot be run: {error.strerror}"
    return check, code, words, time.monotonic() - began


# Tests that drive browsers and kill processes wait for them by the clock. On a machine that something else keeps busy one
# of many may wait in vain; it is tried once more by itself, in the open. Any other failure stands.
_WAITING = ("tests/e2e/", "tests/faults/", "tests/setup/")
_FEW = 5
# Each file stays in one process, so that what a file shares (a site, a browser) is made once.
_TWO_AT_A_TIME = ("-n", "2", "--dist", "loadfile")


def _whole_suite(env: dict[str, str]) -> int:
    """Two at a time: first the rules, then what drives browsers and kills processes. 0 when all is well."""
    say("Tests of the rules (pytest)")
    rules = _pytest([*_TWO_AT_A_TIME, "--cache-clear", *(f"--ignore={folder}" for folder in _WAITING)], env)
    say("Tests with real processes and browsers (pytest)")
    real = _pytest([*_TWO_AT_A_TIME, *_WAITING], env)
    if real == 1 and rules == 0 and (waiting := only_waiting_tests_failed()):
        say(f"Once more, alone, what waits for real processes and failed: {' '.join(waiting)}")
        real = _pytest(waiting, env)
    return rules or real


def only_waiting_tests_failed() -> list[str]:
    """The tests of the last run that failed, when they are few and all wait for real processes; else none."""
    try:
        failed = list(json.loads((ROOT / ".pytest_cache/v/cache/lastfailed").read_text("utf-8")))
    except (OSError, ValueError):
        return []
    return failed if len(failed) <= _FEW and all(name.startswith(_WAITING) for name in failed) else []


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    """In a session of its own: on a signal it gets the time to clean up, then whatever it left is ended."""
    argv = [str(PYTHON), "-m", "pytest", *arguments]
    process = subprocess.Popen(
        argv, cwd=ROOT, env=env, start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT)
    )
    try:
        return process.wait()
    except Stopped:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            pass
        raise
    finally:
        kill_group(process.pid)
        process.wait()
