"""Teams from a CSV file, with a dry run and what is wrong line by line (R-D7). All lines or none are stored."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import AppError, UnprocessableError
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit
from organizations.roles import Permission
from resources.teams.columns import COLUMNS, HEADINGS, YES
from resources.teams.models import Capability, Team, TeamKind
from resources.teams.services.teams import TeamData, team_create, team_update

MAX_ROWS = 5000


@dataclass
class ImportReport:
    """What an import did, or with `dry_run` would do; `errors` are (line, message), line 1 being the headings."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool = True
    errors: list[tuple[int, str]] = field(default_factory=list)

    @property
    def stored(self) -> bool:
        """Whether anything was kept."""
        return not self.dry_run and not self.errors


class _Rollback(Exception):
    """Nothing of this import may stay."""


def teams_import(*, content: bytes, dry_run: bool = True, actor: Actor) -> ImportReport:
    """Create or update teams by (jurisdiction, call sign) from UTF-8 or GB18030 CSV. Any error stores nothing."""
    report = ImportReport(dry_run=dry_run)
    rows = _rows(content)
    known = _Known(actor)
    try:
        with transaction.atomic():
            for line, row in rows:
                _take(line, row, known, report, actor)
            if dry_run or report.errors:
                raise _Rollback
    except _Rollback:
        pass
    return report


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM) or GB18030; UnprocessableError when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnprocessableError(_("The file is neither UTF-8 nor GB18030 text."), errors={"file": _("Unreadable file.")})


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(decode(content).replace("\x00", ""), newline=""))
    try:
        headings = [HEADINGS.get(cell.strip().lower(), "") for cell in next(reader, [])]
        rows = [
            (
                reader.line_num,
                {name: cell.strip().lstrip("'") for name, cell in zip(headings, cells, strict=False) if name},
            )
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise UnprocessableError(_("The file is not readable CSV: %(error)s") % {"error": error}) from error
    missing = [str(COLUMNS[name]) for name in ("jurisdiction", "code", "name", "kind", "unit") if name not in headings]
    if missing:
        raise UnprocessableError(_("Columns are missing: %(names)s") % {"names": ", ".join(missing)})
    if not 0 < len(rows) <= MAX_ROWS:
        raise UnprocessableError(_("Between 1 and %(most)d lines, please.") % {"most": MAX_ROWS})
    return rows


class _Known:
    """What the cells may name, read once."""

    def __init__(self, actor: Actor) -> None:
        places = access.scope(Jurisdiction.objects.all(), actor, Permission.TEAM_CHANGE, field="")
        units = access.scope(Unit.objects.select_related("jurisdiction"), actor, Permission.TEAM_CHANGE)
        teams = access.scope(Team.objects.select_related("jurisdiction"), actor, Permission.TEAM_CHANGE)
        self.places = {place.code: place for place in places.defer("boundary")}
        self.units = {(unit.jurisdiction_id, unit.name): unit for unit in units}
        self.units_by_name = {unit.name: unit for unit in units}
        self.teams = {(team.jurisdiction_id, team.code): team for team in teams}
        abilities = Capability.objects.all()
        self.capabilities = {key: item for item in abilities for key in (item.code, item.name, item.name_en.lower())}
        self.kinds = {key: value for value, label in TeamKind.choices for key in (value, str(label).lower())}


def _take(line: int, row: Mapping[str, str], known: _Known, report: ImportReport, actor: Actor) -> None:
    try:
        values = _values(row, known)
        team = known.teams.get((values["jurisdiction"].pk, values["code"]))
        with transaction.atomic():
            if team is None:
                made = team_create(data=TeamData(**values), actor=actor)
                known.teams[(made.jurisdiction_id, made.code)] = made
                report.created += 1
                return
            was = team.version
            if team_update(team=team, changes=values, actor=actor).version > was:
                report.updated += 1
            else:
                report.unchanged += 1
    except AppError as error:
        report.errors += [(line, f"{COLUMNS.get(name, name)}: {text}") for name, text in error.errors.items()] or [
            (line, str(error.message))
        ]
    except PermissionDenied as error:
        report.errors.append((line, str(error)))


def _values(row: Mapping[str, str], known: _Known) -> dict[str, Any]:
    """Cells as service values; UnprocessableError names the columns that cannot be understood."""
    errors: dict[str, str] = {}
    place = known.places.get(row.get("jurisdiction", ""))
    if place is None:
        errors["jurisdiction"] = _("no such division code within your reach")
    unit = known.units.get((place.pk if place else 0, row.get("unit", ""))) or known.units_by_name.get(
        row.get("unit", "")
    )
    if unit is None:
        errors["unit"] = _("no such unit within your reach")
    values: dict[str, Any] = {"jurisdiction": place, "unit": unit}
    values["kind"] = known.kinds.get(row.get("kind", "").lower(), row.get("kind", ""))
    text = ("code", "name", "name_en", "leader_name", "leader_phone", "deputy_name", "deputy_phone", "base_name")
    values |= {name: row[name] for name in text if name in row}
    for name in ("strength", "speed_kmh"):
        if row.get(name):
            values[name] = _whole(name, row[name], errors)
    if "on_shift" in row:
        values["on_shift"] = row["on_shift"].lower() in YES
    if "capabilities" in row:
        values["capabilities"] = _abilities(row["capabilities"], known, errors)
    if row.get("lon") or row.get("lat"):
        values["base"] = _point(row, errors)
    if errors:
        raise UnprocessableError("", errors=errors)
    return values


def _whole(name: str, cell: str, errors: dict[str, str]) -> int:
    if cell.isdecimal() and len(cell) < 7:
        return int(cell)
    errors[name] = _("not a whole number")
    return 0


def _abilities(cell: str, known: _Known, errors: dict[str, str]) -> list[Capability]:
    words = [word.strip() for word in cell.replace("；", ";").replace("、", ";").split(";") if word.strip()]
    unknown = [word for word in words if word not in known.capabilities and word.lower() not in known.capabilities]
    if unknown:
        errors["capabilities"] = _("unknown: %(words)s") % {"words": ", ".join(unknown)}
        return []
    return [known.capabilities.get(word) or known.capabilities[word.lower()] for word in words]


def _point(row: Mapping[str, str], errors: dict[str, str]) -> Point | None:
    try:
        return Point(float(row.get("lon", "")), float(row.get("lat", "")), srid=4326)
    except ValueError:
        errors["lon"] = _("longitude and latitude must be numbers in degrees")
        return None
