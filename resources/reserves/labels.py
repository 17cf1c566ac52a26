"""QR labels as plain vector paths: nothing to fetch, sharp on any printer (R-D3)."""

from dataclasses import dataclass
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class Label:
    """One label: its code as a path of `size` modules, the bare code below, and its words."""

    code: str
    path: str
    size: int
    title: str
    title_en: str
    lines: tuple[str, ...]


def qr_path(text: str) -> tuple[str, int]:
    """The dark modules as one SVG path, row by row, and the width of the square with its quiet zone."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    made.add_data(text)
    made.make(fit=True)
    parts: list[str] = []
    matrix = made.get_matrix()
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(parts), len(matrix)


def label_of(code: str, address: str, thing: Any, *lines: str) -> Label:
    """A label that reads `address` (which any phone opens) and shows `code` for those who type."""
    path, size = qr_path(address)
    return Label(code, path, size, thing.name, getattr(thing, "name_en", ""), tuple(line for line in lines if line))
