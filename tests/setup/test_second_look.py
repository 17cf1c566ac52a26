"""Which failures `./dev test` looks at once more, and which it never does."""

import json

import pytest

from tools.dev import suite


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        (["tests/e2e/test_a.py::test_b[zh]"], True),
        (["tests/faults/test_a.py::test_b", "tests/setup/test_c.py::test_d"], True),
        (["tests/e2e/test_a.py::test_b", "tests/reports/test_c.py::test_d"], False),
        ([f"tests/e2e/test_a.py::test_{n}" for n in range(6)], False),
        ([], False),
    ],
)
def test_only_few_tests_that_wait_for_processes_are_tried_again(tmp_path, monkeypatch, failed, again):
    kept = tmp_path / ".pytest_cache/v/cache"
    kept.mkdir(parents=True)
    (kept / "lastfailed").write_text(json.dumps(dict.fromkeys(failed, True)))
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    assert suite.only_waiting_tests_failed() == (failed if again else [])


def test_without_a_record_nothing_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    assert suite.only_waiting_tests_failed() == []
