"""Reports: what somebody says happened, whoever they are, and what became of it (R-B1, R-B5)."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from incidents.reports.workflow import CLAIM_STALE_S, OPEN_STATUSES
from incidents.response.models import EventType, Grade, Incident, Source
from organizations.models import Jurisdiction, Owned, User


class ReportStatus(models.TextChoices):
    """Where a report is in the loop; the steps between are in workflow.py."""

    SUBMITTED = "submitted", _("To verify")
    RETURNED = "returned", _("Returned for more")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Rejected")


class Channel(models.TextChoices):
    """By which way a report came in, where that says how far it can be trusted."""

    SCREEN = "", _("Screen")
    SMS = "sms", _("Text message")


class CoordinateSource(models.TextChoices):
    """How the coordinates came to be known; the original datum is kept."""

    PIN = "pin", _("Pin on the map")
    DEVICE = "device", _("Position of the phone")
    GAZETTEER = "gazetteer", _("Place list")
    TYPED = "typed", _("Typed coordinates")
    TYPED_GCJ02 = "typed_gcj02", _("Typed coordinates, converted from GCJ-02")
    SYSTEM = "system", _("Another system")


class Report(Versioned, Owned, Timestamped):
    """One report. Three times: occurred, received, entered (`created_at`). A place on no map never blocks it."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    receipt = models.CharField(
        max_length=40, unique=True, help_text="Unguessable; lets a resident see what became of it."
    )
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="reports")
    source = models.CharField(_("source"), max_length=14, choices=Source.choices)
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus.choices, default=ReportStatus.SUBMITTED)
    event_type = models.ForeignKey(
        EventType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type")
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what happened"), blank=True)
    location = models.PointField(_("location"), null=True, blank=True)
    coordinate_source = models.CharField(max_length=12, choices=CoordinateSource.choices, blank=True)
    place = models.CharField(_("place, in words"), max_length=300, blank=True)
    outside = models.BooleanField(_("outside the jurisdiction"), default=False)
    swapped = models.BooleanField(
        _("coordinates turned round"), default=False, help_text="Latitude and longitude arrived swapped."
    )
    figures = models.JSONField(default=dict, blank=True)
    details = models.JSONField(
        default=dict, blank=True, help_text="The full report: fields of incidents.reports.details by name."
    )
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices, blank=True, default=Channel.SCREEN)
    suggested_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    chosen_grade = models.PositiveSmallIntegerField(
        _("grade chosen at intake"), choices=Grade.choices, null=True, blank=True
    )
    tags = ArrayField(models.CharField(max_length=20), verbose_name=_("tags"), default=list, blank=True)
    involved = models.JSONField(
        _("units involved"), default=list, blank=True, help_text="As named then: [{unit: id or null, name, name_en}]."
    )
    occurred_at = models.DateTimeField(_("occurred"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    reporter = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reports")
    reporter_name = models.CharField(_("reported by"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("phone"), max_length=40, blank=True)
    unverified_public = models.BooleanField(_("from the public page"), default=False)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim_seen_at = models.DateTimeField(null=True, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="reports")
    opened_incident = models.BooleanField(default=False, help_text="The incident was opened from this report.")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    client_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Made by the form: one form, one report."
    )

    class Meta(Owned.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at"]
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(incident__isnull=False), name="verified_report_has_an_incident"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "rejected"]) | ~Q(reason=""), name="refused_report_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(status="submitted"), name="report_queue"),
            models.Index(fields=["jurisdiction", "-received_at"], name="report_by_jurisdiction"),
            models.Index(fields=["-received_at"], name="report_recent"),
            GinIndex(OpClass(Upper("description"), name="gin_trgm_ops"), name="report_description_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def claim_is_stale(self) -> bool:
        """Whether the claiming screen has been quiet for more than 30 s."""
        if self.claimed_by_id is None:
            return False
        return self.claim_seen_at is None or (timezone.now() - self.claim_seen_at).total_seconds() > CLAIM_STALE_S

    @property
    def is_open(self) -> bool:
        """Still to be decided: to verify, or returned for more."""
        return self.status in OPEN_STATUSES


class FollowUp(models.Model):
    """续报一、二…: what a reporter adds later; append-only. `figures` holds what was stated, `before` what stood then."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="follow_ups")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField(_("what is new"), blank=True)
    figures = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("why a figure fell"), max_length=300, blank=True)
    no_change = models.BooleanField(_("no change"), default=False)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    observed_at = models.DateTimeField(
        _("as of"), help_text="By the clock of the place; sent later when there was no line."
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    client_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["report", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["report", "ordinal"], name="follow_up_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.ordinal}"


class SmsState(models.TextChoices):
    """What became of a text message."""

    FILED = "filed", _("Filed as a report")
    ADDED = "added", _("Corrects a report")
    REPEATED = "repeated", _("The same text again")
    UNREADABLE = "unreadable", _("Could not be read")
    UNKNOWN = "unknown", _("Unknown number")
    REFUSED = "refused", _("Refused")


class SmsMessage(models.Model):
    """One text message as it came, kept whatever it says, with what was understood and what was answered (R-B8)."""

    sender = models.CharField(_("from"), max_length=40)
    text = models.TextField(_("text"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    gateway = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=SmsState.choices)
    parsed = models.JSONField(default=dict, blank=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="sms_messages")
    reply = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["sender", "-entered_at"], name="sms_by_sender"),
            models.Index(fields=["jurisdiction", "-received_at"], name="sms_by_jurisdiction"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.text[:20]}"


class IntakeDraft(models.Model):
    """What a duty officer has typed and not yet saved: kept on the server, several at once, never sent by accident."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.UUIDField()
    fields = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_key_once_per_user")]

    def __str__(self) -> str:
        return str(self.key)


class PublicAttempt(models.Model):
    """One report from the public page, for its rate limit: by device first, by address only far above a village's need."""

    device = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["device", "-at"], name="public_attempt_device"),
            models.Index(fields=["address", "-at"], name="public_attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.at:%Y-%m-%d %H:%M}"
