"""Own words for commands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Jurisdiction, User


class CommandAlias(models.Model):
    """A word of one's own for the beginning of a command line: of a person, or of a centre and all below it (R-H2)."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    word = models.CharField(_("word"), max_length=20)
    meaning = models.CharField(_("stands for"), max_length=120)

    class Meta:
        verbose_name = _("own command word")
        verbose_name_plural = _("own command words")
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(jurisdiction=None, user__isnull=False)
                | models.Q(jurisdiction__isnull=False, user=None),
                name="alias_of_a_person_or_a_centre",
            ),
            models.UniqueConstraint(fields=["jurisdiction", "word"], name="alias_once_per_centre"),
            models.UniqueConstraint(fields=["user", "word"], name="alias_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"
