"""The Chinese catalogue: what the source says in English, what the fragments say in Chinese, and what is missing (R-H5).

Fragments lie in `locale/src/<area>.zh_Hans.po`; those named `<area>.js.zh_Hans.po` hold strings used in the browser.
Extraction reads the source itself (Python's syntax tree, Django's own template reader), so no gettext tools are needed.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

Message = tuple[str, str]  # (context, msgid)
SKIP = {".venv", ".local", "node_modules", "migrations", "tests", "bench", "static/vendor"}
_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "translate"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_JS = re.compile(r"""(?<![\w.$])t\(\s*(?P<quote>['"`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)""", re.DOTALL)


def _files(root: Path, *suffixes: str) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.suffix in suffixes and not SKIP & set(path.relative_to(root).parts):
            yield path


def _calls(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in _PLAIN and texts:
            yield "", texts[0]
        elif name in _CONTEXT and len(texts) > 1:
            yield texts[0], texts[1]
        elif name in _PLURAL and texts:
            yield "", texts[0]


def python_messages(root: Path) -> dict[Message, str]:
    """Messages in Python code → the file that has them."""
    found: dict[Message, str] = {}
    for path in _files(root, ".py"):
        for message in _calls(ast.parse(path.read_text("utf-8"))):
            found.setdefault(message, str(path.relative_to(root)))
    return found


_TEMPLATE_CALL = re.compile(r"(?:^|\W)(gettext|_|pgettext|ngettext)\(")


def template_messages(root: Path) -> dict[Message, str]:
    """Messages in templates → the file that has them."""
    found: dict[Message, str] = {}
    for path in _files(root / "templates", ".html", ".txt"):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        for start in (match.start(1) for match in _TEMPLATE_CALL.finditer(source)):
            for message in _calls_at(source, start):
                found.setdefault(message, str(path.relative_to(root)))
    return found


def _calls_at(source: str, start: int) -> Iterator[Message]:
    depth = 0
    for end in range(start, len(source)):
        depth += {"(": 1, ")": -1}.get(source[end], 0)
        if source[end] == ")" and depth <= 0:
            try:
                yield from _calls(ast.parse(source[start : end + 1]))
                return
            except SyntaxError:
                continue  # the parenthesis was inside the text


def script_messages(root: Path) -> dict[Message, str]:
    """Messages in our ES modules, `t('…')` → the file that has them."""
    found: dict[Message, str] = {}
    for path in _files(root / "static", ".js"):
        for match in _JS.finditer(path.read_text("utf-8")):
            text = match["text"].replace(r"\'", "'").replace(r"\"", '"').replace(r"\n", "\n")
            found.setdefault(("", text), str(path.relative_to(root)))
    return found


def fragments(root: Path, *, scripts: bool) -> tuple[dict[Message, str], list[str]]:
    """Translations of all fragments of one kind, and the clashes between them in words."""
    merged: dict[Message, str] = {}
    origin: dict[Message, str] = {}
    clashes = []
    for path in sorted((root / "locale" / "src").glob("*.po")):
        if path.name.endswith(".js.zh_Hans.po") != scripts:
            continue
        for entry in polib.pofile(str(path)):
            message = (entry.msgctxt or "", entry.msgid)
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            if "fuzzy" in entry.flags or not text:
                continue
            if merged.setdefault(message, text) != text:
                clashes.append(f"{message[1]!r}: {origin[message]} and {path.name} differ")
            origin.setdefault(message, path.name)
    return merged, clashes


def missing(root: Path) -> dict[str, list[Message]]:
    """File → messages without a Chinese text."""
    texts, _clashes = fragments(root, scripts=False)
    script_texts, _clashes = fragments(root, scripts=True)
    result: dict[str, list[Message]] = defaultdict(list)
    for message, where in {**template_messages(root), **python_messages(root)}.items():
        if message not in texts:
            result[where].append(message)
    for message, where in script_messages(root).items():
        if message not in script_texts:
            result[where].append(message)
    return dict(result)


def write(root: Path) -> int:
    """Merge the fragments into the compiled catalogues Django reads; returns how many messages they hold."""
    folder = root / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    plurals = dict(_plural_pairs(root))
    total = 0
    for scripts, domain in ((False, "django"), (True, "djangojs")):
        merged, _clashes = fragments(root, scripts=scripts)
        catalogue = polib.POFile()
        catalogue.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "zh_Hans",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for (context, msgid), text in sorted(merged.items()):
            entry = polib.POEntry(msgid=msgid, msgctxt=context or None)
            if msgid in plurals:
                entry.msgid_plural, entry.msgstr_plural = plurals[msgid], {0: text}
            else:
                entry.msgstr = text
            catalogue.append(entry)
        catalogue.save_as_mofile(str(folder / f"{domain}.mo"))
        total += len(catalogue)
    return total


def _plural_pairs(root: Path) -> Iterator[tuple[str, str]]:
    for path in _files(root, ".py"):
        yield from _pairs_in(ast.parse(path.read_text("utf-8")))
    for path in _files(root / "templates", ".html", ".txt"):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        for start in (match.start() for match in re.finditer(r"ngettext\(", source)):
            for end in range(start, len(source)):
                if source[end] == ")":
                    try:
                        yield from _pairs_in(ast.parse(source[start : end + 1]))
                        break
                    except SyntaxError:
                        continue


def _pairs_in(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in _PLURAL:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if len(texts) > 1:
                yield texts[0], texts[1]
