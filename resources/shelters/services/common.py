"""What every shelter service needs: the lock, clean text, fullness that follows from counting, the event."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ConflictError, UnprocessableError
from core.text import storable
from organizations import access
from organizations.access import Actor
from organizations.roles import Permission
from resources.shelters import workflow
from resources.shelters.events import SHELTER_STATE_CHANGED
from resources.shelters.features import shelter_feature
from resources.shelters.models import Shelter, Status
from timeline.kinds import Kind
from timeline.models import Event
from timeline.services import record

STATUS_FIELDS = ["status", "status_at"]


def refuse(field: str, message: Any) -> NoReturn:
    """UnprocessableError about one field."""
    raise UnprocessableError(_("Some fields need correction."), errors={field: message})


def clean_text(value: str | None, field: str, limit: int, *, needed: bool = False) -> str:
    """The text without outer spaces; refused when missing though needed, too long, or not storable."""
    text = (value or "").strip()
    if needed and not text:
        refuse(field, _("This cannot be empty."))
    if len(text) > limit:
        refuse(field, _("At most %(n)s characters.") % {"n": limit})
    if not storable(text):
        refuse(field, _("The text holds characters that cannot be stored (NUL or broken surrogates)."))
    return text


def shelter_lock(pk: int, *, actor: Actor) -> Shelter:
    """The shelter as it is now, locked until the transaction ends; out of sight reads as 404.

    Order of locks: shelters by ascending id, then persons by their index. Locked alone first, read with relations after.
    """
    Shelter.objects.order_by().select_for_update(no_key=True).values_list("pk").filter(pk=pk).first()
    rows = Shelter.objects.select_related("jurisdiction", "unit").defer("jurisdiction__boundary")
    return access.get_or_404(rows, actor, Permission.SHELTER_VIEW, pk=pk)


def require_admitting(shelter: Shelter) -> None:
    """ConflictError unless people may come in now."""
    if shelter.status not in workflow.ADMITS:
        raise ConflictError(
            _("%(shelter)s is not receiving people: it is “%(state)s”.")
            % {"shelter": shelter.name, "state": Status(shelter.status).label},
            extra={"status": shelter.status},
        )


def require_housing(shelter: Shelter) -> None:
    """ConflictError unless people may be inside now."""
    if shelter.status not in workflow.HOUSES:
        raise ConflictError(
            _("%(shelter)s is not open: it is “%(state)s”.")
            % {"shelter": shelter.name, "state": Status(shelter.status).label},
            extra={"status": shelter.status},
        )


@contextmanager
def counted() -> Iterator[None]:
    """Writes that move heads; what the database refuses becomes words (409)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = str(error)
        if "shelter_heads_within_ceiling" in name:
            raise ConflictError(_("There are not enough places left.")) from error
        if "shelter_unnamed_never_negative" in name:
            raise ConflictError(_("Fewer people than that are counted without a name.")) from error
        if "stay_one_place_at_a_time" in name or "id_index" in name:
            raise ConflictError(_("This person has just been registered at another door.")) from error
        raise


def heads_reload(shelter: Shelter) -> None:
    """Read again what the triggers counted."""
    shelter.refresh_from_db(fields=["named", "unnamed"])


def follow(shelter: Shelter, actor: Actor) -> None:
    """After counting: the ceiling is the capacity again where it can be, and “full” comes and goes by itself."""
    heads_reload(shelter)
    ceiling = max(shelter.capacity, shelter.heads)
    if ceiling != shelter.ceiling:
        shelter.ceiling = ceiling
        shelter.save(update_fields=["ceiling"])
    full = shelter.heads >= shelter.capacity
    to = workflow.FULL if full else workflow.RECEIVING
    if shelter.status in workflow.ADMITS and shelter.status != to:
        shelter.status, shelter.status_at = to, timezone.now()
        shelter.save(update_fields=STATUS_FIELDS)
        tell(SHELTER_STATE_CHANGED, shelter, actor, {"to": to})


def tell(
    kind: Kind,
    shelter: Shelter,
    actor: Actor | None,
    data: Mapping[str, Any] | None = None,
    *,
    related: Iterable[str] = (),
    permission: str = Permission.SHELTER_VIEW,
) -> Event:
    """Record a shelter's event: its figures and its feature for map and wall; never who is inside."""
    serves = [shelter.incident] if shelter.incident else []
    basis = {
        "shelter": shelter.name,
        "shelter_en": shelter.name_en,
        "heads": shelter.heads,
        "capacity": shelter.capacity,
        "free": shelter.free,
    }
    return record(
        kind,
        f"shelter:{shelter.pk}",
        jurisdiction=shelter.jurisdiction,
        permission=permission,
        actor=actor,
        related=[*serves, *related],
        data={**basis, "feature": shelter_feature(shelter), **(data or {})},
    )
