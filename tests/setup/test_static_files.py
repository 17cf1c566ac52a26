"""What production serves: every file under a name that changes with its content, modules finding each other."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.setup.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.setup.collecting",
        "STATIC_ROOT": str(folder),
        "SECRET_KEY": "for-this-test-only",
        "ALLOWED_HOSTS": "command.example.org",
    }
    argv = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[:500] + done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def names(collected):
    return json.loads((collected / "staticfiles.json").read_text())["paths"]


def test_everything_a_template_names_is_there_under_a_hashed_name(names):
    named = {
        match[1]
        for template in (ROOT / "templates").rglob("*.html")
        for match in re.finditer(r"{% static ['\"]([^'\"]+)['\"] %}", template.read_text())
    }
    assert named, "the templates name no static file at all"
    assert {name for name in named if name not in names} == set()
    assert all(names[name] != name for name in named)


def test_our_modules_import_each_other_by_hashed_names(collected, names):
    ours = [name for name in names if name.startswith("js/") and name.endswith(".js")]
    assert ours
    plain = []
    for name in ours:
        text = (collected / names[name]).read_text()
        relative = re.findall(r"(?:from|import)\s*\(?[\"'](\.{1,2}/[^\"']+)[\"']", text)
        plain += [f"{name}: {path}" for path in relative if not re.search(r"\.[0-9a-f]{12}\.js$", path)]
    assert plain == []
