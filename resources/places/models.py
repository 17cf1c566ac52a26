"""Places that matter in an emergency, and the vector base map that needs no internet (R-H1)."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Jurisdiction


class PlaceKind(models.TextChoices):
    """What a place is; each kind is a map layer."""

    WAREHOUSE = "warehouse", _("Warehouse")
    SHELTER = "shelter", _("Shelter")
    HAZARD = "hazard", _("Hazard point")
    HOSPITAL = "hospital", _("Hospital")
    STATION = "station", _("Station")
    SCHOOL = "school", _("School")


class Place(models.Model):
    """A named point on the map; its own feature (stock, occupancy, rectification) comes with its own room."""

    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="places")
    location = models.PointField(_("location"))
    detail = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class BasemapKind(models.TextChoices):
    """Line and area work of the base map."""

    RIVER = "river", _("River")
    LAKE = "lake", _("Lake")
    HIGHWAY = "highway", _("Highway")
    ROAD = "road", _("Road")
    TRACK = "track", _("Track")


class BasemapFeature(models.Model):
    """One line or area of the base map, drawn where no tile server is reachable."""

    kind = models.CharField(max_length=10, choices=BasemapKind.choices)
    name = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    geometry = models.GeometryField()

    def __str__(self) -> str:
        return self.name or self.kind
