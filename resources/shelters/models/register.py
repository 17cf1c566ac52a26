"""The register of shelters (R-D9): two independent axes (tier, class), capacity, facilities, keepers, state."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped, Versioned
from organizations.models import Jurisdiction, Unit, User
from resources.places.models import Place
from resources.reserves.models import Warehouse
from resources.shelters import workflow


class Tier(models.TextChoices):
    """Administrative tier 分级 (GB/T 44013-2024)."""

    PROVINCE = "province", pgettext_lazy("shelter", "Province")
    CITY = "city", pgettext_lazy("shelter", "City")
    COUNTY = "county", pgettext_lazy("shelter", "County")
    TOWNSHIP = "township", pgettext_lazy("shelter", "Township")
    VILLAGE = "village", pgettext_lazy("shelter", "Village (community)")


class Duration(models.TextChoices):
    """How long people may stay: one side of the class 分类."""

    EMERGENCY = "emergency", pgettext_lazy("shelter", "Emergency (up to 24 hours)")
    SHORT = "short", pgettext_lazy("shelter", "Short (up to 15 days)")
    LONG = "long", pgettext_lazy("shelter", "Long (more than 15 days)")


class Space(models.TextChoices):
    """Under a roof or in the open."""

    INDOOR = "indoor", pgettext_lazy("shelter", "Indoor")
    OUTDOOR = "outdoor", pgettext_lazy("shelter", "Outdoor")
    BOTH = "both", pgettext_lazy("shelter", "Indoor and outdoor")


class Function(models.TextChoices):
    """Overall function; special: refuge chamber, toxic-gas room, high-rise refuge floor."""

    COMPREHENSIVE = "comprehensive", pgettext_lazy("shelter", "Comprehensive")
    SINGLE = "single", pgettext_lazy("shelter", "Single")
    SPECIAL = "special", pgettext_lazy("shelter", "Special")


class Hazard(models.TextChoices):
    """Kinds of disaster a shelter is fit for."""

    EARTHQUAKE = "earthquake", pgettext_lazy("hazard", "Earthquake")
    FLOOD = "flood", pgettext_lazy("hazard", "Flood")
    GEOLOGICAL = "geological", pgettext_lazy("hazard", "Geological")
    STORM = "storm", pgettext_lazy("hazard", "Wind and storm")
    COLD = "cold", pgettext_lazy("hazard", "Cold, snow and ice")
    FIRE = "fire", pgettext_lazy("hazard", "Fire")
    CHEMICAL = "chemical", pgettext_lazy("hazard", "Chemical and nuclear")


class Status(models.TextChoices):
    """Where a shelter is in its life; the steps are in workflow.py."""

    STANDBY = workflow.STANDBY, pgettext_lazy("shelter", "Standby")
    ORDERED = workflow.ORDERED, pgettext_lazy("shelter", "Ordered open")
    CHECKED = workflow.CHECKED, pgettext_lazy("shelter", "Checked")
    RECEIVING = workflow.RECEIVING, pgettext_lazy("shelter", "Receiving")
    FULL = workflow.FULL, pgettext_lazy("shelter", "Full")
    CLOSING = workflow.CLOSING, pgettext_lazy("shelter", "Closing")
    CLOSED = workflow.CLOSED, pgettext_lazy("shelter", "Closed")
    RESTORED = workflow.RESTORED, pgettext_lazy("shelter", "Restored")


class AreaNorm(models.Model):
    """Floor area one person needs, m², by duration class: data with an effective date, inherited from the nearest above."""

    duration = models.CharField(_("class of stay"), max_length=10, choices=Duration.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    m2_per_person = models.DecimalField(_("m² per person"), max_digits=5, decimal_places=2)
    effective_from = models.DateTimeField(_("effective from"), default=timezone.now)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("area per person")
        verbose_name_plural = _("areas per person")
        constraints = [
            models.UniqueConstraint(
                fields=["duration", "jurisdiction", "effective_from"],
                nulls_distinct=False,
                name="area_norm_once_per_date",
            ),
            models.CheckConstraint(condition=Q(m2_per_person__gt=0), name="area_norm_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.duration} {self.m2_per_person} m²"


class Shelter(Versioned, Timestamped, Place):
    """A shelter: its place on the map with tier, class, capacity, keepers, state and the count of heads.

    `named` and `unnamed` are kept by database triggers from stays and tallies, never by code; `ceiling` is how many heads
    may be inside now (the capacity, or more by an override), and the database refuses one more (R-D9).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit in charge"))
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    duration = models.CharField(_("class of stay"), max_length=10, choices=Duration.choices)
    space = models.CharField(_("space"), max_length=8, choices=Space.choices, default=Space.INDOOR)
    function = models.CharField(_("function"), max_length=14, choices=Function.choices, default=Function.SINGLE)
    hazards = ArrayField(
        models.CharField(max_length=12, choices=Hazard.choices), default=list, blank=True, verbose_name=_("fit for")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    site_area_m2 = models.PositiveIntegerField(_("site area, m²"), null=True, blank=True)
    effective_area_m2 = models.PositiveIntegerField(_("effective area, m²"), validators=[MinValueValidator(1)])
    service_radius_m = models.PositiveIntegerField(_("service radius, m"), null=True, blank=True)
    routes = models.TextField(_("access and evacuation routes"), blank=True, max_length=2000)
    goods_store = models.ForeignKey(
        Warehouse,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="shelters",
        verbose_name=_("goods are kept in"),
        help_text=_("The warehouse of the ledger that holds this shelter's goods."),
    )
    keeper_a_name = models.CharField(_("keeper A"), max_length=60, blank=True)
    keeper_a_phone = models.CharField(_("keeper A's phone"), max_length=40, blank=True)
    keeper_b_name = models.CharField(_("keeper B"), max_length=60, blank=True)
    keeper_b_phone = models.CharField(_("keeper B's phone"), max_length=40, blank=True)
    capacity = models.PositiveIntegerField(_("capacity, persons"), default=0, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.STANDBY, editable=False)
    status_at = models.DateTimeField(default=timezone.now, editable=False)
    ordered_at = models.DateTimeField(null=True, blank=True, editable=False)
    incident = models.CharField(max_length=60, blank=True, editable=False, help_text="incident:<pk> it serves")
    incident_number = models.CharField(max_length=40, blank=True, editable=False)
    named = models.IntegerField(default=0, editable=False)
    unnamed = models.IntegerField(default=0, editable=False)
    ceiling = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("shelter")
        verbose_name_plural = _("shelters")
        constraints = [
            models.CheckConstraint(condition=Q(named__gte=0), name="shelter_named_never_negative"),
            models.CheckConstraint(condition=Q(unnamed__gte=0), name="shelter_unnamed_never_negative"),
            models.CheckConstraint(
                condition=Q(ceiling__gte=F("named") + F("unnamed")), name="shelter_heads_within_ceiling"
            ),
            models.CheckConstraint(condition=Q(effective_area_m2__gte=1), name="shelter_has_effective_area"),
        ]

    @property
    def heads(self) -> int:
        """Everybody who has a place here: named (also those away for some hours) and counted without a name."""
        return self.named + self.unnamed

    @property
    def free(self) -> int:
        """Places left within the capacity; 0 when over it."""
        return max(0, self.capacity - self.heads)

    @property
    def over(self) -> int:
        """Heads beyond the capacity."""
        return max(0, self.heads - self.capacity)


class FacilityGroup(models.TextChoices):
    """Groups of GB 21734: each class adds to the one before."""

    BASIC = "basic", pgettext_lazy("facility", "Basic")
    GENERAL = "general", pgettext_lazy("facility", "General")
    FULL = "comprehensive", pgettext_lazy("facility", "Comprehensive")


class FacilityKind(models.Model):
    """A kind of facility; bilingual reference vocabulary."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60)
    group = models.CharField(_("group"), max_length=14, choices=FacilityGroup.choices)
    rank = models.PositiveSmallIntegerField(_("order"), default=1000)

    class Meta:
        verbose_name = _("kind of facility")
        verbose_name_plural = _("kinds of facility")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.name


class ShelterFacility(models.Model):
    """A facility a shelter has: how many, and whether it works."""

    shelter = models.ForeignKey(Shelter, models.CASCADE, related_name="facilities")
    kind = models.ForeignKey(FacilityKind, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("number"), default=1)
    works = models.BooleanField(_("in working order"), default=True)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["kind__rank"]
        constraints = [models.UniqueConstraint(fields=["shelter", "kind"], name="facility_once_per_shelter")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class Entrance(models.Model):
    """A way in: where it is and whether a wheelchair gets through."""

    shelter = models.ForeignKey(Shelter, models.CASCADE, related_name="entrances")
    name = models.CharField(_("entrance"), max_length=60)
    location = models.PointField(_("location"), null=True, blank=True, spatial_index=False)
    step_free = models.BooleanField(_("without steps"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("entrance")
        verbose_name_plural = _("entrances")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class SafetyCheck(models.Model):
    """The check before opening: what was found, item by item; failing blockers are opened over only with a reason."""

    shelter = models.ForeignKey(Shelter, models.CASCADE, related_name="checks")
    items = models.JSONField(default=dict, help_text="code → ok | bad | none")
    note = models.CharField(_("note"), max_length=500, blank=True)
    override_reason = models.CharField(_("reason for opening nevertheless"), max_length=300, blank=True)
    passed = models.BooleanField(default=False)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("safety check")
        verbose_name_plural = _("safety checks")
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.shelter_id} {self.checked_at:%Y-%m-%d %H:%M}"
