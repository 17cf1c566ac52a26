"""CSV as Excel and WPS read and write it: UTF-8 with BOM or GB18030, and no cell that acts as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import UnprocessableError

FORMULA = tuple("=+-@\t\r＝＋－＠")
ENCODINGS = ("utf-8-sig", "gb18030")
MAX_COLUMNS = 100


def safe(cell: object) -> str:
    """A text that starts like a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(cell, int | float):
        return str(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "") -> HttpResponse:
    """The rows as a download; GB18030 only when asked for, else UTF-8 with BOM."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    gb = encoding == "gb18030"
    body = buffer.getvalue().encode("gb18030" if gb else "utf-8-sig", "replace")
    answer = HttpResponse(body, content_type=f"text/csv; charset={'gb18030' if gb else 'utf-8'}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without BOM) or GB18030; UnprocessableError in words for all others."""
    if b"\x00" in content:
        raise UnprocessableError(_("This is not a text file. Save the table as CSV and try again."))
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnprocessableError(_("The text is neither UTF-8 nor GB18030. Save the table as CSV (UTF-8) and try again."))


def read(content: bytes, *, limit: int) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, {heading: cell}) of every line that holds something; line 1 is the headings.

    UnprocessableError for a file that is no table, has too many lines or columns, or lacks a closing quote.
    """
    reader = csv.reader(io.StringIO(decode(content), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not any(header):
            raise UnprocessableError(_("The file is empty."))
        if len(header) > MAX_COLUMNS:
            raise UnprocessableError(_("The file has more than %(most)s columns.") % {"most": MAX_COLUMNS})
        count = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > limit:
                raise UnprocessableError(_("The file has more than %(most)s lines. Split it.") % {"most": limit})
            yield reader.line_num, {name: unquoted(cell) for name, cell in zip(header, cells, strict=False) if name}
    except csv.Error as error:
        words = {"line": reader.line_num, "error": error}
        raise UnprocessableError(_("Line %(line)s cannot be read as CSV: %(error)s") % words) from error


def unquoted(cell: str) -> str:
    """The cell without surrounding spaces and without the apostrophe `safe` put before it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
