"""One benchmark in a process of its own: Django can be set up on one database only once."""

import importlib
import sys

import django
from django.core.management import call_command

from bench.harness import Report, own_database

if __name__ == "__main__":
    name, path = sys.argv[1:]
    with own_database():
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        report = Report(name)
        importlib.import_module(f"bench.{name}").run(report)
    report.write(path)
