"""Signing in: name and password, the code of the second factor, a new password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Account and password; paste and password managers work, nothing is trimmed from the password."""

    username = forms.CharField(
        label=_("Account"),
        max_length=300,
        error_messages={"required": _("Enter your account")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": "form-control"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-control"}),
    )


class CodeForm(forms.Form):
    """Six digits from the app, or a recovery code."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        error_messages={"required": _("Enter the code")},
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "class": "form-control", "spellcheck": "false"}
        ),
    )


def _password(label: Any, autocomplete: str, empty: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "form-control"})
    return forms.CharField(label=label, max_length=1000, strip=False, widget=widget, error_messages={"required": empty})


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old_password = _password(_("Present password"), "current-password", _("Enter your present password"))
    new_password = _password(_("New password"), "new-password", _("Enter a new password"))
    repeated = _password(_("New password again"), "new-password", _("Enter the new password again"))

    def clean(self) -> dict[str, Any]:
        """Both spellings of the new password must agree."""
        cleaned = super().clean() or {}
        if cleaned.get("new_password") and cleaned.get("repeated") and cleaned["new_password"] != cleaned["repeated"]:
            self.add_error("repeated", _("The two new passwords differ"))
        return cleaned
