"""What the three import commands share."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import AppError
from organizations.services.imports import ImportReport


class ImportCommand(BaseCommand):
    """A file, tried or saved, and what became of every wrong line; exit 1 when a line was wrong."""

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the two choices."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--save", action="store_true", help="save; without it the file is only tried")
        parser.add_argument("--skip-wrong", action="store_true", help="save the right lines although others are wrong")

    def run(self, content: bytes, options: dict[str, Any]) -> ImportReport:
        """Hand the file to the service."""
        raise NotImplementedError

    def common(self, options: dict[str, Any]) -> dict[str, Any]:
        """The operator at the command line needs nobody's permission."""
        return {"dry_run": not options["save"], "skip_bad": options["skip_wrong"], "actor": None}

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, run, report."""
        try:
            report = self.run(options["file"].read_bytes(), options)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except AppError as error:
            raise CommandError(str(error.message)) from error
        for line, message in sorted(report.errors + report.notes):
            self.stdout.write(f"line {line}: {message}")
        done = "Saved" if report.stored else "Tried; nothing was saved" if report.dry_run else "Nothing was saved"
        self.stdout.write(f"{done}: {report}")
        if report.errors and not report.stored:
            raise CommandError("Some lines are wrong.")
