"""`manage.py catalogue [--check]`: make the Chinese catalogue, or say what it lacks."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import catalogue


class Command(BaseCommand):
    """Merge `locale/src/*.po` into the catalogues Django reads; `--check` fails when a text has no Chinese (R-H5)."""

    help = "Merge locale/src/*.po into locale/zh_Hans; --check fails on anything untranslated."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check`."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, then check when asked."""
        count = catalogue.write(settings.ROOT)
        self.stdout.write(f"{count} messages in locale/zh_Hans")
        if not options["check"]:
            return
        clashes = [
            clash for scripts in (False, True) for clash in catalogue.fragments(settings.ROOT, scripts=scripts)[1]
        ]
        for clash in clashes:
            self.stderr.write(f"clash: {clash}")
        lacking = catalogue.missing(settings.ROOT)
        for where, messages in sorted(lacking.items()):
            for context, msgid in messages:
                self.stderr.write(f"{where}: {msgid!r}" + (f" (context {context})" if context else ""))
        if lacking or clashes:
            total = sum(map(len, lacking.values()))
            raise CommandError(f"{total} texts without Chinese, {len(clashes)} clashes between fragments")
