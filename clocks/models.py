"""Deadlines, the limits they come from, and the pulse of the processes that watch them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Jurisdiction, Unit, User


class Limit(models.Model):
    """How long something may take: data with an effective date, per jurisdiction, inherited from the nearest above."""

    kind = models.CharField(_("kind"), max_length=60)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    seconds = models.PositiveIntegerField(_("limit, s"))
    warn_seconds = models.PositiveIntegerField(_("warn after, s"), null=True, blank=True)
    effective_from = models.DateTimeField(_("effective from"), default=timezone.now)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "jurisdiction", "effective_from"], nulls_distinct=False, name="limit_once_per_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seconds} s"


class Deadline(models.Model):
    """What is owed: kind, subject, owner, due; met, or breached for good with its true lateness (R-B2)."""

    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(max_length=60)
    subjects = ArrayField(models.CharField(max_length=60), default=list)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    permission = models.CharField(max_length=40, help_text="Who hears of it: holders of this permission here.")
    owner_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("accountable unit"))
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    warn_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True, help_text="When the passing was noticed and told.")
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(met_at=None, cancelled_at=None),
                name="deadline_one_open_per_kind_and_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_at=None, cancelled_at=None, breached_at=None),
                name="deadline_unbreached",
            ),
            models.Index(
                fields=["warn_at"],
                condition=Q(met_at=None, cancelled_at=None, breached_at=None, warned_at=None),
                name="deadline_unwarned",
            ),
            models.Index(fields=["subject"], name="deadline_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Pulse(models.Model):
    """When a background process was last seen to do its work, end to end."""

    component = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.component} {self.beat_at:%H:%M:%S}"
