"""The commands of `./dev` and their options."""

import argparse
import json
import os
import sys

from tools.dev import bench, browser, packages, suite, up
from tools.dev.place import LOCAL, own_folder
from tools.dev.say import Problem, Stopped, listen_to_signals, say, speak_on

_LOCKS = (
    ("requirements.txt", "requirements.lock"),
    ("requirements-dev.txt", "requirements-dev.lock"),
    ("requirements-tools.txt", "requirements-tools.lock"),
)


def main(argv: list[str]) -> int:
    """Run one command and return its exit code."""
    os.umask(0o022)  # the server's user must be able to walk to its data
    listen_to_signals()
    try:
        return _command(argv)
    except Problem as problem:
        say(f"\n{problem}")
        return 1
    except Stopped:
        say("Stopped")
        return 130


def _command(argv: list[str]) -> int:
    # What follows these three belongs to pytest, the benchmarks or Django, options included.
    if argv[:1] == ["test"]:
        return suite.test(argv[1:])
    if argv[:1] == ["bench"]:
        return bench.bench(argv[1:])
    if argv[:1] == ["manage"]:
        return up.manage(argv[1:])
    options = _parser().parse_args(argv)
    if options.command == "up":
        return up.up(port=options.port, empty=options.empty)
    if options.command == "reset":
        return up.reset(yes=options.yes)
    if options.command == "browser":
        return _browser()
    if options.command == "format":
        return suite.lay_out()
    if options.command == "lock":
        return _lock()
    _parser().print_help()
    return 0 if options.command == "help" else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="Set up, run and test the emergency command platform.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    start = commands.add_parser(
        "up", help="set up what is missing, start everything, load the demo county on the first run"
    )
    start.add_argument("--port", type=int, default=8000, help="the port, or the next free one after it (8000)")
    start.add_argument("--empty", action="store_true", help="no demo county on the first run")
    commands.add_parser(
        "test", help="linters, checks and the whole test suite on throw-away services; [pytest arguments]"
    )
    commands.add_parser("bench", help="the benchmarks, each beside its limit; [name …] [--json FILE]")
    commands.add_parser("manage", help="manage.py against the services of `up`; COMMAND …")
    forget = commands.add_parser("reset", help="stop and forget the local data, after asking")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    commands.add_parser("browser", help="print, as JSON, a Chromium that shows Chinese and the environment it needs")
    commands.add_parser("format", help="lay out Python, scripts and style sheets as `test` wants them")
    commands.add_parser("lock", help="renew requirements*.lock and package-lock.json from what is asked for")
    commands.add_parser("help", help="this text")
    return parser


def _browser() -> int:
    speak_on(sys.stderr)
    own_folder(LOCAL)
    with packages.only_one_sets_up():
        packages.python_ready()
        program, env = browser.browser()
    print(json.dumps({"chromium": str(program), "env": env}))
    return 0


def _lock() -> int:
    with packages.only_one_sets_up():
        packages.python_ready()
        for wanted, lock in _LOCKS:
            say(f"Pinning {wanted} in {lock}")
            arguments = ("pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header", "--no-annotate")
            packages.uv_run(*arguments, "--python-version", "3.11", "-o", lock, wanted, what=f"Pinning {wanted}")
        say("Pinning package.json in package-lock.json")
        packages.lock_front_end()
    return 0
