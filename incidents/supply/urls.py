"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.supply.api import requests, shipments

app_name = "supply"
_R, _S = "reserves/requests/<int:pk>/", "reserves/shipments/<int:pk>/"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("reserves/requests/", requests.Requests.as_view(), name="supply-requests"),
    path("reserves/norms/", requests.Expansion.as_view(), name="supply-norms"),
    path(_R, requests.RequestDetail.as_view(), name="supply-request"),
    path(f"{_R}allocate/", requests.Allocate.as_view(), name="supply-allocate"),
    path(f"{_R}approve/", requests.Approve.as_view(), name="supply-approve"),
    path(f"{_R}oral/", requests.Oral.as_view(), name="supply-oral"),
    path(f"{_R}return/", requests.Return.as_view(), name="supply-return"),
    path(f"{_R}refuse/", requests.Refuse.as_view(), name="supply-refuse"),
    path(f"{_R}cancel/", requests.Cancel.as_view(), name="supply-cancel"),
    path(f"{_R}confirm/", requests.Confirm.as_view(), name="supply-confirm"),
    path(f"{_R}close/", requests.Close.as_view(), name="supply-close"),
    path(f"{_R}pass-on/", requests.PassOn.as_view(), name="supply-pass-on"),
    path("reserves/shipments/", shipments.Shipments.as_view(), name="shipments"),
    path(_S, shipments.ShipmentDetail.as_view(), name="shipment"),
    path(f"{_S}pick/", shipments.Pick.as_view(), name="shipment-pick"),
    path(f"{_S}load/", shipments.LoadView.as_view(), name="shipment-load"),
    path(f"{_S}depart/", shipments.Depart.as_view(), name="shipment-depart"),
    path(f"{_S}receive/", shipments.Receive.as_view(), name="shipment-receive"),
    path(f"{_S}recall/", shipments.Recall.as_view(), name="shipment-recall"),
    path(f"{_S}stop/", shipments.Stop.as_view(), name="shipment-stop"),
    path(f"{_S}resume/", shipments.Resume.as_view(), name="shipment-resume"),
    path(f"{_S}home/", shipments.Home.as_view(), name="shipment-home"),
    path(f"{_S}position/", shipments.Position.as_view(), name="shipment-position"),
]
