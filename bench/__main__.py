"""`python -m bench [name …] [--json FILE]`: run benchmarks on the services of DATABASE_URL and REDIS_URL."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.harness import Figure, Report

NOT_BENCHMARKS = {"harness"}


def names() -> list[str]:
    """Every module with a benchmark."""
    found = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(name for name in found if name not in NOT_BENCHMARKS and not name.startswith("_"))


def main() -> int:
    """Run what was asked for; 1 when a benchmark failed to run (a missed mark is reported, not an error)."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(names())}; all without one")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings.dev")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    report, failed = Report(), []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.names or names():
            path = Path(folder) / f"{name}.json"
            if subprocess.run([sys.executable, "-m", "bench._one", name, str(path)]).returncode:
                failed.append(name)
            else:
                report.figures += [Figure(**one) for one in json.loads(path.read_text("utf-8"))["figures"]]
    if options.json:
        report.write(options.json)
    missed = [f"{one.benchmark}: {one.name}" for one in report.figures if one.met is False]
    print(f"\n{len(report.figures)} figures, {len(missed)} below their mark", *missed, sep="\n  ")
    if failed:
        print(f"could not be run: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
