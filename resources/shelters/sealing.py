"""Identity numbers at rest (R-D9): sealed with Fernet, found again by a keyed hash, shown masked.

Keys come from `PERSONAL_DATA_KEYS` (the first seals, all open, so they can be rotated); without it from SECRET_KEY and its
fallbacks. The hash that finds a person stays with the oldest key, or nobody known before would be found again. The two
never share a key: each is derived for its purpose.
"""

import base64
import hmac
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.text import half_width

SHOWN_START, SHOWN_END = 3, 2
LONG_ENOUGH = 12
MAX_LENGTH = 30
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_RESIDENT = re.compile(r"\d{17}[\dX]")


def clean_number(text: str) -> str:
    """As it is compared: half width, capitals, no separators."""
    return re.sub(r"[\s\-·.]+", "", half_width(text)).upper()


def check_digit(first_17: str) -> str:
    """The last character of a resident identity number (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def looks_resident(number: str) -> bool:
    """Whether it has the form of an 18-digit resident identity number."""
    return bool(_RESIDENT.fullmatch(number))


def is_right(number: str) -> bool:
    """Whether the check digit of a resident identity number fits."""
    return number[-1] == check_digit(number[:17])


def mask(number: str) -> str:
    """The first three and last two characters; of short numbers only the last two."""
    if len(number) < LONG_ENOUGH:
        return "*" * (len(number) - SHOWN_END) + number[-SHOWN_END:] if len(number) > SHOWN_END else "**"
    return number[:SHOWN_START] + "*" * (len(number) - SHOWN_START - SHOWN_END) + number[-SHOWN_END:]


def seal(number: str) -> bytes:
    """The number as it is stored."""
    return _box(_secrets()).encrypt(number.encode())


def unseal(stored: bytes) -> str:
    """The number; InvalidToken where no key of ours opens it."""
    return _box(_secrets()).decrypt(bytes(stored)).decode()


def index(number: str) -> bytes:
    """32 bytes that are the same for the same number and say nothing about it without the key."""
    return hmac.digest(_derived(_secrets()[-1], b"shelters.person.index"), number.encode(), "sha256")


def _secrets() -> tuple[str, ...]:
    return tuple(settings.PERSONAL_DATA_KEYS) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


@lru_cache(maxsize=4)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    keys = (base64.urlsafe_b64encode(_derived(secret, b"shelters.person.seal")) for secret in secrets)
    return MultiFernet([Fernet(key) for key in keys])


__all__ = [
    "InvalidToken",
    "check_digit",
    "clean_number",
    "index",
    "is_right",
    "looks_resident",
    "mask",
    "seal",
    "unseal",
]
