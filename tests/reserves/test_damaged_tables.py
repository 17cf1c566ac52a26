"""A table that is damaged, or claims more than it holds, is refused in words and leaves no import running (R-D1)."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from core.errors import UnprocessableError
from resources.reserves.models import ImportState
from resources.reserves.services.exchange.running import import_begin, import_run
from resources.reserves.services.exchange.tables import table_read
from tests.factories import organizations as people


def book(change=lambda text: text):
    """An XLSX table of two lines whose sheet went through `change`."""
    made = Workbook()
    for line in (["物资编码", "数量"], ["T1", "5"], ["T2", "6"]):
        made.active.append(line)
    plain, out = io.BytesIO(), io.BytesIO()
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name.endswith("sheet1.xml") else data)
    return out.getvalue()


def test_a_table_that_claims_a_million_lines_and_columns_is_read_as_what_it_holds():
    claims = book(lambda text: text.replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"'))
    assert list(table_read(claims)) == [(2, {"物资编码": "T1", "数量": "5"}), (3, {"物资编码": "T2", "数量": "6"})]


@pytest.mark.parametrize("change", [lambda text: text[:-40], lambda text: text.replace(b"<row", b"<row <", 1)])
def test_a_sheet_broken_in_the_middle_is_refused_in_words(change):
    with pytest.raises(UnprocessableError):
        list(table_read(book(change)))


@pytest.mark.django_db
def test_an_import_of_a_broken_sheet_ends_at_once_and_says_why(county):
    keeper = people.user("keeper", county[0])
    row = import_begin(kind="stock", name="a.xlsx", content=book(lambda t: t[:-40]), store=True, actor=keeper)
    ended = import_run(pk=row.pk)
    assert ended.state == ImportState.FAILED and ended.ended_at and ended.errors
