"""The incident itself."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped, Versioned
from incidents.response.models.types import EventType
from organizations.models import Jurisdiction, Owned, User


class Source(models.TextChoices):
    """Where a report came from (R-B1)."""

    COUNTY_STAFF = "county_staff", _("County or township staff")
    GRID_WORKER = "grid_worker", _("Grid worker")
    RESIDENT = "resident", _("Resident")
    CALL_110 = "call_110", _("110 police")
    CALL_119 = "call_119", _("119 fire")
    CALL_120 = "call_120", _("120 ambulance")
    DEPARTMENT = "department", _("Department")
    SENSOR = "sensor", _("Sensor")
    WARNING = "warning", _("Warning")


class Status(models.TextChoices):
    """Phases of an incident; the steps between them are in workflow.py."""

    OPEN = "open", pgettext_lazy("incident", "Opened")
    HANDLING = "handling", _("Being handled")
    STABLE = "stable", _("Under control")
    CLOSED = "closed", _("Closed")


class Grade(models.IntegerChoices):
    """Event grade: 1 特别重大 … 4 一般."""

    I = 1, _("I · extremely serious")  # noqa: E741  the roman numeral is the field's own name
    II = 2, _("II · serious")
    III = 3, _("III · fairly serious")
    IV = 4, _("IV · ordinary")


class IncidentNumber(models.Model):
    """The last number given, per code prefix and year; locked while the next is taken, so no gap is ever visible."""

    prefix = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year", "series"], name="one_counter_per_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.prefix} {self.year} {self.last}"


class Incident(Versioned, Owned, Timestamped):
    """Something that happened and is being dealt with, from opening to evaluation."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="incidents")
    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="incidents", verbose_name=_("type"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade.choices, null=True, blank=True)
    location = models.PointField(_("location"), null=True, blank=True)
    place = models.CharField(_("place, in words"), max_length=300, blank=True)
    outside = models.BooleanField(_("outside the jurisdiction"), default=False)
    occurred_at = models.DateTimeField(_("occurred"))
    received_at = models.DateTimeField(_("received"))
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    disposition = models.CharField(_("how it ended"), max_length=500, blank=True)
    sensitive = models.BooleanField(_("sensitive: never on a wall"), default=False)
    status_at = models.DateTimeField(default=timezone.now)
    tags = ArrayField(models.CharField(max_length=20), verbose_name=_("tags"), default=list, blank=True)
    involved = models.JSONField(
        _("units involved"), default=list, blank=True, help_text="As named then: [{unit: id or null, name, name_en}]."
    )
    # Ids of lines kept at the top of the log; the lines themselves are append-only.
    pinned = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-received_at"]
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_at=None)),
                name="incident_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="closed") | models.Q(handover_to=None),
                name="closed_incident_is_not_on_offer",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-received_at"], name="incident_by_jurisdiction"),
            models.Index(
                fields=["grade", "received_at"], condition=~models.Q(status="closed"), name="incident_open_by_grade"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.status != Status.CLOSED
