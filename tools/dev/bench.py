"""`./dev bench`: the benchmarks of `bench/`, on throw-away services."""

import signal
import subprocess

from tools.dev import up
from tools.dev.browser import browser
from tools.dev.place import LOCAL, PYTHON, ROOT, own_folder
from tools.dev.run import die_with_parent, kill_group
from tools.dev.say import Problem, Stopped, ignore_signals, say
from tools.dev.services import Services

SETTINGS = "command_center.settings.dev"
SEEN = {"screens", "usability"}  # benchmarks that look through a browser


def bench(arguments: list[str]) -> int:
    """`python -m bench` with these arguments; each figure comes with its limit from the same run."""
    own_folder(LOCAL)
    up.install()
    browser_env = _browser_env(arguments)
    services = Services(lasting=False)
    try:
        services.start()
        argv = [str(PYTHON), "-m", "bench", *arguments]
        env = {"DEBUG": "false", **services.environment(SETTINGS), **browser_env}
        if browser_env:
            up.compile_translations(env)
        process = subprocess.Popen(
            argv, cwd=ROOT, env=env, start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT)
        )
        try:
            return process.wait()
        except Stopped:
            process.send_signal(signal.SIGINT)
            process.wait(15)
            raise
        finally:
            kill_group(process.pid)
            process.wait()
    finally:
        ignore_signals()
        services.stop()


def _browser_env(arguments: list[str]) -> dict[str, str]:
    named = [word for word in arguments if not word.startswith("-")]
    if named and not SEEN & set(named):
        return {}
    try:
        return browser()[1]
    except Problem as problem:  # those that need it say so; the others run
        say(str(problem))
        return {}
