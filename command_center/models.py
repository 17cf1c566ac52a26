"""Wall displays: what each shows, and how large its letters must be."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Jurisdiction


class Wall(models.Model):
    """A wall display: type sizes follow from its width and the farthest reader (20′ of arc; ux §1.3)."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="walls")
    width_m = models.FloatField(_("wall width, m"), default=3.6)
    farthest_m = models.FloatField(_("farthest reader, m"), default=8.0)

    class Meta:
        verbose_name = _("wall display")
        verbose_name_plural = _("wall displays")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name
