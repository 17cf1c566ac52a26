"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from organizations.api import auth
from organizations.views import account, signing_in

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
]
api_urlpatterns: list[URLPattern] = [
    path("auth/token/", auth.TokenView.as_view(), name="auth_token"),
    path("auth/ticket/", auth.TicketView.as_view(), name="auth_ticket"),
    path("auth/logout/", auth.LogoutView.as_view(), name="auth_logout"),
]
