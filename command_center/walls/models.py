"""Walls, the state their remote control has put them in, and the screens that were paired with them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.response.models import Incident
from organizations.models import Jurisdiction, User


class Scene(models.TextChoices):
    """What a wall is arranged for 场景."""

    EVERYDAY = "everyday", pgettext_lazy("scene", "Everyday")
    INCIDENT = "incident", pgettext_lazy("scene", "Incident focus")
    WARNING = "warning", pgettext_lazy("scene", "Warning")
    DRILL = "drill", pgettext_lazy("scene", "Drill")


class Extent(models.TextChoices):
    """What the map of a wall fits itself to."""

    ALL = "all", _("All incidents")
    INCIDENT = "incident", _("The incident in focus")
    JURISDICTION = "jurisdiction", _("The whole jurisdiction")
    HELD = "held", _("Hold the present view")


class Words(models.TextChoices):
    """Language of a wall's labels."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    BOTH = "both", _("Chinese large, English small")


def default_layers() -> list[str]:
    """What a wall's map shows until somebody chooses."""
    return ["incidents", "teams", "plots"]


class Wall(models.Model):
    """A wall display: type sizes follow from its width and the farthest reader (20′ of arc; ux §1.3).

    Below `scene` everything is what the remote control sets; a time that has passed means “no longer”.
    """

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="walls", verbose_name=_("jurisdiction"))
    width_m = models.FloatField(_("wall width, m"), default=3.6)
    farthest_m = models.FloatField(_("farthest reader, m"), default=8.0)
    words = models.CharField(_("labels"), max_length=4, choices=Words.choices, default=Words.ZH)
    scene = models.CharField(_("scene"), max_length=10, choices=Scene.choices, default=Scene.EVERYDAY)
    focus = models.ForeignKey(Incident, models.SET_NULL, null=True, blank=True, related_name="+")
    layers = ArrayField(models.CharField(max_length=20), default=default_layers)
    extent = models.CharField(_("extent"), max_length=12, choices=Extent.choices, default=Extent.ALL)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_until = models.DateTimeField(null=True, blank=True)
    blanked_at = models.DateTimeField(null=True, blank=True)
    message = models.CharField(_("message"), max_length=120, blank=True)
    message_until = models.DateTimeField(null=True, blank=True)
    # What a screen showing this wall last said of itself.
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)
    heard = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("wall display")
        verbose_name_plural = _("wall displays")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_frozen(self) -> bool:
        """Whether its panels stand still now."""
        return self.frozen_until is not None and self.frozen_until > timezone.now()

    @property
    def shown_message(self) -> str:
        """The message while it is to be shown."""
        running = self.message_until is None or self.message_until > timezone.now()
        return self.message if running else ""


class WallScreen(models.Model):
    """A screen paired with one wall: it may watch that wall, read only, until revoked; of its key only the SHA-256 is kept."""

    wall = models.ForeignKey(Wall, models.CASCADE, related_name="screens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    paired_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paired_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen = models.JSONField(default=dict)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("paired screen")
        verbose_name_plural = _("paired screens")
        ordering = ["-paired_at"]

    def __str__(self) -> str:
        return self.name


class WallPairing(models.Model):
    """A six-digit code on an unpaired screen; alive for minutes, confirmed by a person once, collected by that screen once."""

    code = models.CharField(max_length=6)
    digest = models.CharField(max_length=64, unique=True)
    address = models.GenericIPAddressField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    wall = models.ForeignKey(Wall, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    collected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(collected_at=None), name="one_living_pairing_per_code")
        ]
        indexes = [models.Index(fields=["address", "created_at"], name="pairing_by_address")]

    def __str__(self) -> str:
        return self.code
