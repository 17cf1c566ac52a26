"""One cell of a line as a value, or a refusal in words that names the column (R-D1)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from core.errors import UnprocessableError
from core.text import clean_name, half_width, storable

YES = frozenset({"1", "true", "yes", "y", "是", "有"})
NO = frozenset({"", "0", "false", "no", "n", "否", "无"})


class Cells:
    """The cells of one line under their own names; what is wrong is collected, so that a line is told of once."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.errors: list[str] = []

    def wrong(self, name: str, words: str) -> None:
        """Something is wrong with this column."""
        self.errors.append(f"{name}: {words}")

    def given(self, name: str) -> bool:
        """Whether the table has this column."""
        return name in self.cells

    def text(self, name: str, limit: int, *, needed: bool = False) -> str:
        """A line of text."""
        value = clean_name(self.cells.get(name, ""))
        if not storable(value) or "\ufffd" in value:
            self.wrong(name, _("It holds characters that cannot be stored."))
        elif needed and not value:
            self.wrong(name, _("Fill this in."))
        elif len(value) > limit:
            self.wrong(name, _("At most %(n)s characters.") % {"n": limit})
        return value[:limit]

    def number(self, name: str, *, most: int = 10**9, places: int = 3, needed: bool = False) -> Decimal | None:
        """A number of at least 0."""
        said = half_width(self.cells.get(name, "")).replace(",", "").strip()
        if not said:
            if needed:
                self.wrong(name, _("Fill this in."))
            return None
        try:
            value = Decimal(said)
        except InvalidOperation:
            self.wrong(name, _("Not a number."))
            return None
        if not value.is_finite() or not 0 <= value <= most:
            self.wrong(name, _("From 0 to %(most)s.") % {"most": most})
            return None
        return value.quantize(Decimal(1).scaleb(-places))

    def whole(self, name: str, *, most: int = 100_000) -> int | None:
        """A whole number of at least 0."""
        value = self.number(name, most=most)
        if value is not None and value != value.to_integral_value():
            self.wrong(name, _("A whole number."))
            return None
        return None if value is None else int(value)

    def day(self, name: str) -> date | None:
        """A day as 2026-01-31 or 2026/1/31."""
        said = half_width(self.cells.get(name, "")).strip()
        if not said:
            return None
        try:
            year, month, rest = (int(part) for part in said.replace("/", "-").replace(".", "-").split("-"))
            return date(year, month, rest)
        except ValueError:
            self.wrong(name, _("A day such as 2026-01-31."))
            return None

    def flag(self, name: str) -> bool:
        """Yes or no."""
        said = half_width(self.cells.get(name, "")).strip().lower()
        if said not in YES | NO:
            self.wrong(name, _("Yes or no."))
        return said in YES

    def choice(self, name: str, kind: type[TextChoices], default: str = "") -> str:
        """One of a list, by its code or its words."""
        said = half_width(self.cells.get(name, "")).strip().lower() or default
        for value, label in kind.choices:
            if said in (str(value), str(label).lower()):
                return str(value)
        self.wrong(name, _("One of: %(values)s") % {"values": ", ".join(kind.values)})
        return default

    def named(self, name: str, known: Mapping[str, Any], *, needed: bool = True) -> Any:
        """What a code or a name stands for."""
        said = clean_name(self.cells.get(name, ""))
        if not said and not needed:
            return None
        found = known.get(said)
        if found is None:
            self.wrong(name, _("“%(said)s” is not known here.") % {"said": said[:40]} if said else _("Fill this in."))
        return found

    def judged(self) -> None:
        """UnprocessableError with everything that is wrong with the line."""
        if self.errors:
            raise UnprocessableError("; ".join(self.errors))
