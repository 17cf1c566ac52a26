"""Where goods are kept, and who promised to bring more: agreements, production, households (R-D1, R-D2, R-D6)."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped, Versioned
from organizations.models import Jurisdiction, Unit, User
from resources.places.models import Place
from resources.reserves.models.catalogue import Item


class Tier(models.TextChoices):
    """The level of the reserve system a warehouse belongs to."""

    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village point")


class WarehouseState(models.TextChoices):
    """Whether goods go in and out."""

    OPEN = "open", _("In service")
    LIMITED = "limited", _("In service, with limits")
    CLOSED = "closed", _("Out of service")


class Warehouse(Versioned, Timestamped):
    """A store of reserves: owner, keepers A and B, phone that is answered day and night, area in m², ways in."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="warehouses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="warehouses", verbose_name=_("owner"))
    place = models.OneToOneField(
        Place, models.SET_NULL, null=True, blank=True, related_name="warehouse", verbose_name=_("place on the map")
    )
    code = models.CharField(_("warehouse code"), max_length=40, unique=True)
    name = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True, editable=False)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    state = models.CharField(_("state"), max_length=10, choices=WarehouseState.choices, default=WarehouseState.OPEN)
    state_note = models.CharField(_("note on the state"), max_length=200, blank=True)
    location = models.PointField(_("location"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    keeper_a = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("keeper A")
    )
    keeper_b = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("keeper B")
    )
    keeper_a_name = models.CharField(_("keeper A, name"), max_length=60, blank=True)
    keeper_a_phone = models.CharField(_("keeper A, phone"), max_length=40, blank=True)
    keeper_b_name = models.CharField(_("keeper B, name"), max_length=60, blank=True)
    keeper_b_phone = models.CharField(_("keeper B, phone"), max_length=40, blank=True)
    phone = models.CharField(_("24-hour phone"), max_length=40, blank=True)
    area_m2 = models.PositiveIntegerField(_("floor area, m²"), null=True, blank=True)
    volume_m3 = models.PositiveIntegerField(_("room, m³"), null=True, blank=True)
    access_roads = models.CharField(_("access roads"), max_length=200, blank=True)
    truck_limit_t = models.DecimalField(_("heaviest truck, t"), max_digits=6, decimal_places=1, null=True, blank=True)
    truck_length_m = models.DecimalField(_("longest truck, m"), max_digits=5, decimal_places=1, null=True, blank=True)
    doors = models.PositiveSmallIntegerField(_("loading doors"), null=True, blank=True)
    forklifts = models.PositiveSmallIntegerField(_("forklifts"), null=True, blank=True)
    backup_power = models.BooleanField(_("backup power"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ["jurisdiction__path", "code"]

    def __str__(self) -> str:
        return self.name


class Form(models.TextChoices):
    """In what form a reserve exists; only physical goods are on hand, every other form is called."""

    AGREEMENT = "agreement", _("Agreement")
    MARKET = "market", _("Market")
    CAPACITY = "capacity", _("Production capacity")
    SOCIAL = "social", _("Social reserve")
    HOUSEHOLD = "household", _("Household reserve")


class Agreement(Versioned, Timestamped):
    """Goods that can be called, not goods on hand: quantity in the item's unit, lead time in hours (R-D2)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="agreements", verbose_name=_("item"))
    form = models.CharField(_("form of reserve"), max_length=10, choices=Form.choices)
    supplier = models.CharField(_("supplier"), max_length=100)
    contract_no = models.CharField(_("contract number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    quantity = models.DecimalField(_("callable quantity"), max_digits=14, decimal_places=3)
    per_day = models.DecimalField(_("production a day"), max_digits=14, decimal_places=3, null=True, blank=True)
    lead_time_h = models.DecimalField(_("lead time, hours"), max_digits=6, decimal_places=1)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=40, blank=True)
    location = models.PointField(_("location"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["valid_to", "supplier"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="agreement_of_something"),
            models.CheckConstraint(condition=Q(lead_time_h__gte=0), name="agreement_lead_time"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="agreement_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.contract_no}".strip()
