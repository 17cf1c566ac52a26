"""One import from beginning to end: tried or stored, in chunks, all in one transaction, progress told outside it (R-D1)."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import AppError, UnprocessableError
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.models import ImportKind, ImportState, StockImport
from resources.reserves.services.exchange.cells import Cells
from resources.reserves.services.exchange.kinds import TAKERS, Taker
from resources.reserves.services.exchange.tables import table_read

MOST_BYTES = 30_000_000
CHUNK = 1000
LOST_AFTER = timedelta(minutes=35)
KEPT_ERRORS = 1000
NEEDS = dict.fromkeys(ImportKind.values, Permission.CATALOGUE_CHANGE) | {ImportKind.STOCK: Permission.STOCK_MOVE}
HEADINGS = {
    "编码": "code", "物资编码": "item", "仓库编码": "warehouse", "名称": "name", "英文名称": "name_en", "类别": "category",
    "单位": "unit", "规格": "spec", "数量": "quantity", "批次": "batch", "序列号": "serial", "生产日期": "made_on",
    "有效期至": "expires_on", "供应商": "supplier", "资金来源": "fund_source", "单价": "unit_price", "货位": "position",
    "保管人": "custodian", "层级": "tier", "区划代码": "jurisdiction", "经度": "lon", "纬度": "lat", "地址": "address",
    "值班电话": "phone", "储备形式": "form", "合同编号": "contract_no", "起始日期": "valid_from", "截止日期": "valid_to",
    "响应时间（小时）": "lead_time_h", "联系人": "contact_name", "联系电话": "contact_phone", "备注": "note",
}  # fmt: skip


class _Undone(Exception):
    """Nothing of this may stay."""


@transaction.atomic
def import_begin(*, kind: str, name: str, content: bytes, store: bool, actor: User) -> StockImport:
    """Take a file in; the worker reads it. UnprocessableError for an empty or too large one."""
    access.require_anywhere(actor, NEEDS[kind])
    if not content:
        raise UnprocessableError(_("The file is empty."), errors={"file": _("The file is empty.")})
    if len(content) > MOST_BYTES:
        message = _("At most %(most)s MB. Split the table.") % {"most": MOST_BYTES // 1_000_000}
        raise UnprocessableError(message, errors={"file": message})
    StockImport.objects.filter(actor=actor, ended_at__isnull=False).exclude(content=None).update(content=None)
    return StockImport.objects.create(kind=kind, name=name[:200], content=content, store=store, actor=actor)


def import_run(*, pk: int, actor: User | None = None) -> StockImport | None:
    """Read the file of an import that waits; None when it runs, or ran, elsewhere."""
    with transaction.atomic():
        row = (
            StockImport.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("actor")
            .filter(pk=pk)
            .first()
        )
        if row is None or row.state != ImportState.WAITING or row.actor is None:
            return None
        row.state = ImportState.RUNNING
        row.save(update_fields=["state", "updated_at"])
    person = actor or row.actor
    with translation.override(person.language or None):
        try:
            with transaction.atomic():
                _read(row, person)
                if not row.store or row.wrong or not (row.created + row.changed):
                    raise _Undone
            row.state = ImportState.STORED
        except _Undone:
            row.state = ImportState.FAILED if row.store else ImportState.TRIED
        except (AppError, PermissionDenied, IntegrityError, DataError) as error:
            row.state = ImportState.FAILED
            row.errors = [[0, _words(error)], *row.errors][:KEPT_ERRORS]
            row.wrong += 1
    row.ended_at = timezone.now()
    row.content = None if row.state == ImportState.STORED else row.content
    row.save()
    return row


@transaction.atomic
def imports_waiting(*, actor: User | None) -> list[int]:
    """Imports to be read, the oldest first. One whose worker was lost long ago is over: its transaction never ended."""
    lost = timezone.now() - LOST_AFTER
    StockImport.objects.filter(state=ImportState.RUNNING, updated_at__lt=lost).update(
        state=ImportState.FAILED,
        ended_at=timezone.now(),
        errors=[[0, _("It was cut off. Nothing was stored; bring it again.")]],
    )
    return list(StockImport.objects.filter(state=ImportState.WAITING).order_by("pk").values_list("pk", flat=True)[:20])


def _words(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        return _("It conflicts with what is already recorded.")
    if isinstance(error, DataError):
        return _("A value is outside what can be stored.")
    if isinstance(error, AppError):
        return " ".join(str(text) for text in (error.errors.values() or [error.message]))
    return str(error) or _("You may not do this.")


def _read(row: StockImport, actor: User) -> None:
    """Every line once. From the first wrong one on nothing more is written; the rest is still judged."""
    taker: Taker = TAKERS[row.kind](actor)
    held = 0
    for line, said in table_read(bytes(row.content or b"")):
        if row.lines == 0:
            _require_columns(taker, said)
        row.lines += 1
        cells = Cells({HEADINGS.get(name, name.lower()): cell for name, cell in said.items()})
        try:
            fresh = taker.take(cells)
        except UnprocessableError as error:
            _wrong(row, line, str(error.message))
            continue
        row.created, row.changed = row.created + fresh, row.changed + (not fresh)
        held += 1
        if held == CHUNK:
            held = _chunk(row, taker, actor)
    _chunk(row, taker, actor)
    if row.lines == 0:
        raise UnprocessableError(_("The file holds headings only."))


def _chunk(row: StockImport, taker: Taker, actor: User) -> int:
    if row.store and not row.wrong:
        taker.store(actor)
    else:
        taker.held.clear()  # type: ignore[attr-defined]
    cache.set(progress_key(row.pk), row.lines, timeout=3600)
    return 0


def progress_key(pk: int) -> str:
    """Where the number of lines read so far is told while the transaction is open."""
    return f"reserves-import:{pk}"


def _wrong(row: StockImport, line: int, words: str) -> None:
    row.wrong += 1
    if len(row.errors) < KEPT_ERRORS:
        row.errors.append([line, words])


def _require_columns(taker: Taker, said: dict[str, Any]) -> None:
    there = {HEADINGS.get(name, name.lower()) for name in said}
    missing = [name for name in taker.needed if name not in there]
    if missing:
        raise UnprocessableError(_("Columns are missing: %(names)s") % {"names": ", ".join(missing)})
