"""The catalogue: categories after GB/T 38565, items with one base unit each, and how much of each is wanted (R-D1)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from organizations.models import Jurisdiction


class Category(models.Model):
    """A class of goods: seven digits 1+2+2+2 (GB/T 38565-2020); `official` once the bureau's own table was loaded."""

    code = models.CharField(_("code"), max_length=7, unique=True, validators=[RegexValidator(r"^[1-9][0-9]{6}$")])
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    official = models.BooleanField(_("from the official table"), default=False)

    class Meta:
        verbose_name = _("category of goods")
        verbose_name_plural = _("categories of goods")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A unit of quantity: piece, kilogram, square metre. `whole` units are counted and never split."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=20)
    name_en = models.CharField(_("name (English)"), max_length=30)
    whole = models.BooleanField(_("counted in whole numbers"), default=True)

    class Meta:
        verbose_name = _("unit of quantity")
        verbose_name_plural = _("units of quantity")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Handling(models.TextChoices):
    """What becomes of goods after use."""

    RECOVERABLE = "recoverable", _("Recoverable")
    CONSUMED = "consumed", _("Consumed")


class Item(Versioned, Timestamped):
    """A thing that is kept. Quantities of it are decimal(14,3) in its one base unit; weight in kg, volume in m³ of one."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="items", verbose_name=_("category of goods"))
    code = models.CharField(
        _("item code"), max_length=40, unique=True, validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._\-]*$")]
    )
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True, editable=False)
    spec = models.CharField(_("specification"), max_length=200, blank=True)
    unit = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("unit of quantity"))
    handling = models.CharField(_("after use"), max_length=12, choices=Handling.choices, default=Handling.CONSUMED)
    serial_required = models.BooleanField(_("each has its serial number"), default=False)
    shelf_life_days = models.PositiveIntegerField(_("shelf life, days"), null=True, blank=True)
    maintenance_days = models.PositiveIntegerField(_("maintenance every, days"), null=True, blank=True)
    check_days = models.PositiveIntegerField(_("inspection every, days"), null=True, blank=True)
    storage = models.CharField(_("storage needs"), max_length=200, blank=True)
    weight_kg = models.DecimalField(_("weight of one, kg"), max_digits=10, decimal_places=3, null=True, blank=True)
    volume_m3 = models.DecimalField(_("volume of one, m³"), max_digits=10, decimal_places=4, null=True, blank=True)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["category__code", "code"]
        constraints = [
            models.UniqueConstraint(fields=["barcode"], condition=~Q(barcode=""), name="item_barcode_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """A bundle of one item: a carton of 24 bottles. `factor` is how many base units it holds."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="packs")
    name = models.CharField(_("pack (Chinese)"), max_length=30)
    name_en = models.CharField(_("pack (English)"), max_length=30, blank=True)
    factor = models.DecimalField(_("base units in one pack"), max_digits=14, decimal_places=3)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        ordering = ["item", "factor"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="pack_once_per_item"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="pack_holds_something"),
        ]

    def __str__(self) -> str:
        return self.name


class KitContent(models.Model):
    """What is in a kit: `quantity` of a part in one kit (家庭应急包)."""

    kit = models.ForeignKey(Item, models.CASCADE, related_name="contents")
    part = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("part"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3)

    class Meta:
        verbose_name = _("content of a kit")
        verbose_name_plural = _("contents of a kit")
        ordering = ["kit", "part"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "part"], name="kit_part_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & ~Q(kit=F("part")), name="kit_of_other_things"),
        ]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.quantity} × {self.part_id}"


class Alternative(models.Model):
    """What may be given instead: one of `item` is answered by `ratio` of `other`; lower rank first."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="alternatives")
    other = models.ForeignKey(Item, models.CASCADE, related_name="+", verbose_name=_("instead"))
    ratio = models.DecimalField(_("how many for one"), max_digits=10, decimal_places=3, default=1)
    rank = models.PositiveSmallIntegerField(_("order"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")
        ordering = ["item", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["item", "other"], name="alternative_once"),
            models.CheckConstraint(condition=Q(ratio__gt=0) & ~Q(item=F("other")), name="alternative_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.other_id}"


class StockLimit(models.Model):
    """The least and the most of an item to be kept in a warehouse, or (no warehouse) in a whole jurisdiction."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="limits")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    warehouse = models.ForeignKey(
        "reserves.Warehouse", models.CASCADE, null=True, blank=True, related_name="limits", verbose_name=_("warehouse")
    )
    minimum = models.DecimalField(_("minimum"), max_digits=14, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(_("maximum"), max_digits=14, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = _("minimum and maximum")
        verbose_name_plural = _("minimums and maximums")
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "jurisdiction", "warehouse"], nulls_distinct=False, name="limit_once_per_place"
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")), name="limit_in_order"
            ),
            models.CheckConstraint(
                condition=(Q(minimum=None) | Q(minimum__gte=0)) & (Q(maximum=None) | Q(maximum__gte=0)),
                name="limit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.minimum}–{self.maximum}"
