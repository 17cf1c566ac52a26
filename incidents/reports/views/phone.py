"""What makes the phone's pages an app that starts without a line: its manifest and its service worker (R-B8)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.i18n import JSONCatalog

# Everything the pages load before and after the first touch, so that a cold start needs no line.
SHELL = (
    "css/tokens.css",
    "css/field.css",
    "css/field-dialog.css",
    "css/field-forms.css",
    "css/field-phone.css",
    "css/field-outbox.css",
    "img/logo.svg",
    "img/phone-192.png",
    "vendor/idb/index.js",
    "js/field.js",
    "js/i18n.js",
    "js/files-sha256.js",
    "js/files-upload.js",
    "js/toast.js",
    "js/session.js",
    "js/phone/answer.js",
    "js/phone/app.js",
    "js/phone/attachments.js",
    "js/phone/check.js",
    "js/phone/chips.js",
    "js/phone/coordinates.js",
    "js/phone/drafts.js",
    "js/phone/exif.js",
    "js/phone/fields.js",
    "js/phone/flush.js",
    "js/phone/follow.js",
    "js/phone/full.js",
    "js/phone/hand.js",
    "js/phone/home.js",
    "js/phone/ids.js",
    "js/phone/media.js",
    "js/phone/net.js",
    "js/phone/orders.js",
    "js/phone/merge.js",
    "js/phone/outbox-page.js",
    "js/phone/place.js",
    "js/phone/point.js",
    "js/phone/report.js",
    "js/phone/sms.js",
    "js/phone/store.js",
    "js/phone/voice.js",
    "js/phone/wizard.js",
    "js/phone/zip.js",
)

# Loaded when asked for: they speak too, but nothing starts without a line because of them.
LATER = ("js/phone/pin-map.js", "js/map-base.js", "js/files.js", "js/files-viewer.js")


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of /r/; public, because a browser asks for updates also when nobody is signed in."""
    pages = [reverse(name) for name in ("reports:field-new", "reports:field-full", "reports:outbox", "reports:field")]
    shell = [static(name) for name in SHELL]
    context = {"version": json.dumps(settings.VERSION), "shell": json.dumps(shell), "pages": json.dumps(pages)}
    answer = render(request, "phone/sw.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, start page and pictures for the home screen."""
    document = {
        "name": _("Emergency reports"),
        "short_name": _("Report disasters"),
        "lang": "en" if get_language() == "en" else "zh-Hans",
        "id": reverse("reports:field"),
        "start_url": reverse("reports:field"),
        "scope": reverse("reports:field"),
        "display": "standalone",
        "background_color": "#eef1f4",
        "theme_color": "#10314f",
        "icons": [
            {"src": static("img/phone-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any maskable"},
            {"src": static("img/phone-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        ],
    }
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/manifest+json")


@cache
def _spoken() -> str:
    """The code of the phone's modules: whatever text is not in it, the phone never says."""
    found = (finders.find(name) for name in (*SHELL, *LATER) if name.endswith(".js"))
    return "\n".join(Path(path).read_text("utf-8") for path in found if path)


class PhoneWords(JSONCatalog):
    """The catalogue of the screens cut down to what the phone says: a third of the weight on a thin line."""

    domain = "djangojs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Plural forms of one text share its first words, which are the key."""
        context = super().get_context_data(**kwargs)
        code = _spoken()
        known = {key: value for key, value in context["catalog"].items() if key.split("\x04")[-1] in code}
        return {**context, "catalog": known}


words = login_not_required(PhoneWords.as_view())
