"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.supply.api import requests, shipments
from incidents.supply.views import asking, board, settings
from incidents.supply.views import request as one
from incidents.supply.views import shipments as moving

app_name = "supply"
_R, _S = "reserves/requests/<int:pk>/", "reserves/shipments/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("supply/", board.Board.as_view(), name="board"),
    path("supply/export.csv", board.Export.as_view(), name="export"),
    path("supply/new/", asking.New.as_view(), name="new"),
    path("supply/new/lines/", asking.Expansion.as_view(), name="expansion"),
    path("supply/incident/<str:number>/", board.IncidentPanel.as_view(), name="incident"),
    path("supply/<int:pk>/", one.RequestPage.as_view(), name="request"),
    path("supply/<int:pk>/act/<str:name>/", one.RequestAct.as_view(), name="act"),
    path("supply/shipments/", moving.ShipmentList.as_view(), name="shipments"),
    path("supply/shipments/<int:pk>/", moving.ShipmentPage.as_view(), name="shipment"),
    path("supply/shipments/<int:pk>/act/<str:name>/", moving.ShipmentAct.as_view(), name="shipment_act"),
    path("supply/roads/", settings.Roads.as_view(), name="roads"),
    path("supply/roads/<int:pk>/lift/", settings.RoadLift.as_view(), name="road_lift"),
    path("supply/switches/", settings.Switches.as_view(), name="switches"),
    path("supply/switches/<int:pk>/step/", settings.SwitchStep.as_view(), name="switch_step"),
    path("supply/norms/", settings.Norms.as_view(), name="norms"),
]
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
