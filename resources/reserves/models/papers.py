"""Papers behind movements: transfers, loans, scrapping, counts, inspections (R-D3)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped
from organizations.models import User
from resources.reserves.models.ledger import QUANTITY, Account, Lot
from resources.reserves.models.warehouses import Warehouse


class TransferState(models.TextChoices):
    """Where a transfer stands."""

    SENT = "sent", _("Under way")
    RECEIVED = "received", pgettext_lazy("stock", "Received")


class Transfer(Timestamped):
    """Goods sent from one warehouse to another; under way until the other side counted them."""

    source = models.ForeignKey(Warehouse, models.PROTECT, related_name="sent_transfers", verbose_name=_("from"))
    target = models.ForeignKey(Warehouse, models.PROTECT, related_name="awaited_transfers", verbose_name=_("to"))
    state = models.CharField(_("state"), max_length=10, choices=TransferState.choices, default=TransferState.SENT)
    document = models.CharField(_("document"), max_length=60, blank=True)
    incident = models.CharField(_("incident"), max_length=60, blank=True)
    vehicle = models.CharField(_("vehicle"), max_length=60, blank=True)
    escort = models.CharField(_("escort"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class TransferLine(models.Model):
    """One lot of a transfer: sent, received, and why the two differ."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    sent = models.DecimalField(_("sent"), **QUANTITY)
    received = models.DecimalField(_("received"), null=True, blank=True, **QUANTITY)
    difference_reason = models.CharField(_("why it differs"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a transfer")
        verbose_name_plural = _("lines of a transfer")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["transfer", "lot"], name="transfer_lot_once")]

    def __str__(self) -> str:
        return f"{self.transfer_id}: {self.lot_id}"


class Loan(Timestamped):
    """Goods lent to somebody until a day; what is out = quantity − returned − lost."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="loans")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="loans")
    borrower = models.CharField(_("borrower"), max_length=100)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    returned = models.DecimalField(_("returned"), default=0, **QUANTITY)
    lost = models.DecimalField(_("not returned"), default=0, **QUANTITY)
    due_on = models.DateField(_("due back on"))
    incident = models.CharField(_("incident"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["due_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, returned__gte=0, lost__gte=0)
                & Q(quantity__gte=models.F("returned") + models.F("lost")),
                name="loan_not_exceeded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.borrower}: {self.quantity}"


class ScrapState(models.TextChoices):
    """Where a scrapping stands."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", pgettext_lazy("stock", "Refused")


class Scrap(Timestamped):
    """Goods to be written off: frozen when proposed, gone when another person approves (R-D3)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="scraps")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="scraps")
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    state = models.CharField(_("state"), max_length=10, choices=ScrapState.choices, default=ScrapState.PROPOSED)
    reason = models.CharField(_("reason"), max_length=200)
    appraisal = models.TextField(_("technical appraisal"), blank=True, max_length=2000)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("scrapping")
        verbose_name_plural = _("scrappings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="scrap_by_two_persons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.quantity}"


class CountState(models.TextChoices):
    """Where a count stands."""

    COUNTING = "counting", _("Being counted")
    RECOUNTING = "recounting", _("Being counted again")
    COUNTED = "counted", _("Counted, to be approved")
    APPROVED = "approved", _("Approved")
    CANCELLED = "cancelled", _("Cancelled")


class Count(Timestamped):
    """A stock-taking of a warehouse, or of the positions that begin with `place`; its lots do not move meanwhile."""

    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="counts")
    place = models.CharField(_("positions beginning with"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CountState.choices, default=CountState.COUNTING)
    blind = models.BooleanField(_("booked quantities hidden"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.warehouse_id} {self.state}"


class CountLine(models.Model):
    """One lot of a count: booked when it began, counted, counted again by somebody else where the two differ."""

    count = models.ForeignKey(Count, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    booked = models.DecimalField(_("booked"), **QUANTITY)
    counted = models.DecimalField(_("counted"), null=True, blank=True, **QUANTITY)
    counted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recounted = models.DecimalField(_("counted again"), null=True, blank=True, **QUANTITY)
    recounted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explanation = models.CharField(_("explanation"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("line of a count")
        verbose_name_plural = _("lines of a count")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["count", "account"], name="count_lot_once"),
            models.CheckConstraint(
                condition=(Q(counted=None) | Q(counted__gte=0)) & (Q(recounted=None) | Q(recounted__gte=0)),
                name="count_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count_id}: {self.account_id}"


class CheckKind(models.TextChoices):
    """What was done to goods in the store."""

    INSPECTION = "inspection", _("Inspection")
    MAINTENANCE = "maintenance", _("Maintenance")
    TEST = "test", _("Test run")


class Check(models.Model):
    """An inspection, maintenance or test of a lot in a warehouse, and what was found."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="checks")
    kind = models.CharField(_("kind"), max_length=12, choices=CheckKind.choices)
    passed = models.BooleanField(_("in order"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    done_on = models.DateField(_("done on"))
    next_on = models.DateField(_("next on"), null=True, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("entered"), default=timezone.now)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.done_on}"
