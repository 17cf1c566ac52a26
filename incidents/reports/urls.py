"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from incidents.reports import api
from incidents.reports.views import field, filing, intake, phone, public, queue, report, sms, township

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("reports/", queue.list_page, name="list"),
    path("reports/export.csv", queue.export, name="export"),
    path("reports/queue/", queue.queue_part, name="queue"),
    path("reports/new/", intake.intake, name="intake"),
    path("reports/check/", intake.check, name="check"),
    path("reports/places/", intake.places, name="places"),
    path("reports/units/", intake.units, name="units"),
    path("reports/drafts/", intake.draft_keep, name="draft-keep"),
    path("reports/drafts/drop/", intake.draft_drop, name="draft-drop"),
    path("reports/sms/", sms.log, name="sms"),
    path("reports/<int:pk>/", report.report_page, name="report"),
    path("reports/<int:pk>/<slug:name>/", report.report_act, name="act"),
    path("r/", field.home, name="field"),
    path("r/new/", filing.new, name="field-new"),
    path("r/full/", filing.full, name="field-full"),
    path("r/outbox/", filing.outbox, name="outbox"),
    path("r/township/", township.township, name="township"),
    path("r/sw.js", phone.worker, name="worker"),
    path("r/words.json", phone.words, name="words"),
    path("r/manifest.webmanifest", phone.manifest, name="manifest"),
    path("r/<str:receipt>/follow/", filing.follow, name="field-follow"),
    path("r/<str:receipt>/", field.receipt, name="receipt"),
    path("public/report/", public.new, name="public-new"),
    path("public/report/<str:receipt>/", public.receipt, name="public-receipt"),
]
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
    path("reports/<int:pk>/handover/", api.HandoverView.as_view(), name="report-handover"),
    path("reports/<int:pk>/followups/", api.FollowUpsView.as_view(), name="report-followups"),
    path("sms/", api.SmsView.as_view(), name="sms"),
    path("reports/<int:pk>/duplicates/", api.DuplicatesView.as_view(), name="report-duplicates"),
]
