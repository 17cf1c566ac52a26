"""Import boundaries from a file; tries it only, unless --save is given."""

from typing import Any

from django.core.management.base import CommandParser

from organizations.management.importing import ImportCommand
from organizations.services.imports import ImportReport, boundaries_import
from organizations.services.imports.boundaries import FRAMES


class Command(ImportCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which part of it, and how it is meant."""
        super().add_arguments(parser)
        parser.add_argument("--frame", default="wgs84", choices=FRAMES, help="what the coordinates mean")

    def run(self, content: bytes, options: dict[str, Any]) -> ImportReport:
        """Hand the file to the service."""
        return boundaries_import(content=content, frame=options["frame"], **self.common(options))
