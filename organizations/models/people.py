"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Versioned
from organizations.models.places import Unit


class Language(models.TextChoices):
    """Languages of the screens (R-H5)."""

    ZH = "zh-hans", "简体中文"
    EN = "en", "English"


class User(Versioned, AbstractUser):
    """A person; what they may do is in their memberships, never in Django's groups."""

    full_name = models.CharField(_("full name"), max_length=60)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(_("post"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    language = models.CharField(_("language"), max_length=10, choices=Language.choices, default=Language.ZH)
    large_type = models.BooleanField(_("large type"), default=False)
    must_change_password = models.BooleanField(_("must change the password at next sign-in"), default=False)
    # Any change of reach or standing moves this; sessions, tokens and sockets compare it (≤ 5 s).
    access_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name", "username"]

    def __str__(self) -> str:
        return self.full_name or self.username
