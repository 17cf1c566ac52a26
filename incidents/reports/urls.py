"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.reports import api

app_name = "reports"
urlpatterns: list[URLPattern] = []
api_urlpatterns: list[URLPattern] = [
    path("reports/", api.ReportsView.as_view(), name="reports"),
    path("reports/<int:pk>/", api.ReportView.as_view(), name="report"),
    path("reports/<int:pk>/verify/", api.VerifyView.as_view(), name="report-verify"),
    path("reports/<int:pk>/return/", api.ReturnView.as_view(), name="report-return"),
    path("reports/<int:pk>/reject/", api.RejectView.as_view(), name="report-reject"),
    path("reports/<int:pk>/reopen/", api.ReopenView.as_view(), name="report-reopen"),
    path("reports/<int:pk>/unjoin/", api.UnjoinView.as_view(), name="report-unjoin"),
    path("reports/<int:pk>/claim/", api.ClaimView.as_view(), name="report-claim"),
    path("reports/<int:pk>/release/", api.ReleaseView.as_view(), name="report-release"),
    path("reports/<int:pk>/take-over/", api.TakeOverView.as_view(), name="report-take-over"),
    path("reports/<int:pk>/resubmit/", api.ResubmitView.as_view(), name="report-resubmit"),
    path("reports/<int:pk>/duplicates/", api.DuplicatesView.as_view(), name="report-duplicates"),
]
