"""Import people from a file; tries it only, unless --save is given."""

from typing import Any

from organizations.management.importing import ImportCommand
from organizations.services.imports import ImportReport, people_import


class Command(ImportCommand):
    help = __doc__ or ""

    def run(self, content: bytes, options: dict[str, Any]) -> ImportReport:
        """Hand the file to the service."""
        return people_import(content=content, **self.common(options))
