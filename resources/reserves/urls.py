"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from resources.reserves.api import counts as count_api
from resources.reserves.api import papers as paper_api
from resources.reserves.api import reading as api
from resources.reserves.api.deeds import ACTS
from resources.reserves.views import acts, counts, deeds, edits, exchange, labels, overview, pages, papers, work

app_name = "reserves"
urlpatterns: list[URLPattern] = [
    path("reserves/", overview.Overview.as_view(), name="list"),
    path("reserves/export/", overview.Export.as_view(), name="export"),
    path("reserves/warnings/", overview.Warnings.as_view(), name="warnings"),
    path("reserves/proof/", overview.ProofPage.as_view(), name="proof"),
    path("reserves/receive/", acts.Receive.as_view(), name="receive"),
    path("reserves/items/<int:pk>/", pages.ItemPage.as_view(), name="item"),
    path("reserves/warehouses/", overview.WarehousesPage.as_view(), name="warehouses"),
    path("reserves/warehouses/<int:pk>/", pages.WarehousePage.as_view(), name="warehouse"),
    path("reserves/lots/<int:pk>/", pages.LotPage.as_view(), name="lot"),
    path("reserves/lots/<int:pk>/issue/", acts.Issue.as_view(), name="issue"),
    path("reserves/lots/<int:pk>/do/<slug:name>/", deeds.LotDeed.as_view(), name="deed"),
    path("reserves/work/", work.Work.as_view(), name="work"),
    path("reserves/scan/", work.Scan.as_view(), name="scan"),
    path("reserves/warehouses/<int:pk>/position/", work.Position.as_view(), name="position"),
    path("reserves/counts/", counts.Counts.as_view(), name="counts"),
    path("reserves/counts/new/", counts.CountNew.as_view(), name="count-new"),
    path("reserves/counts/<int:pk>/", counts.CountPage.as_view(), name="count"),
    path("reserves/counts/<int:pk>/<slug:name>/", counts.CountAct.as_view(), name="count-act"),
    path("reserves/labels/", labels.Labels.as_view(), name="labels"),
    path("reserves/exchange/", exchange.Exchange.as_view(), name="exchange"),
    path("reserves/exchange/latest/", exchange.ImportPage.as_view(), name="import"),
    path("reserves/exchange/<slug:kind>/", exchange.TableOut.as_view(), name="table"),
    path("reserves/items/new/", edits.ItemEdit.as_view(), name="item-new"),
    path("reserves/items/<int:pk>/edit/", edits.ItemEdit.as_view(), name="item-edit"),
    path("reserves/items/<int:pk>/parts/", edits.ItemParts.as_view(), name="item-parts"),
    path("reserves/items/<int:pk>/limit/", edits.LimitEdit.as_view(), name="limit"),
    path("reserves/warehouses/new/", edits.WarehouseEdit.as_view(), name="warehouse-new"),
    path("reserves/warehouses/<int:pk>/edit/", edits.WarehouseEdit.as_view(), name="warehouse-edit"),
    path("reserves/agreements/new/", edits.AgreementEdit.as_view(), name="agreement-new"),
    path("reserves/agreements/<int:pk>/edit/", edits.AgreementEdit.as_view(), name="agreement-edit"),
    path("reserves/papers/", papers.Papers.as_view(), name="papers"),
    path("reserves/transfers/new/", papers.TransferNew.as_view(), name="transfer-new"),
    path("reserves/transfers/<int:pk>/", papers.TransferPage.as_view(), name="transfer"),
    path("reserves/loans/<int:pk>/", papers.LoanBack.as_view(), name="loan"),
    path("reserves/scraps/<int:pk>/<slug:name>/", papers.ScrapDecide.as_view(), name="scrap-decide"),
]
api_urlpatterns: list[URLPattern] = [
    path("reserves/items/", api.Items.as_view(), name="reserve-items"),
    path("reserves/items/<int:pk>/", api.ItemDetail.as_view(), name="reserve-item"),
    path("reserves/warehouses/", api.Warehouses.as_view(), name="reserve-warehouses"),
    path("reserves/warehouses/<int:pk>/", api.WarehouseDetail.as_view(), name="reserve-warehouse"),
    path("reserves/lots/", api.Lots.as_view(), name="reserve-lots"),
    path("reserves/lots/<int:pk>/", api.LotDetail.as_view(), name="reserve-lot"),
    path("reserves/stock/", api.StockView.as_view(), name="reserve-stock"),
    path("reserves/movements/", api.Movements.as_view(), name="reserve-movements"),
    path("reserves/agreements/", api.Agreements.as_view(), name="reserve-agreements"),
    path("reserves/receipts/", api.Receipts.as_view(), name="reserve-receipts"),
    path("reserves/issues/", api.Issues.as_view(), name="reserve-issues"),
    path("reserves/proof/", api.ProofView.as_view(), name="reserve-proof"),
    *(
        path(f"reserves/lots/<int:pk>/{name}/", view.as_view(), name=f"reserve-lot-{name}")
        for name, view in ACTS.items()
    ),
    path("reserves/scan/", paper_api.Scan.as_view(), name="reserve-scan"),
    path("reserves/transfers/", paper_api.Transfers.as_view(), name="reserve-transfers"),
    path("reserves/transfers/<int:pk>/receive/", paper_api.TransferReceive.as_view(), name="reserve-transfer-receive"),
    path("reserves/loans/", paper_api.Loans.as_view(), name="reserve-loans"),
    path("reserves/loans/<int:pk>/return/", paper_api.LoanReturn.as_view(), name="reserve-loan-return"),
    path("reserves/scraps/", paper_api.Scraps.as_view(), name="reserve-scraps"),
    path("reserves/scraps/<int:pk>/approve/", paper_api.ScrapApprove.as_view(), name="reserve-scrap-approve"),
    path("reserves/scraps/<int:pk>/refuse/", paper_api.ScrapRefuse.as_view(), name="reserve-scrap-refuse"),
    path("reserves/counts/", count_api.Counts.as_view(), name="reserve-counts"),
    path("reserves/counts/<int:pk>/", count_api.CountDetail.as_view(), name="reserve-count"),
    path("reserves/counts/<int:pk>/figures/", count_api.CountFigures.as_view(), name="reserve-count-figures"),
    path("reserves/counts/<int:pk>/recount/", count_api.CountRecount.as_view(), name="reserve-count-recount"),
    path("reserves/counts/<int:pk>/explain/", count_api.CountExplain.as_view(), name="reserve-count-explain"),
    path("reserves/counts/<int:pk>/approve/", count_api.CountApprove.as_view(), name="reserve-count-approve"),
    path("reserves/counts/<int:pk>/cancel/", count_api.CountCancel.as_view(), name="reserve-count-cancel"),
]
