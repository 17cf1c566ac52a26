"""Import divisions from a file; tries it only, unless --save is given."""

from typing import Any

from django.core.management.base import CommandParser

from organizations.management.importing import ImportCommand
from organizations.services.imports import ImportReport, divisions_import


class Command(ImportCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which part of it, and how it is meant."""
        super().add_arguments(parser)
        parser.add_argument("--prefix", default="", help="only codes below this one, e.g. 3301")

    def run(self, content: bytes, options: dict[str, Any]) -> ImportReport:
        """Hand the file to the service."""
        return divisions_import(content=content, prefix=options["prefix"], **self.common(options))
