"""What is recorded of an incident: log, figures, grades. Nothing here is ever edited; corrections are new rows."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.response.models.incident import Grade, Incident
from organizations.models import User


class LogKind(models.TextChoices):
    """What a log entry is."""

    NOTE = "note", _("Note")
    DECISION = "decision", _("Decision")
    CORRECTION = "correction", _("Correction")
    SYSTEM = "system", _("System")


class LogEntry(models.Model):
    """One line of the log: append-only; a correction strikes an earlier line visibly and leaves it readable (R-C6)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="log")
    kind = models.CharField(_("kind"), max_length=10, choices=LogKind.choices, default=LogKind.NOTE)
    text = models.TextField(_("text"))
    strikes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="struck_by")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField(_("occurred"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["incident", "-entered_at"], name="log_by_incident")]

    def __str__(self) -> str:
        return self.text[:60]


class FigureName(models.TextChoices):
    """Figures of the contract; persons, and yuan for the loss."""

    DEATHS = "deaths", _("Deaths")
    MISSING = "missing", _("Missing")
    SERIOUSLY_INJURED = "seriously_injured", _("Seriously injured")
    SLIGHTLY_INJURED = "slightly_injured", _("Slightly injured")
    TRAPPED = "trapped", _("Trapped")
    RELOCATED = "relocated", _("Relocated")
    LOSS_CNY = "loss_cny", _("Direct loss, CNY")


FIGURES: tuple[str, ...] = tuple(FigureName.values)


class Figure(models.Model):
    """One statement of one figure: value (None: said to be unknown), who says so, when it held, who entered it (R-B4)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="figures")
    name = models.CharField(_("figure"), max_length=20, choices=FigureName.choices)
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    as_of = models.DateTimeField(_("as of"))
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    report_id = models.BigIntegerField(null=True, blank=True, help_text="The report it came with.")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["incident", "name", "-as_of"], name="figure_newest_first")]
        constraints = [
            models.CheckConstraint(condition=models.Q(value=None) | models.Q(value__gte=0), name="figure_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class GradeChange(models.Model):
    """A decision on the grade, with its reason (R-B4)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="grades")
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade.choices)
    suggested = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("grade decision")
        verbose_name_plural = _("grade decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.grade}"
