"""At the door (R-D9, R-C9): a household in one form, heads counted before there is time for names, one place per person."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import ConflictError, UnprocessableError
from core.text import clean_name, storable
from organizations import access
from organizations.access import Actor
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from resources.shelters.events import SHELTER_COUNTED, SHELTER_OVERFILLED, SHELTER_RECEIVED
from resources.shelters.models import Household, Shelter, Stay, Tally, TallyKind
from resources.shelters.services.common import (
    clean_text,
    counted,
    follow,
    heads_reload,
    refuse,
    require_admitting,
    require_housing,
    shelter_lock,
    tell,
)
from resources.shelters.services.people import PersonData, person_checked, person_find_or_make

MOST_AT_ONCE = 200
MOST_KEY = 40


@dataclass(frozen=True)
class HouseholdData:
    """What is said at the door: who (as far as names are known), how many in all, where from, and a phone.

    `heads` counts everybody who came in, named or not; `already_counted` of them were counted before without names.
    `key` makes sending the same form twice register once.
    """

    people: Sequence[PersonData] = field(default_factory=list)
    heads: int = 0
    already_counted: int = 0
    origin: str = ""
    phone: str = ""
    override_reason: str = ""
    key: str = ""


@dataclass(frozen=True)
class Registered:
    """What a registration made."""

    household: Household
    stays: list[Stay]
    unnamed: int
    shelter: Shelter
    repeated: bool = False


@transaction.atomic
def household_register(*, shelter: Shelter, data: HouseholdData, actor: User) -> Registered:
    """Register people at the door; those without a name yet are counted beside.

    ConflictError (409) when there is no room (unless a reason to go beyond capacity is given), when it is not receiving,
    or when one of them is registered elsewhere; nothing is half-done.
    """
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    before = _done_before(shelter, data.key)
    if before is not None:
        return before
    require_admitting(shelter)
    people = _checked(data)
    unnamed = max(0, data.heads - len(people))
    if data.already_counted > shelter.unnamed:
        raise ConflictError(
            _("Only %(n)s are counted without a name.") % {"n": shelter.unnamed}, extra={"unnamed": shelter.unnamed}
        )
    incoming = len(people) + unnamed - data.already_counted
    _make_room(shelter, incoming, data.override_reason, actor)
    with counted():
        if data.already_counted:
            _tally(shelter, -data.already_counted, TallyKind.NAMED, actor)
        household = Household.objects.create(
            origin=_place_named(data.origin, shelter),
            origin_text=clean_text(clean_name(data.origin), "origin", 100),
            phone=clean_text(data.phone, "phone", 40),
            door_key=_door_key(shelter, data.key),
        )
        stays = _stays(shelter, household, people, actor)
        if unnamed:
            _tally(shelter, unnamed, TallyKind.CAME, actor)
    follow(shelter, actor)
    tell(SHELTER_RECEIVED, shelter, actor, {"count": len(people) + unnamed})
    return Registered(household, stays, unnamed, shelter)


@transaction.atomic
def heads_count(
    *, shelter: Shelter, delta: int, kind: str = "", override_reason: str = "", key: str = "", actor: User
) -> Shelter:
    """“+5, names later”, or −2 who went unnamed, or a recount; unnamed heads never fall below zero (409)."""
    shelter = shelter_lock(shelter.pk, actor=actor)
    access.require(actor, Permission.SHELTER_RUN, shelter.jurisdiction)
    if len(key) > MOST_KEY or not storable(key):
        refuse("key", _("At most %(n)s characters.") % {"n": MOST_KEY})
    if key and Tally.objects.filter(key=key, shelter=shelter).exists():
        return shelter
    reason = kind or (TallyKind.CAME if delta > 0 else TallyKind.WENT)
    if reason not in (TallyKind.CAME, TallyKind.WENT, TallyKind.RECOUNT):
        refuse("kind", _("Choose one of the list."))
    if delta == 0 or abs(delta) > MOST_AT_ONCE:
        refuse("delta", _("Between 1 and %(n)s at once.") % {"n": MOST_AT_ONCE})
    if (reason == TallyKind.CAME and delta < 0) or (reason == TallyKind.WENT and delta > 0):
        refuse("delta", _("Who came is counted up, who went is counted down."))
    if delta > 0:
        require_admitting(shelter)
        _make_room(shelter, delta, override_reason, actor)
    else:
        require_housing(shelter)
        if shelter.unnamed + delta < 0:
            raise ConflictError(
                _("Only %(n)s are counted without a name.") % {"n": shelter.unnamed}, extra={"unnamed": shelter.unnamed}
            )
    with counted():
        _tally(shelter, delta, reason, actor, key)
    follow(shelter, actor)
    tell(SHELTER_COUNTED, shelter, actor, {"delta": f"{delta:+d}", "tally": reason})
    return shelter


def room_or_refuse(shelter: Shelter, incoming: int) -> None:
    """ConflictError in words unless so many more fit."""
    if shelter.heads + incoming <= shelter.capacity:
        return
    raise ConflictError(
        ngettext(
            "%(n)s place is left. To take in more, say why.",
            "%(n)s places are left. To take in more, say why.",
            shelter.free,
        )
        % {"n": shelter.free},
        errors={"override_reason": _("Needed beyond the capacity.")},
        extra={"free": shelter.free, "capacity": shelter.capacity, "heads": shelter.heads},
    )


def _make_room(shelter: Shelter, incoming: int, override_reason: str, actor: Actor) -> None:
    """Raise the locked shelter's ceiling with a reason; without one the capacity holds."""
    if incoming <= 0 or shelter.heads + incoming <= shelter.capacity:
        return
    reason = clean_text(override_reason, "override_reason", 300)
    if not reason:
        room_or_refuse(shelter, incoming)
    shelter.ceiling = shelter.heads + incoming
    shelter.save(update_fields=["ceiling"])
    over = shelter.ceiling - max(shelter.capacity, shelter.heads)
    tell(SHELTER_OVERFILLED, shelter, actor, {"over": over, "reason": reason})


def _checked(data: HouseholdData) -> list[PersonData]:
    """The people in clean words; UnprocessableError names each field that is wrong, people by their number."""
    if len(data.people) > MOST_AT_ONCE or not 0 <= data.heads <= MOST_AT_ONCE or len(data.key) > MOST_KEY:
        refuse("heads", _("Between 1 and %(n)s at once.") % {"n": MOST_AT_ONCE})
    if not data.people and not data.heads:
        refuse("heads", _("Say how many people, or who they are."))
    if data.heads and data.heads < len(data.people):
        refuse("heads", _("There are more names than people."))
    if not 0 <= data.already_counted <= max(len(data.people), data.heads):
        refuse("already_counted", _("At most as many as are registered now."))
    errors: dict[str, str] = {}
    people = []
    for number, person in enumerate(data.people):
        try:
            people.append(person_checked(person))
        except UnprocessableError as error:
            errors |= {f"people.{number}.{name}": str(text) for name, text in error.errors.items()}
    numbers = [person.id_number for person in people if person.id_number]
    if len(numbers) != len(set(numbers)):
        errors["people"] = _("The same identity number is given twice.")
    if errors:
        raise UnprocessableError(_("Some fields need correction."), errors=errors)
    return people


def _stays(shelter: Shelter, household: Household, people: Iterable[PersonData], actor: User) -> list[Stay]:
    # Persons are locked in the order of their index, so that two doors with the same two people never wait in a circle.
    now = timezone.now()
    stays = []
    for data in sorted(people, key=lambda person: person.index):
        person = person_find_or_make(data, household, actor)
        stays.append(Stay(shelter=shelter, person=person, bed=data.bed, entered_at=now, entered_by=actor))
    return Stay.objects.bulk_create(stays)


def _tally(shelter: Shelter, delta: int, kind: str, actor: User, key: str = "") -> None:
    Tally.objects.create(shelter=shelter, delta=delta, kind=kind, by=actor, key=key or None)


def _door_key(shelter: Shelter, key: str) -> str | None:
    """A form's key counts at the door it was filled in at, and nowhere else."""
    return hashlib.sha256(f"{shelter.pk}:{key}".encode()).hexdigest()[:40] if key and storable(key) else None


def _done_before(shelter: Shelter, key: str) -> Registered | None:
    own = _door_key(shelter, key)
    household = Household.objects.filter(door_key=own).first() if own else None
    if household is None:
        return None
    stays = list(Stay.objects.filter(person__household=household, shelter=shelter))
    heads_reload(shelter)
    return Registered(household, stays, 0, shelter, repeated=True)


def _place_named(text: str, shelter: Shelter) -> Jurisdiction | None:
    """The jurisdiction of this name below the same top, when exactly one has it."""
    top = shelter.jurisdiction.path.split("/")[1]
    found = Jurisdiction.objects.filter(path__startswith=f"/{top}/", name=clean_name(text), is_active=True)
    rows = list(found.defer("boundary")[:2]) if text.strip() else []
    return rows[0] if len(rows) == 1 else None
