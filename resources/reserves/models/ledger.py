"""Lots, accounts and movements: double entry, append-only, its sums kept and its limits held by the database (R-D3).

Nothing here writes a balance. A movement is inserted; the trigger in the migration takes from one account and adds to
another under their row locks, and the CHECK refuses what would go below nothing. See docs/decisions/0012-ledger.md.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Timestamped
from organizations.models import User
from resources.reserves import workflow
from resources.reserves.models.catalogue import Item
from resources.reserves.models.warehouses import Warehouse

QUANTITY: dict[str, Any] = {"max_digits": 14, "decimal_places": 3}


class Lot(Timestamped):
    """Goods of one item that arrived together and expire together; where they are is said by their accounts."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="lots", verbose_name=_("item"))
    batch = models.CharField(_("batch"), max_length=60)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    supplier = models.CharField(_("supplier"), max_length=100, blank=True)
    fund_source = models.CharField(_("source of funds"), max_length=100, blank=True)
    unit_price = models.DecimalField(_("unit price, CNY"), max_digits=12, decimal_places=2, null=True, blank=True)
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True, editable=False)
    recall_note = models.CharField(_("reason of the recall"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = [F("expires_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "serial"], condition=~Q(serial=""), name="lot_serial_once"),
        ]
        indexes = [
            models.Index(fields=["item", "batch"], name="lot_batch"),
            models.Index(fields=["expires_on"], condition=Q(expires_on__isnull=False), name="lot_expiry"),
        ]

    def __str__(self) -> str:
        return self.batch


class AccountKind(models.TextChoices):
    """Where goods may be: in a warehouse (free, reserved, frozen), under way, out, or back in the outside world."""

    STOCK = workflow.STOCK, _("In stock")
    RESERVED = workflow.RESERVED, _("Reserved")
    FROZEN = workflow.FROZEN, pgettext_lazy("stock", "Frozen")
    TRANSIT = workflow.TRANSIT, _("Under way")
    LOANED = workflow.LOANED, _("On loan")
    ISSUED = workflow.ISSUED, _("Issued")
    SUPPLIER = workflow.SUPPLIER, _("Supplier")
    OPENING = workflow.OPENING, _("Opening balance")
    DONOR = workflow.DONOR, _("Donor")
    ROTATED = workflow.ROTATED, _("Rotated out")
    SCRAPPED = workflow.SCRAPPED, _("Scrapped")
    DIFFERENCE = workflow.DIFFERENCE, _("Difference")


class Account(models.Model):
    """How much of a lot is in one place. `balance` is written by the movement trigger alone.

    In a warehouse a lot has a `stock` row, which also says where it lies and who looks after it, and `reserved` and
    `frozen` rows beside it; a `transit` row belongs to the warehouse that awaits the goods.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="accounts")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="accounts")
    balance = models.DecimalField(_("balance"), default=0, editable=False, **QUANTITY)
    position = models.CharField(_("position in the store"), max_length=60, blank=True)
    custodian = models.CharField(_("custodian"), max_length=60, blank=True)
    checked_on = models.DateField(_("last inspected on"), null=True, blank=True)
    check_due_on = models.DateField(_("next inspection"), null=True, blank=True)
    maintained_on = models.DateField(_("last maintained on"), null=True, blank=True)
    maintenance_due_on = models.DateField(_("next maintenance"), null=True, blank=True)
    counting = models.ForeignKey("reserves.Count", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "kind", "warehouse"], nulls_distinct=False, name="account_once_per_place"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=workflow.NEVER_NEGATIVE) | Q(balance__gte=0), name="account_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=workflow.IN_WAREHOUSE, warehouse__isnull=False)
                | (~Q(kind__in=workflow.IN_WAREHOUSE) & Q(warehouse__isnull=True)),
                name="account_has_its_warehouse",
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "item"], condition=Q(kind__in=workflow.ON_HAND), name="account_on_hand"),
            models.Index(fields=["item", "warehouse"], condition=Q(kind=workflow.STOCK), name="account_stock"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.lot_id}@{self.warehouse_id}"


class Reason(models.TextChoices):
    """Why goods move; `workflow.ROUTES` says from where to where."""

    PURCHASE = "purchase", _("Purchase")
    DONATION = "donation", _("Donation")
    OPENING = "opening", _("Opening stock")
    ISSUE = "issue", _("Issue")
    ISSUE_RESERVED = "issue_reserved", _("Issue of reserved goods")
    ISSUE_LOST = "issue_lost", _("Issued, missing on arrival")
    ISSUE_FOUND = "issue_found", _("Issued, too many on arrival")
    RETURN = "return", _("Return, good")
    RETURN_DAMAGED = "return_damaged", _("Return, damaged")
    TRANSFER_OUT = "transfer_out", _("Transfer out")
    TRANSFER_OUT_RESERVED = "transfer_out_reserved", _("Transfer out of reserved goods")
    TRANSFER_IN = "transfer_in", _("Transfer in")
    TRANSFER_LOST = "transfer_lost", _("Missing on arrival")
    TRANSFER_FOUND = "transfer_found", _("Too many on arrival")
    LOAN = "loan", _("Loan")
    LOAN_RETURN = "loan_return", _("Loan returned, good")
    LOAN_RETURN_DAMAGED = "loan_return_damaged", _("Loan returned, damaged")
    LOAN_LOST = "loan_lost", _("Loan not returned")
    ROTATION = "rotation", _("Rotation")
    SCRAP = "scrap", _("Scrapping")
    COUNT_SHORT = "count_short", _("Count: fewer than booked")
    COUNT_OVER = "count_over", _("Count: more than booked")
    COUNT_SHORT_FROZEN = "count_short_frozen", _("Count: fewer frozen than booked")
    FREEZE = "freeze", pgettext_lazy("stock", "Frozen")
    UNFREEZE = "unfreeze", _("Unfrozen")
    RESERVE = "reserve", _("Reserved")
    RELEASE = "release", _("Reservation released")


class Movement(models.Model):
    """One entry of the ledger: `quantity` of a lot from one account to another. Never changed, never deleted.

    The balances after it are written by the trigger. `document` and `incident` are subject strings (transfer:5,
    incident:12); `key` makes a repeated call harmless.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="movements")
    source = models.ForeignKey(Account, models.PROTECT, related_name="+")
    target = models.ForeignKey(Account, models.PROTECT, related_name="+")
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    reason = models.CharField(_("reason"), max_length=24, choices=Reason.choices)
    document = models.CharField(_("document"), max_length=60, blank=True)
    incident = models.CharField(_("incident"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(_("entered"), db_default=Now())
    source_balance = models.DecimalField(db_default=0, editable=False, **QUANTITY)
    target_balance = models.DecimalField(db_default=0, editable=False, **QUANTITY)
    key = models.CharField(max_length=80, null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="movement_of_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="movement_between_two"),
        ]
        indexes = [
            models.Index(fields=["document"], condition=~Q(document=""), name="movement_document"),
            models.Index(fields=["incident"], condition=~Q(incident=""), name="movement_incident"),
            models.Index(fields=["at"], name="movement_at"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.quantity}"


class Reservation(Timestamped):
    """Goods held for an approved order: `holder` is its subject string. What is open = quantity − taken − released."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="reservations")
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="reservations")
    holder = models.CharField(_("held for"), max_length=60)
    incident = models.CharField(_("incident"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    taken = models.DecimalField(_("taken"), default=0, **QUANTITY)
    released = models.DecimalField(_("released"), default=0, **QUANTITY)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, taken__gte=0, released__gte=0, quantity__gte=F("taken") + F("released")),
                name="reservation_not_exceeded",
            ),
        ]
        indexes = [
            models.Index(fields=["holder"], name="reservation_holder"),
            models.Index(
                fields=["lot", "warehouse"],
                condition=Q(quantity__gt=F("taken") + F("released")),
                name="reservation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.quantity}"

    @property
    def open_quantity(self) -> Any:
        """What is still held, in the item's unit."""
        return self.quantity - self.taken - self.released


class Proof(models.Model):
    """One re-adding of the whole ledger: `differences` is empty when accounts and movements agree."""

    at = models.DateTimeField(db_default=Now())
    seconds = models.FloatField()
    movements = models.BigIntegerField()
    accounts = models.BigIntegerField(default=0)
    equal = models.BooleanField()
    differences = models.JSONField(default=list)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("proof of the ledger")
        verbose_name_plural = _("proofs of the ledger")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.movements}: {self.equal}"
