"""Persons in shelters: who they are, the number that identifies them sealed, and reading it again with a reason (R-D9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, NotFoundError, UnprocessableError
from core.pinyin import initials
from core.text import clean_name, storable
from organizations import access
from organizations.access import Actor
from organizations.models import User
from organizations.roles import Permission
from resources.shelters import sealing
from resources.shelters.events import SHELTER_PERSON_CHANGED, SHELTER_REVEALED
from resources.shelters.models import Household, Person, Sex, Shelter, Stay
from resources.shelters.services.common import clean_text, shelter_lock, tell
from resources.shelters.vocabulary import CHILD_BELOW, ELDERLY_FROM, FLAGS, INFANT_BELOW, NEEDS

MOST_AGE = 130
_LIMITS = {"name": 100, "phone": 40, "bed": 40, "needs_note": 200}
_FIELDS = ["name", "initials", "sex", "birth_year", "phone", "id_sealed", "id_index", "id_mask", "flags", "needs"]
_FIELDS += ["needs_note", "version"]


@dataclass(frozen=True)
class PersonData:
    """What is said of one person; the age in years. `other_document`: the number is not a resident identity number."""

    name: str
    sex: str = ""
    age: int | None = None
    phone: str = ""
    id_number: str = ""
    other_document: bool = False
    flags: Sequence[str] = field(default_factory=list)
    needs: Sequence[str] = field(default_factory=list)
    needs_note: str = ""
    bed: str = ""

    @cached_property
    def index(self) -> bytes:
        """By which the same person is found; empty without a number."""
        return sealing.index(self.id_number) if self.id_number else b""

    @property
    def birth_year(self) -> int | None:
        """From the age said, else from the resident identity number."""
        if self.age is not None:
            return timezone.localdate().year - self.age
        return int(self.id_number[6:10]) if sealing.looks_resident(self.id_number) else None


def person_checked(data: PersonData) -> PersonData:
    """In clean words, flags of age added; UnprocessableError names each field that is wrong."""
    errors: dict[str, str] = {}
    words = {name: (getattr(data, name) or "").strip() for name in _LIMITS}
    words["name"], words["bed"] = clean_name(words["name"]), clean_name(words["bed"])
    errors |= {
        name: _("At most %(n)s characters.") % {"n": most} for name, most in _LIMITS.items() if len(words[name]) > most
    }
    errors |= {name: _("This text cannot be stored.") for name, text in words.items() if not storable(text)}
    if not words["name"]:
        errors["name"] = _("This cannot be empty.")
    if data.age is not None and not 0 <= data.age <= MOST_AGE:
        errors["age"] = _("Between 0 and %(n)s years.") % {"n": MOST_AGE}
    if data.sex and data.sex not in Sex.values:
        errors["sex"] = _("Choose one of the list.")
    if not set(data.flags) <= set(FLAGS):
        errors["flags"] = _("Choose one of the list.")
    if not set(data.needs) <= set(NEEDS):
        errors["needs"] = _("Choose one of the list.")
    number = sealing.clean_number(data.id_number)
    problem = _number_problem(number, other=data.other_document)
    if problem:
        errors["id_number"] = problem
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    clean = replace(data, **cast(dict[str, Any], words), id_number=number)
    return replace(
        clean, flags=_with_age(clean), needs=[code for code in NEEDS if code in set(data.needs)], sex=_sex(clean)
    )


def person_find_or_make(data: PersonData, household: Household, actor: Actor) -> Person:
    """The person with this number, locked and brought up to date, or a new one.

    ConflictError when registered in a shelter now: it is named only to those who may see it. Call inside a transaction.
    """
    if not data.index:
        return Person.objects.create(household=household, **_values(data))
    person, made = Person.objects.get_or_create(id_index=data.index, defaults={"household": household, **_values(data)})
    if made:
        return person
    Person.objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)
    person.refresh_from_db()
    _refuse_if_inside(person, actor)
    if person.name != data.name:
        raise UnprocessableError(
            _("Some fields need correction."),
            errors={"id_number": _("This number is known under another name. Compare both with the card.")},
        )
    for name, value in _values(data).items():
        if name not in ("id_sealed", "phone", "sex", "birth_year", "flags", "needs", "needs_note") or value:
            setattr(person, name, value)
    person.household = household
    person.version += 1
    person.save(update_fields=[*_FIELDS, "household"])
    return person


@transaction.atomic
def person_update(*, stay: Stay, data: PersonData, version: int | None = None, actor: Actor) -> Stay:
    """Correct or complete a resident's entry; an empty number keeps the one that is sealed. Stale forms get a 409."""
    shelter = shelter_lock(stay.shelter_id, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    stay = stay_lock(stay.pk, shelter)
    person = stay.person
    if version is not None and version != person.version:
        raise ConflictError(
            _("Somebody else changed this entry while you were editing it. Compare, then save again."),
            extra={"conflict": {"version": person.version}},
        )
    checked = person_checked(data)
    if checked.index and checked.index != bytes(person.id_index or b""):
        other = Person.objects.filter(id_index=checked.index).exclude(pk=person.pk).first()
        if other is not None:
            _refuse_if_inside(other, actor)
            raise ConflictError(_("This number belongs to somebody registered before under another entry."))
    values = _values(checked)
    if not checked.id_number:
        values = {name: value for name, value in values.items() if not name.startswith("id_")}
    for name, value in values.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=_FIELDS)
    if stay.bed != checked.bed:
        stay.bed = checked.bed
        stay.save(update_fields=["bed"])
    tell(SHELTER_PERSON_CHANGED, shelter, actor, {"stay": stay.pk})
    return stay


@transaction.atomic
def number_reveal(*, stay: Stay, reason: str, actor: User) -> str:
    """The identity number in clear, for a reason; who read it and why is on record."""
    shelter = shelter_lock(stay.shelter_id, actor=actor)
    access.require(actor, Permission.SHELTER_REVEAL, shelter.jurisdiction)
    words = clean_text(reason, "reason", 200, needed=True)
    person = stay_lock(stay.pk, shelter).person
    if not person.id_sealed:
        raise ConflictError(_("No identity number was entered."))
    try:
        number = sealing.unseal(bytes(person.id_sealed))
    except sealing.InvalidToken as error:
        raise ConflictError(_("The number cannot be opened: its key is not among those of this site.")) from error
    tell(SHELTER_REVEALED, shelter, actor, {"stay": stay.pk, "reason": words}, permission=Permission.TIMELINE_VIEW)
    return number


def stay_lock(pk: int, shelter: Shelter) -> Stay:
    """A stay in this locked shelter with its person, or NotFoundError."""
    found = Stay.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "person__household")
    stay = found.filter(pk=pk, shelter_id=shelter.pk).first()
    if stay is None:
        raise NotFoundError(_("It does not exist, or it is out of your reach."))
    return stay


def _refuse_if_inside(person: Person, actor: Actor) -> None:
    open_stay = Stay.objects.filter(person=person, left_at=None).select_related("shelter__jurisdiction").first()
    if open_stay is None:
        return
    there = open_stay.shelter
    if access.can(actor, Permission.SHELTER_VIEW, there.jurisdiction):
        words = _(
            "This person is registered in %(shelter)s since %(time)s. Transfer them from there, or let them leave there."
        )
        shown = {"shelter": there.name, "time": f"{timezone.localtime(open_stay.entered_at):%m-%d %H:%M}"}
        raise ConflictError(words % shown, extra={"shelter": there.pk})
    raise ConflictError(_("This person is registered in another shelter, outside your reach. Ask the level above."))


def _values(data: PersonData) -> dict[str, object]:
    values: dict[str, object] = {
        name: getattr(data, name) for name in ("name", "sex", "phone", "needs_note", "birth_year")
    }
    values |= {"flags": list(data.flags), "needs": list(data.needs), "initials": initials(data.name)}
    if data.id_number:
        values |= {
            "id_sealed": sealing.seal(data.id_number),
            "id_index": data.index,
            "id_mask": sealing.mask(data.id_number),
        }
    return values


def _number_problem(number: str, *, other: bool) -> str:
    if not number:
        return ""
    if len(number) > sealing.MAX_LENGTH or not number.isalnum():
        return _("Letters and digits, at most %(n)s.") % {"n": sealing.MAX_LENGTH}
    if other:
        return ""
    if not sealing.looks_resident(number):
        return _("An identity number has 18 characters. For another document, tick “other document”.")
    if not sealing.is_right(number) or not 1880 <= int(number[6:10]) <= timezone.localdate().year:
        return _("The check digit does not fit. Compare with the card; for another document, tick “other document”.")
    return ""


def _sex(data: PersonData) -> str:
    if data.sex or not sealing.looks_resident(data.id_number) or data.other_document:
        return data.sex
    return Sex.MALE if int(data.id_number[16]) % 2 else Sex.FEMALE


def _with_age(data: PersonData) -> list[str]:
    """The flags said, and those that follow from the age."""
    flags = set(data.flags)
    born = data.birth_year
    if born is not None:
        age = timezone.localdate().year - born
        flags |= {"elderly"} if age >= ELDERLY_FROM else set()
        flags |= {"child"} if age < CHILD_BELOW else set()
        flags |= {"infant"} if age < INFANT_BELOW else set()
    return [code for code in FLAGS if code in flags]
