"""Teams, their people, vehicles, readiness and positions (R-D7)."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from organizations.models import Jurisdiction, Unit, User


class Capability(models.Model):
    """Something a team can do; bilingual reference vocabulary."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60)
    rank = models.PositiveSmallIntegerField(_("order"), default=1000)

    class Meta:
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    """Kinds of team (domain: 国家综合性, 专业, 基层, 社会, 企业, 志愿者, 军队武警民兵)."""

    NATIONAL = "national", _("National fire and rescue")
    PROFESSIONAL = "professional", _("Professional")
    MILITARY = "military", _("Armed forces and militia")
    GRASSROOTS = "grassroots", _("Grass-roots")
    SOCIAL = "social", _("Social")
    ENTERPRISE = "enterprise", _("Enterprise")
    VOLUNTEER = "volunteer", _("Volunteers")
    MEDICAL = "medical", _("Medical")


class Readiness(models.TextChoices):
    """Whether a team can be ordered; `committed` is set by its assignment and by nothing else."""

    STANDBY = "standby", _("Standby")
    COMMITTED = "committed", _("Committed")
    RESTING = "resting", _("Resting")
    UNAVAILABLE = "unavailable", _("Unavailable")


class Team(Versioned, Timestamped):
    """A team that can be sent: leader, deputy, base, capabilities, readiness, shift and last position."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="teams")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name=_("unit in charge"))
    code = models.CharField(_("call sign"), max_length=40)
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=TeamKind.choices)
    capabilities = models.ManyToManyField(Capability, related_name="teams", blank=True)
    readiness = models.CharField(_("readiness"), max_length=12, choices=Readiness.choices, default=Readiness.STANDBY)
    readiness_reason = models.CharField(_("reason"), max_length=200, blank=True)
    readiness_at = models.DateTimeField(null=True, blank=True)
    on_shift = models.BooleanField(_("on shift"), default=True)
    leader = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="led_teams")
    leader_name = models.CharField(_("leader"), max_length=60, blank=True)
    leader_phone = models.CharField(_("leader's phone"), max_length=40, blank=True)
    deputy_name = models.CharField(_("deputy"), max_length=60, blank=True)
    deputy_phone = models.CharField(_("deputy's phone"), max_length=40, blank=True)
    strength = models.PositiveSmallIntegerField(_("strength, persons"), default=0)
    base = models.PointField(_("base"), null=True, blank=True, spatial_index=False)
    base_name = models.CharField(_("base, in words"), max_length=100, blank=True)
    speed_kmh = models.PositiveSmallIntegerField(_("road speed, km/h"), default=40)
    # Where it is: the newest position by its own time. No index on it, so that a position is a cheap (HOT) update;
    # "nearest capable and ready" walks the index of TeamAbility.
    position = models.PointField(null=True, blank=True, editable=False, spatial_index=False)
    position_at = models.DateTimeField(null=True, blank=True, editable=False)
    position_accuracy_m = models.FloatField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("last assignment ended"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["jurisdiction__path", "code"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "code"], name="team_code_once_per_jurisdiction")]

    def __str__(self) -> str:
        return self.name


class TeamAbility(models.Model):
    """One (team, capability) with the team's whereabouts: what the nearest-neighbour search walks.

    Derived: rewritten by the team services and by position ingest. The partial multicolumn GiST (capability, place)
    stays flat from 100 to 100,000 teams, for common and rare capabilities alike. `place` is the newest position to
    within STILL_M metres, else the base, else null (null sorts last: a team of unknown whereabouts is never hidden).
    """

    pk = models.CompositePrimaryKey("team_id", "capability_id")
    team = models.ForeignKey(Team, models.CASCADE, related_name="abilities", db_index=False)
    capability = models.ForeignKey(Capability, models.CASCADE, related_name="+", db_index=False)
    ready = models.BooleanField()
    place = models.PointField(null=True, spatial_index=False)

    class Meta:
        indexes = [
            GistIndex(fields=["capability", "place"], condition=models.Q(ready=True), name="ability_nearest"),
            models.Index(fields=["capability"], condition=models.Q(ready=False), name="ability_not_free"),
            models.Index(
                fields=["capability"], condition=models.Q(ready=True, place__isnull=True), name="ability_nowhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.capability_id}"


class TeamMember(models.Model):
    """A person on a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    post = models.CharField(_("post"), max_length=60, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("skills"))
    insured_until = models.DateField(_("insured until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Vehicle(models.Model):
    """A vehicle of a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="vehicles")
    plate = models.CharField(_("plate"), max_length=20)
    kind = models.CharField(_("kind"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("seats"), default=0)
    is_available = models.BooleanField(_("available"), default=True)

    class Meta:
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        ordering = ["plate"]

    def __str__(self) -> str:
        return self.plate


class PositionHistory(models.Model):
    """Where a team was: bounded by age (setting POSITION_HISTORY_DAYS), written in batches, one index and no more."""

    pk = models.CompositePrimaryKey("team_id", "at")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    place = models.PointField(spatial_index=False)
    accuracy_m = models.FloatField(null=True)

    class Meta:
        indexes = [BrinIndex(fields=["received_at"], name="position_history_received")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.at:%H:%M:%S}"
