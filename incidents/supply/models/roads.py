"""Logistics bases, supply routes and blocked roads (R-D6), and what has a second role in an emergency (R-D11)."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from incidents.supply import workflow
from organizations.models import Jurisdiction, Unit, User


class Roadblock(Versioned, Timestamped):
    """A road that cannot be used, or only with a detour: from whom we know, from when, until when. Radius in metres."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    name = models.CharField(_("road and place"), max_length=100)
    geometry = models.GeometryField(_("where"))
    radius_m = models.PositiveIntegerField(_("width of the corridor, m"), default=500)
    detour_min = models.PositiveIntegerField(
        _("detour, minutes"), null=True, blank=True, help_text=_("Empty: there is no way round.")
    )
    cause = models.CharField(_("cause"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=100)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("blocked road")
        verbose_name_plural = _("blocked roads")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="block_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class SiteKind(models.TextChoices):
    """What a place or line of the supply chain is."""

    BASE = "base", _("Logistics base")
    HUB = "hub", _("Distribution centre")
    ROUTE = "route", _("Supply route")


class LogisticsSite(Versioned, Timestamped):
    """A logistics base, a distribution centre or a supply route on the map."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    kind = models.CharField(_("kind"), max_length=8, choices=SiteKind.choices)
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    geometry = models.GeometryField(_("where"))
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("logistics site")
        verbose_name_plural = _("logistics sites")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class SecondKind(models.TextChoices):
    """What has the second role."""

    SITE = "site", _("Site")
    STAFF = "staff", _("Staff")
    EQUIPMENT = "equipment", _("Equipment")


class SecondState(models.TextChoices):
    """Which role it is in, or changing to."""

    PEACE = workflow.PEACE, _("Everyday use")
    ORDERED = workflow.ORDERED, _("Ordered to switch")
    SWITCHING = workflow.SWITCHING, _("Switching")
    EMERGENCY = workflow.EMERGENCY, _("Emergency use")
    RESTORING = workflow.RESTORING, _("Being restored")


class SecondRole(Versioned, Timestamped):
    """A site, staff or equipment that serves in an emergency as something else (平急转换), and the minutes it takes."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("accountable unit"))
    kind = models.CharField(_("kind"), max_length=10, choices=SecondKind.choices)
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    everyday = models.CharField(_("in everyday use"), max_length=100)
    emergency = models.CharField(_("in an emergency"), max_length=100)
    capacity = models.CharField(_("capacity"), max_length=100, blank=True)
    minutes = models.PositiveIntegerField(_("minutes to switch"))
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    location = models.PointField(_("location"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SecondState.choices, default=SecondState.PEACE)
    state_at = models.DateTimeField(default=timezone.now)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    order_reason = models.CharField(_("reason"), max_length=300, blank=True)
    due_at = models.DateTimeField(_("ready by"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("second role")
        verbose_name_plural = _("second roles")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name
