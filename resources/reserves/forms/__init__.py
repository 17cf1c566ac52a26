"""What people send from the pages of reserves."""

from resources.reserves.forms.deeds import DEED_FORMS
from resources.reserves.forms.stock import IssueForm, ReceiveForm, StockFilter, WarehouseFilter, local

__all__ = ["DEED_FORMS", "IssueForm", "ReceiveForm", "StockFilter", "WarehouseFilter", "local"]
