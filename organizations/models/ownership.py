"""First-receiver responsibility 首接负责制 (R-A4): whoever has an item has it until another unit accepts it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User
from organizations.models.places import Unit


class Owned(models.Model):
    """An item with exactly one accountable unit, always; an offered handover changes nothing until it is accepted."""

    owner_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("accountable unit"))
    handover_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handover offered to")
    )
    handover_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handover_at = models.DateTimeField(null=True, blank=True)
    handover_note = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(handover_to=None) | ~Q(handover_to=F("owner_unit")), name="%(class)s_handover_to_another"
            )
        ]
