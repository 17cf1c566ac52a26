"""What people draw on the live map: symbols, arrows, closures, areas, words (R-H1, R-C6)."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from incidents.response.models import Incident
from organizations.models import Jurisdiction, User


class PlotKind(models.TextChoices):
    """What a drawing means; each meaning has one shape (`SHAPES`)."""

    POINT = "point", _("Point")
    TEXT = "text", _("Text label")
    ADVANCE = "advance", _("Line of advance")
    EVACUATION = "evacuation", _("Way of evacuation")
    CLOSURE = "closure", _("Closure")
    DANGER = "danger", _("Danger area")
    CONTROL = "control", _("Control area")
    CORDON = "cordon", _("Cordon")


SHAPES: dict[str, str] = {
    PlotKind.POINT: "Point",
    PlotKind.TEXT: "Point",
    PlotKind.ADVANCE: "LineString",
    PlotKind.EVACUATION: "LineString",
    PlotKind.CLOSURE: "LineString",
    PlotKind.DANGER: "Polygon",
    PlotKind.CONTROL: "Polygon",
    PlotKind.CORDON: "Polygon",
}


class Plot(Versioned, Timestamped):
    """One drawing: meaning, shape, words, author, until when it holds; struck, never erased.

    It belongs to a jurisdiction and, where it has one, to an incident, on whose log it then is. `geometry` is WGS 84.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="plots")
    kind = models.CharField(_("meaning"), max_length=10, choices=PlotKind.choices)
    label = models.CharField(_("words on the map"), max_length=100, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    geometry = models.GeometryField(_("shape"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    valid_until = models.DateTimeField(_("holds until"), null=True, blank=True)
    removed_at = models.DateTimeField(_("struck"), null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("drawing")
        verbose_name_plural = _("drawings")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["jurisdiction"], condition=models.Q(removed_at=None), name="plot_standing"),
            models.Index(fields=["incident", "-created_at"], name="plot_by_incident"),
        ]

    def __str__(self) -> str:
        return self.label or str(PlotKind(self.kind).label)
