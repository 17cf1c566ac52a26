"""One team sent to one incident, and every step of it (R-C3)."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Versioned
from incidents.response.models import Incident
from organizations.models import Jurisdiction, Unit, User
from resources.teams.models import Team


class DispatchStatus(models.TextChoices):
    """The ladder of one assignment (never of the team): ordered … ended, or out by one of three doors."""

    ORDERED = "ordered", _("Ordered")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    EN_ROUTE = "en_route", _("En route")
    ON_SCENE = "on_scene", _("On scene")
    RETURNING = "returning", _("Returning")
    ENDED = "ended", _("Ended")
    DECLINED = "declined", _("Declined")
    RECALLED = "recalled", _("Recalled")
    UNDONE = "undone", _("Undone")


OVER = (DispatchStatus.ENDED, DispatchStatus.DECLINED, DispatchStatus.UNDONE)


class Dispatch(Versioned):
    """An order to a team for an incident. A team has one that is not over, at most: the database sees to it."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="dispatches")
    team = models.ForeignKey(Team, models.PROTECT, related_name="dispatches")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("accountable unit"))
    task = models.CharField(_("task"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=DispatchStatus.choices, default=DispatchStatus.ORDERED)
    status_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    en_route_at = models.DateTimeField(_("en route"), null=True, blank=True)
    on_scene_at = models.DateTimeField(_("on scene"), null=True, blank=True)
    returning_at = models.DateTimeField(_("returning"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True)
    overdue = models.BooleanField(_("not acknowledged in time"), default=False)
    distance_m = models.FloatField(null=True, blank=True)
    eta_s = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"],
                condition=~Q(status__in=["ended", "declined", "undone"]),
                name="team_committed_once",
            )
        ]
        indexes = [
            models.Index(fields=["incident", "-ordered_at"], name="dispatch_by_incident"),
        ]

    def __str__(self) -> str:
        return f"{self.team} → {self.incident}"


class DispatchStep(models.Model):
    """One change of status: when it was so in the field, when the server heard, who said so. Append-only."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=DispatchStatus.choices)
    field_at = models.DateTimeField(_("in the field"))
    server_at = models.DateTimeField(_("heard"), default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["server_at", "pk"]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.status}"
