"""What an import did or would do, and the one transaction it is done in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _


@dataclass
class ImportReport:
    """Counts, and (line, message) of what is wrong or worth knowing; line 1 is the headings, 0 the whole file."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    dry_run: bool = True
    errors: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    stored: bool = False

    def wrong(self, line: int, message: str) -> None:
        """A line that cannot be taken."""
        self.errors.append((line, str(message)))

    def note(self, line: int, message: str) -> None:
        """Something the person should know about a line that is taken."""
        self.notes.append((line, str(message)))

    @property
    def right(self) -> int:
        """Lines that can be taken."""
        return self.created + self.changed + self.unchanged

    def __str__(self) -> str:
        counts = {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "errors": len(self.errors),
        }
        return (
            _("%(created)s new, %(changed)s changed, %(unchanged)s unchanged, %(skipped)s left out, %(errors)s wrong")
            % counts
        )


class _UndoneError(Exception):
    """Nothing of this import may stay."""


def run(work: Callable[[ImportReport], None], *, dry_run: bool, skip_bad: bool) -> ImportReport:
    """Do the work in one transaction; keep it unless this is a dry run, or lines are wrong and none may be skipped."""
    report = ImportReport(dry_run=dry_run)
    try:
        with transaction.atomic():
            work(report)
            if dry_run or (report.errors and not skip_bad) or not report.right:
                raise _UndoneError
            report.stored = True
    except _UndoneError:
        pass
    return report
