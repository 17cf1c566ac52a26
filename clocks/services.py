"""Opening, meeting and sweeping deadlines (R-B2): always in the transaction of the change they belong to."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q
from django.db.models.functions import Now
from django.utils import timezone

from clocks.events import CLOCK_BREACHED, CLOCK_CANCELLED, CLOCK_MET, CLOCK_OPENED, CLOCK_WARNED
from clocks.kinds import ClockKind, kind_of, label_of
from clocks.lateness import late_by_s
from clocks.models import Deadline, Pulse
from organizations.access import Actor
from organizations.models import Jurisdiction, Unit, User
from timeline.kinds import Kind
from timeline.services import record, subject_of

__all__ = ["deadline_cancel", "deadline_meet", "deadline_open", "late_by_s", "limit_for", "pulse_note", "sweep"]

log = logging.getLogger(__name__)
_NEAREST_LIMIT = """
SELECT l.seconds, l.warn_seconds FROM clocks_limit l LEFT JOIN organizations_jurisdiction j ON j.id = l.jurisdiction_id
WHERE l.kind = %s AND l.effective_from <= %s AND (l.jurisdiction_id IS NULL OR l.jurisdiction_id = ANY(%s))
ORDER BY length(j.path) DESC NULLS LAST, l.effective_from DESC LIMIT 1
"""
SWEEP_CHUNK = 200
SWEEP_CHUNKS = 50


def limit_for(kind: ClockKind, jurisdiction: Jurisdiction, at: datetime) -> tuple[int, int | None]:
    """(limit, warn-after) in seconds in force at a time: the nearest jurisdiction's row, else the kind's default."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST_LIMIT, [kind.name, at, jurisdiction.ancestor_ids])
        return cursor.fetchone() or (kind.seconds, kind.warn_seconds)


@transaction.atomic(savepoint=False)
def deadline_open(
    *,
    kind: ClockKind,
    subject: Model,
    jurisdiction: Jurisdiction,
    permission: str,
    owner_unit: Unit,
    owner: User | None = None,
    start: datetime | None = None,
    related: Iterable[Model | str] = (),
    data: Mapping[str, Any] | None = None,
    actor: Actor | None,
) -> Deadline:
    """Owe something from `start` (default now): one open deadline per kind and subject."""
    began = start or timezone.now()
    seconds, warn = limit_for(kind, jurisdiction, began)
    deadline = Deadline.objects.create(
        kind=kind.name,
        subject=subject_of(subject),
        subjects=sorted({subject_of(subject), *map(subject_of, related)}),
        jurisdiction=jurisdiction,
        permission=permission,
        owner_unit=owner_unit,
        owner=owner,
        opened_at=began,
        due_at=began + timedelta(seconds=seconds),
        warn_at=began + timedelta(seconds=warn) if warn is not None else None,
        data=dict(data or {}),
    )
    _tell(CLOCK_OPENED, deadline, actor)
    return deadline


@transaction.atomic(savepoint=False)
def deadline_meet(
    *, kind: ClockKind, subject: Model, at: datetime | None = None, actor: Actor | None
) -> Deadline | None:
    """The thing owed was done at `at`; lateness, if any, stays on record. None when nothing was owed."""
    return _close(kind, subject, "met_at", at, actor, CLOCK_MET)


@transaction.atomic(savepoint=False)
def deadline_cancel(*, kind: ClockKind, subject: Model, actor: Actor | None) -> Deadline | None:
    """The thing is no longer owed (the order was undone, the item closed)."""
    return _close(kind, subject, "cancelled_at", None, actor, CLOCK_CANCELLED)


def _close(
    kind: ClockKind, subject: Model, field: str, at: datetime | None, actor: Actor | None, event: Kind
) -> Deadline | None:
    open_rows = Deadline.objects.select_for_update().filter(
        kind=kind.name, subject=subject_of(subject), met_at=None, cancelled_at=None
    )
    deadline = open_rows.first()
    if deadline is None:
        return None
    setattr(deadline, field, at or timezone.now())
    deadline.save(update_fields=[field])
    _tell(event, deadline, actor)
    return deadline


def _tell(event: Kind, deadline: Deadline, actor: Actor | None) -> None:
    closed = deadline.met_at or deadline.cancelled_at
    record(
        event,
        deadline,
        jurisdiction=deadline.jurisdiction,
        permission=deadline.permission,
        actor=actor,
        related=deadline.subjects,
        people=[deadline.owner_id] if deadline.owner_id else [],
        data={
            "id": deadline.pk,
            "clock": deadline.kind,
            "label": label_of(deadline.kind),
            "subject": deadline.subject,
            "due_at": deadline.due_at.isoformat(),
            "closed_at": closed.isoformat() if closed else None,
            "late_by_s": late_by_s(deadline),
            "owner": deadline.owner_unit.name,
            **{key: value for key, value in deadline.data.items() if isinstance(value, str | int)},
        },
    )


def sweep(*, component: str) -> int:
    """Warn of and raise what is due, once each, however many sweepers run or slept; returns how many were raised.

    Time is the database's: several machines need not agree. Each row is its own transaction, so one failing reaction
    cannot hold back the others; it stays due and is tried again at the next sweep.
    """
    raised = _raise_all(Q(due_at__lte=Now(), breached_at=None), "breached_at", CLOCK_BREACHED)
    raised += _raise_all(Q(warn_at__lte=Now(), warned_at=None, breached_at=None), "warned_at", CLOCK_WARNED)
    pulse_note(component=component)
    return raised


def pulse_note(*, component: str) -> None:
    """A background process has just done its work."""
    Pulse.objects.update_or_create(component=component, defaults={"beat_at": timezone.now()})


def _raise_all(condition: Q, field: str, event: Kind) -> int:
    """In chunks, oldest first; what fails or is in other hands is passed over, so that it starves nothing after it."""
    raised, passed = 0, set[int]()
    due = Deadline.objects.filter(condition, met_at=None, cancelled_at=None).order_by("due_at", "pk")
    for _chunk in range(SWEEP_CHUNKS):
        ids = list(due.exclude(pk__in=passed).values_list("pk", flat=True)[:SWEEP_CHUNK])
        for pk in ids:
            if _raise_one(pk, field, event):
                raised += 1
            else:
                passed.add(pk)
        if not ids:
            break
    return raised


def _raise_one(pk: int, field: str, event: Kind) -> bool:
    try:
        with transaction.atomic():
            open_rows = Deadline.objects.select_for_update(skip_locked=True, of=("self",))
            row = open_rows.filter(pk=pk, met_at=None, cancelled_at=None, **{field: None}).first()
            if row is None:
                return False
            setattr(row, field, timezone.now())
            row.save(update_fields=[field])
            _tell(event, row, None)
            kind = kind_of(row.kind)
            if kind is not None:
                (kind.on_breach if field == "breached_at" else kind.on_warn)(row)
            return True
    except Exception:
        log.exception("deadline %s could not be raised; it stays due", pk)
        return False
