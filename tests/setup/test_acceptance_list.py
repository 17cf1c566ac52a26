"""docs/acceptance.md names only tests that exist, and every one of the sixteen."""

import re
from pathlib import Path

from django.conf import settings

TEXT = Path(settings.ROOT, "docs/acceptance.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)


def test_every_test_named_as_proof_exists():
    missing = []
    for file, function in NAMED:
        path = Path(settings.ROOT, file)
        if not path.exists() or (function and f"def {function}(" not in path.read_text("utf-8")):
            missing.append(f"{file}::{function}")
    assert missing == []


def test_each_of_the_sixteen_has_a_proof():
    rows = dict(re.findall(r"^\| (\d+) \|(.+)\|$", TEXT, re.MULTILINE))
    assert list(rows) == [str(number) for number in range(1, 17)]
    assert [number for number, row in rows.items() if not re.search(r"`tests/[\w/]+\.py", row)] == []
