"""A file somebody brings: checked line by line, then taken as a whole or not at all (R-D1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped
from organizations.models import User


class ImportKind(models.TextChoices):
    """What the lines are."""

    ITEMS = "items", _("Items")
    WAREHOUSES = "warehouses", _("Warehouses")
    AGREEMENTS = "agreements", _("Agreements")
    STOCK = "stock", _("Opening stock")


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    TRIED = "tried", _("Tried, nothing stored")
    STORED = "stored", _("Stored")
    FAILED = "failed", _("Nothing was stored")


class StockImport(Timestamped):
    """One file and what became of it. `errors` holds the first thousand [line, words]; `wrong` counts all of them.

    The content is dropped once it is stored; what was only tried is kept until the next try of the same person.
    """

    kind = models.CharField(_("what it holds"), max_length=12, choices=ImportKind.choices)
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True, editable=False)
    store = models.BooleanField(_("to be stored"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    lines = models.PositiveIntegerField(_("lines"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    wrong = models.PositiveIntegerField(_("wrong"), default=0)
    errors = models.JSONField(default=list)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of reserves")
        verbose_name_plural = _("imports of reserves")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
