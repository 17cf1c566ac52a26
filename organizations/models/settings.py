"""What a person has arranged for themselves: follows them to the next machine, concerns nobody else (R-H2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User


class PersonSetting(models.Model):
    """One arrangement of one person: keys, layout, saved views; the value belongs to the screen that wrote it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="settings")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("personal setting")
        verbose_name_plural = _("personal settings")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="setting_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user} · {self.key}"
