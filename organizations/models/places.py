"""The jurisdiction tree and the units that work in it (R-A1)."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.models import Versioned


class Level(models.TextChoices):
    """Tiers of the jurisdiction tree, from the top."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")
    GRID = "grid", _("Grid")


class Jurisdiction(Versioned):
    """One area of responsibility; a person with a role here reaches everything below (R-A1)."""

    code = models.CharField(
        _("division code"), max_length=16, unique=True, validators=[RegexValidator(r"^[0-9A-Za-z\-]{2,16}$")]
    )
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True, help_text="e.g. ysc for 玉山村")
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, editable=False, help_text="Ids from the root: /1/4/9/")
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True)
    centre = models.PointField(_("centre"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["code"]
        indexes = [
            models.Index(OpClass("path", name="varchar_pattern_ops"), name="jurisdiction_path_prefix"),
            models.Index(OpClass("initials", name="varchar_pattern_ops"), name="jurisdiction_initials"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="jurisdiction_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this one."""
        return [int(part) for part in self.path.split("/") if part]


class UnitKind(models.TextChoices):
    """What sort of body a unit is."""

    GOVERNMENT = "government", _("Government")
    BUREAU = "bureau", _("Emergency bureau")
    DEPARTMENT = "department", _("Department")
    STATION = "station", _("Station")
    COMMITTEE = "committee", _("Village committee")
    HOSPITAL = "hospital", _("Hospital")
    ENTERPRISE = "enterprise", _("Enterprise")
    SOCIAL = "social", _("Social organization")


class Unit(Versioned):
    """A body that owns items and answers a duty phone: a department, a township government, a station."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="units")
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind.choices)
    duty_phone = models.CharField(_("duty phone"), max_length=40, blank=True)
    receives_reports = models.BooleanField(
        _("receives reports"),
        default=False,
        help_text=_("The unit that first owns what is reported in its jurisdiction."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["jurisdiction__path", "name"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "name"], name="unit_name_once_per_jurisdiction")]

    def __str__(self) -> str:
        return self.name
