"""Events, append-only by a database trigger, and the order in which their transactions were committed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Jurisdiction, User


class Event(models.Model):
    """One thing that happened: who did what to which subject, where, when, and who may know (R-H4).

    `subject` is `<entity>:<pk>`; `subjects` adds everything else it belongs to, so that an incident's timeline is one
    indexed question. `data` holds the few fields a map or a list needs to redraw that one thing, and the words' values.
    """

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subjects = ArrayField(models.CharField(max_length=60), default=list)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    audience = ArrayField(models.CharField(max_length=60))
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(_("entered"), db_default=Now())
    occurred_at = models.DateTimeField(_("occurred"), null=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            GinIndex(fields=["subjects"], name="event_subjects"),
            models.Index(fields=["jurisdiction", "-at"], name="event_jurisdiction_at"),
            models.Index(fields=["-at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class FeedEntry(models.Model):
    """The event's place in commit order, given at COMMIT by a deferred trigger under an advisory lock.

    The lock is held until the commit is visible, so whoever sees cursor N sees every smaller one there will ever be.
    """

    cursor = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="entry")
    committed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    def __str__(self) -> str:
        return f"{self.cursor}: {self.event_id}"
