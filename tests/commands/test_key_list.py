"""One list of keys: what scripts register is in it, called the same; it holds nothing that nobody handles (R-H2)."""

import re
from collections import defaultdict

from django.conf import settings

from command_center.commands.keycard import TITLES, keycard, listed

SCRIPTS = settings.ROOT / "static" / "js"
_CALL = re.compile(r"register\(\{(.*?)\}\)", re.DOTALL)
_SCOPE = re.compile(r'scope: "([a-z]+)"')
_KEY = re.compile(r'key: "([^"]+)"')
_LABEL = re.compile(r'label: (?:\(\) => t\()?"([^"]+)"')
# Registered in loops, from tables of their own that the second test looks into.
LOOPS = ("chip", "report", "incident", "board")


def _registered():
    found = {}
    for path in sorted(SCRIPTS.rglob("*.js")):
        if "vendor" in path.parts:
            continue
        for call in _CALL.findall(path.read_text("utf-8")):
            key, label, scope = _KEY.search(call), _LABEL.search(call), _SCOPE.search(call)
            if key and label:
                found[(scope[1] if scope else "global", key[1])] = (label[1], path.name)
    return found


def test_every_key_a_script_registers_is_listed_under_the_same_words():
    known = {(scope, key): label for scope, key, label in listed()}
    wrong = {
        where: (label, script, known.get(where))
        for where, (label, script) in _registered().items()
        if known.get(where) != label
    }
    assert wrong == {}, "add it to static/js/key-list.js, or call it the same there"


def test_every_key_listed_is_handled_somewhere():
    source = "\n".join(path.read_text("utf-8") for path in SCRIPTS.glob("*.js") if path.name != "key-list.js")
    registered = _registered()
    idle = [
        (scope, key, label)
        for scope, key, label in listed()
        if (scope, key) not in registered and f'"{label}"' not in source
    ]
    assert idle == []


def test_no_key_is_listed_twice_in_one_region_and_every_region_has_a_title():
    seen = defaultdict(list)
    for scope, key, _label in listed():
        seen[scope].append(key.upper())
    assert {scope: keys for scope, keys in seen.items() if len(keys) != len(set(keys))} == {}
    assert set(seen) <= set(TITLES)


def test_the_browsers_own_keys_are_left_alone():
    taken = {
        "F1",
        "F3",
        "F5",
        "F6",
        "F7",
        "F11",
        "F12",
        "ALT+D",
        "ALT+E",
        "ALT+F",
        "CTRL+L",
        "CTRL+N",
        "CTRL+T",
        "CTRL+W",
    }
    assert [key for _scope, key, _label in listed() if key.upper() in taken] == []


def test_the_card_is_read_from_the_list():
    assert sum(len(keys) for _title, keys in keycard()) == len(listed()) > 50
