"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from resources.reserves import api
from resources.reserves.views import acts, overview, pages

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
]
