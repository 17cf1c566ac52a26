"""Abstract models. The cellar has no tables of its own."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Timestamped(models.Model):
    """When a row was entered and last changed (UTC)."""

    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A counter that forms carry, so that a stale one is refused and never overwrites silently."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
