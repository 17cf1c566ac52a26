"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from organizations.api import auth
from organizations.api.settings import SettingView
from organizations.views import account, approvals, imports, people, places, signing_in

app_name = "organizations"
urlpatterns: list[URLPattern] = [
    path("login/", signing_in.LoginView.as_view(), name="login"),
    path("login/code/", signing_in.CodeView.as_view(), name="code"),
    path("login/dialog/", signing_in.DialogView.as_view(), name="dialog"),
    path("login/state/", signing_in.StateView.as_view(), name="state"),
    path("login/done/", signing_in.SignedInView.as_view(), name="signed_in"),
    path("logout/", signing_in.LogoutView.as_view(), name="logout"),
    path("password/", account.PasswordView.as_view(), name="password"),
    path("second-factor/", account.FactorView.as_view(), name="factor"),
    path("preferences/", account.PreferencesView.as_view(), name="preferences"),
    path("preferences/settings/<str:key>/", SettingView.as_view(), name="setting"),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/export.csv", people.PeopleExportView.as_view(), name="people_export"),
    path("people/new/", people.PersonNewView.as_view(), name="person_new"),
    path("people/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("people/<int:pk>/disable/", people.PersonActView.as_view(act="disable"), name="person_disable"),
    path("people/<int:pk>/enable/", people.PersonActView.as_view(act="enable"), name="person_enable"),
    path("people/<int:pk>/factor/", people.PersonActView.as_view(act="factor"), name="person_factor"),
    path("people/<int:pk>/password/", people.PersonPasswordView.as_view(), name="person_password"),
    path("people/<int:pk>/roles/", people.GrantView.as_view(), name="role_grant"),
    path("people/<int:pk>/roles/<int:membership>/end/", people.EndRoleView.as_view(), name="role_end"),
    path("approvals/", approvals.ApprovalRulesView.as_view(), name="approvals"),
    path("approvals/<int:pk>/end/", approvals.ApprovalRuleEndView.as_view(), name="approval_end"),
    path("imports/", imports.ImportView.as_view(), name="imports"),
    path("units/", places.UnitsView.as_view(), name="units"),
    path("units/new/", places.UnitView.as_view(), name="unit_new"),
    path("units/<int:pk>/", places.UnitView.as_view(), name="unit"),
    path("jurisdictions/", places.JurisdictionsView.as_view(), name="jurisdictions"),
    path("jurisdictions/<int:pk>/", places.JurisdictionsView.as_view(), name="jurisdiction"),
    path("jurisdictions/<int:pk>/edit/", places.JurisdictionEditView.as_view(), name="jurisdiction_edit"),
    path("jurisdictions/<int:pk>/new/", places.JurisdictionEditView.as_view(below=True), name="jurisdiction_new"),
]
api_urlpatterns: list[URLPattern] = [
    path("auth/token/", auth.TokenView.as_view(), name="auth_token"),
    path("auth/ticket/", auth.TicketView.as_view(), name="auth_ticket"),
    path("auth/logout/", auth.LogoutView.as_view(), name="auth_logout"),
]
