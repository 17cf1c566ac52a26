"""Everything that changes reserves. Keyword arguments only; refusals are those of core.errors."""

from resources.reserves.services.care import lot_check, lot_relocate, maintenance_done
from resources.reserves.services.catalogue import (
    agreement_save,
    categories_load,
    item_save,
    limit_set,
    warehouse_save,
)
from resources.reserves.services.counts import (
    count_approve,
    count_cancel,
    count_enter,
    count_explain,
    count_open,
    count_recount,
)
from resources.reserves.services.duties import duties_open
from resources.reserves.services.exchange import import_begin, import_run, imports_waiting
from resources.reserves.services.issues import issue_item, issue_post, rotation_post
from resources.reserves.services.once import done_once, fresh_key
from resources.reserves.services.parts import item_parts_save
from resources.reserves.services.proofs import proof_run
from resources.reserves.services.receipts import Arrival, LotData, receipt_post, receipts_post
from resources.reserves.services.reservations import Hold, issue_reserved, release_stock, reserve_stock
from resources.reserves.services.returns import loan_make, loan_return, return_receive
from resources.reserves.services.transfers import Load, transfer_receive, transfer_send
from resources.reserves.services.withdrawals import (
    lot_recall,
    scrap_approve,
    scrap_propose,
    scrap_refuse,
    stock_freeze,
    stock_unfreeze,
)

__all__ = [
    "Arrival",
    "Hold",
    "Load",
    "LotData",
    "agreement_save",
    "categories_load",
    "count_approve",
    "count_cancel",
    "count_enter",
    "count_explain",
    "count_open",
    "count_recount",
    "done_once",
    "duties_open",
    "fresh_key",
    "import_begin",
    "import_run",
    "imports_waiting",
    "issue_item",
    "issue_post",
    "issue_reserved",
    "item_parts_save",
    "item_save",
    "limit_set",
    "loan_make",
    "loan_return",
    "lot_check",
    "lot_recall",
    "lot_relocate",
    "maintenance_done",
    "proof_run",
    "receipt_post",
    "receipts_post",
    "release_stock",
    "reserve_stock",
    "return_receive",
    "rotation_post",
    "scrap_approve",
    "scrap_propose",
    "scrap_refuse",
    "stock_freeze",
    "stock_unfreeze",
    "transfer_receive",
    "transfer_send",
    "warehouse_save",
]
