"""Pages of the command bar: one's own words, and the card of all keys and commands (R-H2)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from command_center.commands.grammar import VERBS
from command_center.commands.keycard import keycard
from command_center.commands.selectors import aliases_at, aliases_own
from command_center.commands.services import CENTRE, MEANING, WORD, alias_drop, alias_save, aliases_reset
from core.errors import AppError, UnprocessableError
from core.templatetags.components import UNIT_WORDS
from incidents.dispatch.words import STATUS_WORDS
from organizations import access
from organizations.models import Jurisdiction


class WordForm(forms.Form):
    """A word and what it stands for."""

    word = forms.CharField(label=_lazy("Word"), max_length=WORD)
    meaning = forms.CharField(label=_lazy("Stands for"), max_length=MEANING)


def _centre(request: HttpRequest) -> Jurisdiction | None:
    """The place whose words this person may keep: that of the own unit."""
    unit = getattr(request.user, "unit", None)
    return unit.jurisdiction if unit and access.can(request.user, CENTRE, unit.jurisdiction) else None


@require_http_methods(["GET", "POST"])
@login_required
def words(request: HttpRequest) -> HttpResponse:
    """Own words of the person and of the centre: a table each, added to, dropped from, set back."""
    centre = _centre(request)
    if request.method == "POST":
        return _change(request, centre)
    return _show(request, centre, WordForm())


def _change(request: HttpRequest, centre: Jurisdiction | None) -> HttpResponse:
    place = centre if request.POST.get("whose") == "centre" else None
    act, form = request.POST.get("act", ""), WordForm()
    try:
        if act == "drop":
            text = request.POST.get("pk", "")
            alias_drop(alias=int(text) if text.isdecimal() and len(text) < 18 else 0, place=place, actor=request.user)
            messages.success(request, _("The word was dropped."))
        elif act == "reset":
            aliases_reset(place=place, actor=request.user)
            messages.success(request, _("Only the commands as they come are left."))
        else:
            form = WordForm(request.POST)
            if not form.is_valid():
                raise UnprocessableError(_("Some fields need correction."))
            alias_save(**form.cleaned_data, place=place, actor=request.user)
            messages.success(request, _("The word was kept."))
    except AppError as error:
        if act in ("drop", "reset"):
            raise
        for field, text in error.errors.items():
            form.add_error(field if field in form.fields else None, text)
        return _show(request, centre, form, error.status)
    return redirect("command_words")


def _show(request: HttpRequest, centre: Jurisdiction | None, form: WordForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "own": aliases_own(request.user),
        "centre": centre,
        "theirs": aliases_at(centre, actor=request.user) if centre else [],
        "form": form,
        "verbs": VERBS,
        "whose": request.POST.get("whose", "mine"),
    }
    return render(request, "command_center/command_words.html", context, status=status)


@require_safe
@login_required
def key_card(request: HttpRequest) -> HttpResponse:
    """All keys and commands on one sheet, to print and lay beside the keyboard (S14)."""
    statuses = [(UNIT_WORDS[status], " · ".join(words)) for status, words in STATUS_WORDS.items()]
    context = {"groups": keycard(), "verbs": VERBS, "statuses": statuses}
    return render(request, "command_center/command_keys.html", context)


@require_safe
@login_required
def grammar(request: HttpRequest) -> HttpResponse:
    """The commands alone, for the help overlay."""
    return render(request, "command_center/_command_grammar.html", {"verbs": VERBS})
