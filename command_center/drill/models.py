"""What kind of ground this database is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Ground(models.Model):
    """One row or none: none means live. It is written when a database becomes drill ground, and never again."""

    is_drill = models.BooleanField(default=True, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_ground")]

    def __str__(self) -> str:
        return "drill" if self.is_drill else "live"
