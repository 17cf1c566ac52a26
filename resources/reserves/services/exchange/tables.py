"""Lines of a CSV (UTF-8, GB18030) or XLSX table, one at a time; and rows written as either (R-D1).

XLSX is read as a stream and refused when it would unpack to more than 300 MB.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from core import spreadsheet
from core.errors import UnprocessableError
from core.text import storable

LINES = 200_000
COLUMNS = 100
UNPACKED = 300_000_000
Line = tuple[int, dict[str, str]]


def table_read(content: bytes) -> Iterator[Line]:
    """(line number, {heading: cell}) of every line that holds something; UnprocessableError for what is no table."""
    if content[:4] != b"PK\x03\x04":
        yield from spreadsheet.read(content, limit=LINES)
        return
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(info.file_size for info in packed.infolist()) > UNPACKED:
            raise UnprocessableError(_("The table is too large. Split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnprocessableError(_("This is not a readable XLSX table. Save it again, or save it as CSV.")) from error
    try:
        if not book.worksheets:
            raise UnprocessableError(_("The file is empty."))
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # a table may claim a million columns; only what it holds is read
        yield from _sheet(sheet.iter_rows(values_only=True))
    except (zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        # A sheet is unpacked while it is read: what is damaged in the middle is met here.
        raise UnprocessableError(_("This is not a readable XLSX table. Save it again, or save it as CSV.")) from error
    finally:
        book.close()


def _sheet(rows: Iterator[Sequence[Any]]) -> Iterator[Line]:
    header = [_text(cell) for cell in next(rows, ())][:COLUMNS]
    if not any(header):
        raise UnprocessableError(_("The file is empty."))
    count = 0
    for number, cells in enumerate(rows, start=2):
        texts = [_text(cell) for cell in cells[: len(header)]]
        if not any(texts):
            continue
        count += 1
        if count > LINES:
            raise UnprocessableError(_("The file has more than %(most)s lines. Split it.") % {"most": LINES})
        yield number, {name: spreadsheet.unquoted(text) for name, text in zip(header, texts, strict=False) if name}


def _text(cell: Any) -> str:
    """A cell as somebody would type it: dates as 2026-01-31, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text if storable(text) else "\ufffd"


def table_write(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An XLSX table, written as a stream; texts that look like formulas stay texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(header))
    for row in rows:
        sheet.append([spreadsheet.safe(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
