"""What is asked for: requests, their lines, and the norms that turn people and days into goods (R-C4, R-D4)."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped, Versioned
from incidents.response.models import Incident
from incidents.supply import workflow
from organizations.models import Jurisdiction, Owned, User
from resources.reserves.models import QUANTITY, Item, Warehouse


class RequestKind(models.TextChoices):
    """Why goods are asked for; all kinds take the same way."""

    RELIEF = "relief", _("For an incident")
    TRANSFER = "transfer", _("Between warehouses")
    UPWARD = "upward", _("From the level above")
    MUTUAL = "mutual", _("Mutual aid")
    PREPOSITION = "preposition", _("Put ready before a forecast")


class RequestStatus(models.TextChoices):
    """The stages of a request; `workflow.REQUEST_STEPS` says which follows which."""

    DRAFT = workflow.DRAFT, _("Draft")
    SUBMITTED = workflow.SUBMITTED, _("To be approved")
    RETURNED = workflow.RETURNED, _("Returned")
    REFUSED = workflow.REFUSED, _("Refused")
    APPROVED = workflow.APPROVED, _("Approved")
    ALLOCATED = workflow.ALLOCATED, _("Allocated")
    PICKING = workflow.PICKING, _("Being picked")
    LOADING = workflow.LOADING, _("Being loaded")
    ON_WAY = workflow.ON_WAY, _("On the way")
    RECEIVED = workflow.RECEIVED, pgettext_lazy("goods", "Received")
    CLOSED = workflow.CLOSED, _("Closed")
    CANCELLED = workflow.CANCELLED, _("Cancelled")


class Priority(models.IntegerChoices):
    """How urgent; the most urgent need is covered first. Not the grade of an incident."""

    LIFE = 1, _("Life-saving")
    URGENT = 2, _("Urgent")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Can wait")


class SupplyRequest(Owned, Versioned, Timestamped):
    """A request for goods, its accountable unit, and where they are to go: a point, a place in words, a subject string.

    `proposal` is the allocation last computed or edited by hand; confirming it reserves the goods. `turn` counts submissions.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind.choices, default=RequestKind.RELIEF)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="supply_requests", verbose_name=_("incident")
    )
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    # Who is asked, when it is not the own level: the level above, or a neighbour.
    asked = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked of")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    place = models.CharField(_("destination"), max_length=200, blank=True)
    location = models.PointField(_("location"), null=True, blank=True)
    destination = models.CharField(_("for (subject)"), max_length=60, blank=True)
    warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to warehouse")
    )
    receiver = models.CharField(_("receiver"), max_length=60, blank=True)
    receiver_phone = models.CharField(_("receiver's phone"), max_length=40, blank=True)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.URGENT)
    wanted_at = models.DateTimeField(_("wanted by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    status = models.CharField(_("stage"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.SUBMITTED)
    status_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    turn = models.PositiveIntegerField(default=1, editable=False)
    oral_by = models.CharField(_("ordered orally by"), max_length=60, blank=True)
    oral_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    proposal = models.JSONField(default=dict, blank=True, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    outcome = models.CharField(_("what became of the goods"), max_length=500, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("supply request")
        verbose_name_plural = _("supply requests")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["status", "priority"], name="supply_by_stage"),
            models.Index(fields=["incident"], condition=Q(incident__isnull=False), name="supply_by_incident"),
            models.Index(fields=["destination"], condition=~Q(destination=""), name="supply_by_destination"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether anything is still to come of it."""
        return self.status not in workflow.OVER


class RequestLine(models.Model):
    """So much of one item. `basis` says how the quantity came about when a norm made it."""

    request = models.ForeignKey(SupplyRequest, models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("item"))
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    substitutes = models.BooleanField(_("something else will do"), default=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a request")
        verbose_name_plural = _("lines of a request")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="request_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="request_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity}"


class Basis(models.TextChoices):
    """What a norm is reckoned by."""

    PERSON = "person", _("for each person")
    PERSON_DAY = "person_day", _("for each person and day")


class Norm(models.Model):
    """How much of an item people need: data with an effective date, per jurisdiction, inherited from the nearest above."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("item"))
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    basis = models.CharField(_("reckoned"), max_length=12, choices=Basis.choices, default=Basis.PERSON)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=4)
    effective_from = models.DateTimeField(_("effective from"), default=timezone.now)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["item__category__code", "item__code", "-effective_from"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="norm_not_negative"),
            models.UniqueConstraint(
                fields=["item", "jurisdiction", "effective_from"], nulls_distinct=False, name="norm_once_per_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity} {self.basis}"
