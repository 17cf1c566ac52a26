"""Who is inside (R-D9): households, persons, their stays, and heads counted before there was time for names."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Versioned
from organizations.models import Jurisdiction, User
from resources.shelters.models.register import Shelter


class Sex(models.TextChoices):
    """For assigning sleeping units."""

    FEMALE = "f", pgettext_lazy("person", "Female")
    MALE = "m", pgettext_lazy("person", "Male")


class Household(models.Model):
    """People who came together: where from, and how to reach them. `door_key` lets a form be sent twice without harm."""

    origin = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+")
    origin_text = models.CharField(_("where from"), max_length=100, blank=True)
    phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    door_key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return f"{self.origin_text} {self.pk}"


class Person(Versioned):
    """Somebody who sought shelter. The identity number is sealed; `id_index` finds the same person, and reads as nothing."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="people")
    name = models.CharField(_("name"), max_length=100)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    id_sealed = models.BinaryField(null=True, editable=False)
    id_index = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    id_mask = models.CharField(max_length=40, blank=True, editable=False)
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    needs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    needs_note = models.CharField(_("other needs"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("person in a shelter")
        verbose_name_plural = _("people in shelters")
        indexes = [models.Index(fields=["initials"], name="shelter_person_initials")]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Away(models.TextChoices):
    """How a stay ended."""

    HOME = "home", pgettext_lazy("leaving", "Went home")
    RELATIVES = "relatives", pgettext_lazy("leaving", "To relatives or friends")
    TRANSFER = "transfer", pgettext_lazy("leaving", "To another shelter")
    HOSPITAL = "hospital", pgettext_lazy("leaving", "To hospital")
    REHOUSED = "rehoused", pgettext_lazy("leaving", "Rehoused")
    OTHER = "other", pgettext_lazy("leaving", "Other")


class Stay(Versioned):
    """A person's stay in a shelter. Nobody has two open ones: the database refuses the second (R-D9).

    Away for some hours (`away_since`) keeps the bed and counts; `left_at` ends the stay for good.
    """

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    bed = models.CharField(_("bed or unit"), max_length=40, blank=True)
    entered_at = models.DateTimeField(_("came in"), default=timezone.now)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    away_since = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    left_as = models.CharField(_("how it ended"), max_length=10, choices=Away.choices, blank=True)
    destination = models.CharField(_("where to"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(left_at=None), name="stay_one_place_at_a_time"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_as="") | Q(left_at__isnull=False) & ~Q(left_as=""),
                name="stay_ended_with_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["shelter", "-entered_at"], name="stay_shelter_entered"),
            models.Index(fields=["shelter"], condition=Q(left_at=None), name="stay_open"),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"

    @property
    def state(self) -> str:
        """inside, away or left."""
        return "left" if self.left_at else "away" if self.away_since else "inside"


class TallyKind(models.TextChoices):
    """Why the number of unnamed heads changed."""

    CAME = "came", pgettext_lazy("tally", "Came in, names later")
    NAMED = "named", pgettext_lazy("tally", "Names were taken")
    WENT = "went", pgettext_lazy("tally", "Went without having been named")
    RECOUNT = "recount", pgettext_lazy("tally", "Corrected by a count")


class Tally(models.Model):
    """Heads counted without names at 3 a.m.: append-only, and the sum is the shelter's `unnamed`."""

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="tallies")
    delta = models.IntegerField()
    kind = models.CharField(max_length=8, choices=TallyKind.choices)
    key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(delta=0), name="tally_never_zero")]

    def __str__(self) -> str:
        return f"{self.shelter_id} {self.delta:+d}"
