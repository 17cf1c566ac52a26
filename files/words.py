"""Why a file is refused, in words that say what to do; a row keeps the key, the reader gets their own language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Any] = {
    "type": _(
        "This kind of file is not accepted. Send a photo (JPEG, PNG, WebP), a sound, a video (MP4, WebM), a PDF, "
        "a Word or Excel file, or plain text."
    ),
    "heic": _(
        "Photos in HEIC or AVIF cannot be read here. Set the camera to “most compatible” (JPEG), or send a copy."
    ),
    "script": _("The file holds a script or a macro and was not taken. Send it without."),
    "pixels": _("The picture has too many pixels. Send a smaller one, at most %(limit)s million."),
    "bomb": _("The file unpacks to far more than it should and was not taken."),
    "broken": _("The file is damaged and cannot be opened. Send it again from where it was made."),
    "photo": _("A photo may have at most %(limit)s MB."),
    "audio": _("A sound may have at most %(limit)s MB."),
    "video": _("A video may have at most %(limit)s MB."),
    "document": _("A document may have at most %(limit)s MB."),
    "tired": _("The file could not be checked although it was tried several times. It was not taken."),
}


def refusal_words(key: str, limits: dict[str, int]) -> str:
    """The refusal in the active language; `limits` are megabytes by kind, and million pixels."""
    words = _WORDS.get(key, _WORDS["type"])
    return str(words) % {"limit": limits.get(key, "")}
