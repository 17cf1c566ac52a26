"""Maintaining the vocabulary of event types: names, use and the words that suggest them (R-B4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError, PermissionDenied
from core.pinyin import initials
from incidents.response.events import EVENT_TYPE_CHANGED, EVENT_TYPE_PATTERNS_CHANGED
from incidents.response.models import EventType, TypePattern
from incidents.response.services.common import clean_text, refuse
from organizations import access
from organizations.models import Jurisdiction, User
from organizations.roles import Permission
from timeline.kinds import Kind
from timeline.services import record

CAP_CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)  # fmt: skip


@dataclass(frozen=True)
class TypeData:
    """What an event type says of itself."""

    code: str
    name: str
    name_en: str
    parent: str | None = None
    cap_category: str = "Other"
    is_active: bool = True
    prompts: str = ""
    prompts_en: str = ""


def _home(actor: User) -> Jurisdiction:
    """The vocabulary is everybody's; its events belong where the editor holds the permission, at the highest place."""
    places = access.scope(Jurisdiction.objects.all(), actor, Permission.INCIDENT_GRADE, field="").order_by("path")
    place = places.first()
    if place is None:
        raise PermissionDenied(_("Only those who decide grades maintain the event types."))
    return place


def _tell(kind: Kind, event_type: EventType, actor: User, **data: object) -> None:
    home = _home(actor)
    basis = {"code": event_type.pk, "name": event_type.name, "name_en": event_type.name_en}
    record(
        kind,
        f"event_type:{event_type.pk}",
        jurisdiction=home,
        permission=Permission.INCIDENT_VIEW,
        actor=actor,
        data={**basis, **data},
    )


@transaction.atomic
def event_type_save(*, data: TypeData, create: bool, actor: User) -> EventType:
    """Add a type of the bureau's own, or change names, category and use of any; a code is never changed or deleted."""
    found = EventType.objects.select_for_update(of=("self",)).filter(pk=data.code).first()
    if create and found is not None:
        raise ConflictError(_("There already is an event type with the code %(code)s.") % {"code": data.code})
    if not create and found is None:
        refuse("code", _("There is no event type with this code."))
    _home(actor)
    if data.cap_category not in CAP_CATEGORIES:
        refuse("cap_category", _("There is no such category."))
    if data.parent and (data.parent == data.code or not EventType.objects.filter(pk=data.parent).exists()):
        refuse("parent", _("There is no event type with this code."))
    event_type = found or EventType(pk=data.code, standard="LOCAL")
    event_type.name = clean_text(data.name, "name", 60, needed=True)
    event_type.name_en = clean_text(data.name_en, "name_en", 80, needed=True)
    event_type.parent_id = data.parent
    event_type.cap_category = data.cap_category
    event_type.is_active = data.is_active
    event_type.prompts = clean_text(data.prompts, "prompts", 2_000)
    event_type.prompts_en = clean_text(data.prompts_en, "prompts_en", 2_000)
    event_type.initials = initials(event_type.name)[:40]
    event_type.save(force_insert=found is None)
    _tell(EVENT_TYPE_CHANGED, event_type, actor, is_active=event_type.is_active)
    return event_type


@transaction.atomic
def event_type_patterns(*, event_type: EventType, patterns: Sequence[tuple[int, str]], actor: User) -> None:
    """Replace the suggesting words of a type: (order, words separated by |)."""
    EventType.objects.select_for_update(of=("self",)).get(pk=event_type.pk)
    _home(actor)
    was = list(TypePattern.objects.filter(event_type=event_type).values_list("rank", "pattern"))
    now = [(rank, clean_text(words, "patterns", 300, needed=True)) for rank, words in patterns]
    if was == now:
        return
    TypePattern.objects.filter(event_type=event_type).delete()
    TypePattern.objects.bulk_create(TypePattern(event_type=event_type, rank=rank, pattern=words) for rank, words in now)
    _tell(EVENT_TYPE_PATTERNS_CHANGED, event_type, actor, was=was, now=now)
