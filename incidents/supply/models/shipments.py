"""Goods on their way: one shipment per source warehouse, lot by lot, step by step, with both signatures (R-C4)."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped, Versioned
from incidents.supply import workflow
from incidents.supply.models.requests import RequestLine, SupplyRequest
from organizations.models import Jurisdiction, Owned, User
from resources.reserves.models import QUANTITY, Lot, Reservation, Transfer, Warehouse


class ShipmentStatus(models.TextChoices):
    """The stages of a shipment; `workflow.SHIPMENT_STEPS` says which follows which."""

    ALLOCATED = workflow.ALLOCATED, _("To be picked")
    PICKING = workflow.PICKING, _("Being picked")
    LOADING = workflow.LOADING, _("Being loaded")
    ON_WAY = workflow.ON_WAY, _("On the way")
    RECEIVED = workflow.RECEIVED, pgettext_lazy("goods", "Received")
    FAILED = workflow.FAILED, _("Stopped on the way")
    RECALLED = workflow.RECALLED, _("Recalled")
    BACK = workflow.RETURNED_TO_STORE, _("Back in the store")


class Shipment(Owned, Versioned, Timestamped):
    """What one warehouse sends for one request. Seconds for `eta_s`; the position is the driver's or the escort's word."""

    request = models.ForeignKey(SupplyRequest, models.PROTECT, related_name="shipments")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="shipments")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    status = models.CharField(
        _("stage"), max_length=12, choices=ShipmentStatus.choices, default=ShipmentStatus.ALLOCATED
    )
    status_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    eta_s = models.PositiveIntegerField(null=True, blank=True)
    eta_at = models.DateTimeField(_("expected"), null=True, blank=True)
    departed_at = models.DateTimeField(_("departed"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    vehicle = models.CharField(_("vehicle"), max_length=60, blank=True)
    driver = models.CharField(_("driver"), max_length=60, blank=True)
    driver_phone = models.CharField(_("driver's phone"), max_length=40, blank=True)
    escort = models.CharField(_("escort"), max_length=60, blank=True)
    seal = models.CharField(_("seal"), max_length=60, blank=True)
    position = models.PointField(null=True, blank=True)
    position_at = models.DateTimeField(null=True, blank=True)
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, blank=True, related_name="+")
    handed_by = models.CharField(_("handed over by"), max_length=60, blank=True)
    taken_by = models.CharField(_("taken over by"), max_length=60, blank=True)
    handed_mark = models.TextField(blank=True, editable=False)
    taken_mark = models.TextField(blank=True, editable=False)
    received_by = models.CharField(_("received by"), max_length=60, blank=True)
    received_mark = models.TextField(blank=True, editable=False)

    class Meta(Owned.Meta):
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["warehouse", "status"], name="shipment_of_warehouse")]

    def __str__(self) -> str:
        return f"{self.request} / {self.warehouse}"

    @property
    def number(self) -> str:
        """The request's number and this shipment's own."""
        return f"{self.request.number}-{self.pk}"


class ShipmentLine(models.Model):
    """One lot of a shipment: allocated, picked, received, and why they differ."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="lines")
    line = models.ForeignKey(RequestLine, models.PROTECT, related_name="sent")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, related_name="+")
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    picked = models.DecimalField(_("picked"), null=True, blank=True, **QUANTITY)
    received = models.DecimalField(_("received"), null=True, blank=True, **QUANTITY)
    difference_reason = models.CharField(_("why it differs"), max_length=200, blank=True)
    pick_note = models.CharField(max_length=200, blank=True)
    explanation = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("line of a shipment")
        verbose_name_plural = _("lines of a shipment")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_of_something")]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.lot_id}"


class ShipmentStep(models.Model):
    """One change of stage: when, by whom, why. Append-only."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=ShipmentStatus.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.status}"


class SupplyVehicle(models.Model):
    """A vehicle of a warehouse: what it carries at once (kg, m³). None recorded: nothing limits the allocation."""

    warehouse = models.ForeignKey(Warehouse, models.CASCADE, related_name="vehicles")
    name = models.CharField(_("vehicle"), max_length=60)
    payload_kg = models.PositiveIntegerField(_("payload, kg"))
    payload_m3 = models.DecimalField(_("loading space, m³"), max_digits=6, decimal_places=1, null=True, blank=True)
    is_available = models.BooleanField(_("available"), default=True)

    class Meta:
        verbose_name = _("vehicle of a warehouse")
        verbose_name_plural = _("vehicles of a warehouse")
        ordering = ["warehouse", "name"]

    def __str__(self) -> str:
        return self.name
