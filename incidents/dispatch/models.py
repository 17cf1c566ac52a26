"""One team sent to one incident, and every step of it (R-C3)."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Versioned
from incidents.response.models import Incident
from organizations.models import Jurisdiction, Unit, User
from resources.teams.models import Capability, Readiness, Team


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
    status = models.CharField(
        _("status"), max_length=12, choices=DispatchStatus.choices, default=DispatchStatus.ORDERED
    )
    status_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # When the order was given (by radio perhaps, before it was entered), and when it was entered.
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    en_route_at = models.DateTimeField(_("en route"), null=True, blank=True)
    on_scene_at = models.DateTimeField(_("on scene"), null=True, blank=True)
    returning_at = models.DateTimeField(_("returning"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True)
    overdue = models.BooleanField(_("not acknowledged in time"), default=False)
    # A call for help from the field (求援): when, what was said, who took note of it and when.
    mayday_at = models.DateTimeField(_("called for help"), null=True, blank=True)
    mayday_note = models.CharField(max_length=300, blank=True)
    mayday_seen_at = models.DateTimeField(_("taken note of"), null=True, blank=True)
    mayday_seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    distance_m = models.FloatField(null=True, blank=True)
    eta_s = models.PositiveIntegerField(null=True, blank=True)
    team_was = models.CharField(max_length=12, choices=Readiness.choices, default=Readiness.STANDBY, editable=False)

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
            models.Index(fields=["team", "-ordered_at"], name="dispatch_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.team} → {self.incident}"

    @property
    def is_over(self) -> bool:
        """Whether the team is free of it."""
        return self.status in OVER

    @property
    def mayday_open(self) -> bool:
        """The team calls for help and nobody has taken note."""
        return self.mayday_at is not None and self.mayday_seen_at is None and not self.is_over


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


class CapabilityNeed(models.Model):
    """What an incident of a type asks for: the longest matching prefix of the type's code counts; maintained as data."""

    type_prefix = models.CharField(_("event type begins with"), max_length=10)
    capability = models.ForeignKey(Capability, models.PROTECT, related_name="+", verbose_name=_("capability"))
    wanted = models.PositiveSmallIntegerField(_("teams wanted"), default=1)
    rank = models.PositiveSmallIntegerField(_("order"), default=10)

    class Meta:
        verbose_name = _("needed capability")
        verbose_name_plural = _("needed capabilities")
        ordering = ["type_prefix", "rank"]
        constraints = [models.UniqueConstraint(fields=["type_prefix", "capability"], name="need_once_per_type")]

    def __str__(self) -> str:
        return f"{self.type_prefix} → {self.capability}"
