"""Two people changed one thing: both versions field by field, a choice for each, nothing lost (R-C3).

A form that carries `version` carries `opened` too: a digest of every field as it was then. From both follows what only
they changed, what only the writer changed, and what both did. Only the first and the last are shown; for the last
nothing is chosen beforehand.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CURRENT, YOURS = "current", "yours"
CHOOSE = gettext_lazy("Choose one of the two versions for each field.")
Authors = Callable[[str, Sequence[str]], Mapping[str, tuple[str, datetime]]]
_authors: list[Authors] = []


@dataclass(frozen=True)
class Row:
    """One field both sides of which are shown. `touched`: the writer changed it too; `choice` is what is chosen so far."""

    name: str
    label: Any
    theirs: str
    yours: str
    touched: bool
    choice: str = ""
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Conflict:
    """What stands against a stale form, and the version that saving again will name."""

    rows: list[Row]
    version: int | None
    base: str


@dataclass(frozen=True)
class Settled:
    """The form as its choices make it; `undecided` are fields shown before for which nothing was chosen."""

    data: QueryDict
    undecided: list[str] = field(default_factory=list)


def connect(authors: Authors) -> None:
    """Called by the room that knows who changed what: `authors("team:3", names)` → name: (who, when)."""
    _authors[:] = [authors]


def base_of(form: forms.BaseForm) -> str:
    """The digest of each field: as the form was opened, or as it was posted once more."""
    if form.is_bound:
        return str(form.data.get("opened", ""))
    return json.dumps({name: _digest(_stored(form, name)) for name in _names(form)})


def settle(data: QueryDict, now: forms.BaseForm) -> Settled:
    """Put what is stored now where “theirs” was chosen; all else stays as it was typed."""
    contested = [name for name in data.getlist("contested") if name in now.fields]
    undecided = [name for name in contested if data.get(f"choose_{name}") not in (CURRENT, YOURS)]
    mixed = data.copy()
    for name in contested:
        if data.get(f"choose_{name}") == CURRENT:
            mixed.setlist(now.add_prefix(name), _stored(now, name))
    return Settled(mixed, undecided)


def conflict(
    form: forms.BaseForm,
    now: forms.BaseForm,
    thing: Model,
    *,
    again: Sequence[str] = (),
    leave: Iterable[str] = (),
    version: Any = None,
) -> Conflict:
    """What the bound form and the unbound `now` disagree in; `again` are the fields shown before and not yet decided."""
    base = _known(str(form.data.get("opened", "")))
    names = [name for name in again or _names(form) if name in now.fields and name not in set(leave)]
    names = [name for name in names if _differs(form, now, name)]
    if not again:
        # What they left as it was is nobody's conflict: the writer's change stands.
        names = [name for name in names if name not in base or base[name] != _digest(_stored(now, name))]
    who = _who(thing, names)
    rows = [_row(form, now, name, base, who.get(name)) for name in names]
    return Conflict(rows, version if version is not None else getattr(thing, "version", None), base_of(now))


def carried(form: forms.BaseForm, found: Conflict) -> None:
    """Let the bound form name the present version, so that saving again is a decision."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(found.version or "")
    data["opened"] = found.base
    form.data = data


def _row(
    form: forms.BaseForm, now: forms.BaseForm, name: str, base: Mapping[str, str], who: tuple[str, datetime] | None
) -> Row:
    touched = name not in base or base[name] != _digest(_posted(form, name))
    chosen = str(form.data.get(f"choose_{name}", ""))
    choice = chosen if chosen in (CURRENT, YOURS) else ("" if touched else CURRENT)
    shown = form[name]
    return Row(
        name,
        shown.label,
        _words(now, name, _stored(now, name)),
        _words(form, name, _posted(form, name)),
        touched,
        choice,
        *(who or ("", None)),
    )


def _names(form: forms.BaseForm) -> list[str]:
    return [name for name, one in form.fields.items() if name != "version" and not one.disabled]


def _stored(form: forms.BaseForm, name: str) -> list[str]:
    return _plain(form.fields[name], form.get_initial_for_field(form.fields[name], name))


def _posted(form: forms.BaseForm, name: str) -> list[str]:
    widget = form.fields[name].widget
    return _plain(form.fields[name], widget.value_from_datadict(form.data, form.files, form.add_prefix(name)))


def _plain(one: forms.Field, value: Any) -> list[str]:
    """A value as the browser would send it."""
    if isinstance(one, forms.BooleanField):
        return ["on"] if value else []
    value = one.prepare_value(value)
    if isinstance(one, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return sorted(str(part) for part in value or [])
    if not isinstance(one, forms.ChoiceField):
        value = one.widget.format_value(value)
    return ["" if value is None else str(value).replace("\r\n", "\n").strip()]


def _differs(form: forms.BaseForm, now: forms.BaseForm, name: str) -> bool:
    if _stored(now, name) == _posted(form, name):
        return False
    widget = form.fields[name].widget
    posted = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return form.fields[name].has_changed(now.get_initial_for_field(now.fields[name], name), posted)


def _words(form: forms.BaseForm, name: str, plain: Sequence[str]) -> str:
    """A value as a person reads it."""
    one = form.fields[name]
    if isinstance(one, forms.BooleanField):
        return _("Yes") if plain else _("No")
    if isinstance(one, forms.ChoiceField):
        flat: dict[str, Any] = {}
        for value, label in cast(Iterable[tuple[Any, Any]], one.choices):
            flat.update({str(v): w for v, w in label} if isinstance(label, list | tuple) else {str(value): label})
        return ", ".join(str(flat.get(value, value)) for value in plain if value)
    return plain[0] if plain else ""


def _digest(plain: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(plain).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _known(text: str) -> dict[str, str]:
    """The digests a form brought back; anything else reads as “not known”."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _who(thing: Model, names: Sequence[str]) -> Mapping[str, tuple[str, datetime]]:
    return _authors[0](f"{thing._meta.model_name}:{thing.pk}", names) if _authors and names else {}
