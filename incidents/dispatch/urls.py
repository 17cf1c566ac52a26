"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.dispatch import api, views
from incidents.dispatch.views import units

app_name = "dispatch"
urlpatterns: list[URLPattern] = [
    path("dispatch/", views.BoardPage.as_view(), name="board"),
    path("dispatch/board/", views.BoardFragment.as_view(), name="board_fragment"),
    path("dispatch/undo/", views.Undo.as_view(), name="undo"),
    path("dispatch/incident/<str:number>/", views.IncidentPanel.as_view(), name="incident"),
    path("dispatch/incident/<str:number>/order/", views.Order.as_view(), name="order"),
    path("dispatch/incident/<str:number>/recall/", views.RecallAll.as_view(), name="recall_all"),
    path("dispatch/incident/<str:number>/simulate/", views.Simulate.as_view(), name="simulate"),
    path("dispatch/incident/<str:number>/find/", views.Find.as_view(), name="find"),
    path("dispatch/incident/<str:number>/units/", units.Units.as_view(), name="units"),
    path("dispatch/orders/<int:pk>/mayday/", units.Mayday.as_view(), name="mayday"),
    path("dispatch/orders/<int:pk>/mayday/seen/", units.MaydaySeen.as_view(), name="mayday_seen"),
    path("dispatch/orders/<int:pk>/status/", views.SetStatus.as_view(), name="set_status"),
    path("dispatch/team/<int:pk>/", views.TeamOrders.as_view(), name="team_orders"),
    path("orders/", views.MyOrders.as_view(), name="orders"),
]
api_urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>/recommendations/", api.Recommendations.as_view(), name="recommendations"),
    path("incidents/<int:pk>/simulation/", api.Simulation.as_view(), name="simulation"),
    path("incidents/<int:pk>/dispatches/", api.IncidentDispatches.as_view(), name="incident-dispatches"),
    path("dispatches/", api.DispatchList.as_view(), name="dispatches"),
    path("dispatches/<int:pk>/", api.DispatchDetail.as_view(), name="dispatch"),
    path("dispatches/<int:pk>/steps/", api.DispatchSteps.as_view(), name="dispatch-steps"),
    path("dispatches/<int:pk>/status/", api.DispatchSetStatus.as_view(), name="dispatch-status"),
    path("dispatches/<int:pk>/recall/", api.DispatchRecall.as_view(), name="dispatch-recall"),
    path("dispatches/<int:pk>/undo/", api.DispatchUndo.as_view(), name="dispatch-undo"),
]
