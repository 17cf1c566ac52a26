"""People from a CSV table (UTF-8, with or without BOM, or GB18030), as `people/export.csv` writes it (R-A1).

Roles are not imported: they are granted by a security administrator. New people have no password until one is set.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import spreadsheet
from core.errors import AppError, UnprocessableError
from organizations import access, events
from organizations.access import Actor
from organizations.models import Unit, User
from organizations.roles import Permission
from organizations.services.imports.report import ImportReport, run
from organizations.services.people import normal_username, user_create, user_update
from organizations.telling import tell

LIMIT = 5000
HEADINGS = {
    "username": "username",
    "账号": "username",
    "full_name": "full_name",
    "name": "full_name",
    "姓名": "full_name",
    "unit": "unit",
    "单位": "unit",
    "unit_code": "unit_code",
    "区划代码": "unit_code",
    "title": "title",
    "职务": "title",
    "phone": "phone",
    "电话": "phone",
}
NEEDED = ("username", "full_name", "unit")


def people_import(*, content: bytes, dry_run: bool = True, skip_bad: bool = False, actor: Actor | None) -> ImportReport:
    """Add people, or edit those whose account exists. UnprocessableError when the file as a whole cannot be read."""
    rows = [(line, _known_cells(cells)) for line, cells in spreadsheet.read(content, limit=LIMIT)]
    if not rows:
        raise UnprocessableError(_("The file holds no people, only headings."))
    missing = [name for name in NEEDED if name not in rows[0][1]]
    if missing:
        raise UnprocessableError(_("Columns are missing: %(names)s") % {"names": ", ".join(missing)})

    def work(report: ImportReport) -> None:
        units = _units(actor)
        seen: dict[str, int] = {}
        for line, cells in rows:
            _take(line, cells, units, seen, report, actor)
        if report.created or report.changed:
            data = {"what": _("People"), "created": report.created, "changed": report.changed}
            some = next(iter(units.values()))[0]
            tell(events.IMPORT_DONE, some, jurisdiction=some.jurisdiction, actor=actor, data=data)

    return run(work, dry_run=dry_run, skip_bad=skip_bad)


def _known_cells(cells: Mapping[str, str]) -> dict[str, str]:
    return {HEADINGS[name.lower()]: cell for name, cell in cells.items() if name.lower() in HEADINGS}


def _units(actor: Actor | None) -> dict[str, list[Unit]]:
    rows = Unit.objects.select_related("jurisdiction").filter(is_active=True)
    reached = rows if actor is None else access.scope(rows, actor, Permission.PEOPLE_CHANGE)
    units: dict[str, list[Unit]] = {}
    for unit in reached:
        units.setdefault(unit.name, []).append(unit)
    return units


def _unit(cells: Mapping[str, str], units: dict[str, list[Unit]]) -> Unit:
    name, code = cells.get("unit", ""), cells.get("unit_code", "")
    found = [unit for unit in units.get(name, []) if not code or unit.jurisdiction.code == code]
    if not found:
        raise UnprocessableError(_("There is no unit “%(unit)s” within your reach.") % {"unit": name})
    if len(found) > 1:
        raise UnprocessableError(
            _("Several units are called “%(unit)s”: name the division code in unit_code.") % {"unit": name}
        )
    return found[0]


def _take(
    line: int,
    cells: Mapping[str, str],
    units: dict[str, list[Unit]],
    seen: dict[str, int],
    report: ImportReport,
    actor: Actor | None,
) -> None:
    try:
        username = normal_username(cells.get("username", ""))
        if username in seen:
            raise UnprocessableError(
                _("The account %(name)s is already on line %(line)s.") % {"name": username, "line": seen[username]}
            )
        seen[username] = line
        values: dict[str, Any] = {"full_name": cells.get("full_name", ""), "unit": _unit(cells, units)}
        values |= {name: cells[name] for name in ("title", "phone") if name in cells}
        with transaction.atomic():
            person = User.objects.filter(username=username).first()
            if person is None:
                user_create(username=username, actor=actor, **values)
                report.created += 1
            elif user_update(user=person, actor=actor, **values).version > person.version:
                report.changed += 1
            else:
                report.unchanged += 1
    except AppError as error:
        words = [f"{name}: {text}" for name, text in error.errors.items()] or [str(error.message)]
        report.wrong(line, " ".join(words))
    except PermissionDenied as error:
        report.wrong(line, str(error))
