"""Roles held at jurisdictions, and the keys by which programs and sockets come in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User
from organizations.models.places import Jurisdiction
from organizations.roles import Role


class Membership(models.Model):
    """A role a person holds at a jurisdiction, and so over everything below it; ended, never deleted (R-A1)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="memberships")
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "jurisdiction"], condition=Q(ends_at=None), name="membership_once_while_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.jurisdiction}"

    @property
    def has_ended(self) -> bool:
        """Whether it no longer holds."""
        return self.ends_at is not None and self.ends_at <= timezone.now()


class ApiToken(models.Model):
    """A program's key: only its SHA-256 is stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d %H:%M}"


class FeedTicket(models.Model):
    """Lets one websocket in, once, within 60 s: for clients that cannot send a session."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at:%H:%M:%S}"


class RequestReceipt(models.Model):
    """The answer once given to a write with an Idempotency-Key, given again to every repetition."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    route = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("repeated write")
        verbose_name_plural = _("repeated writes")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_key_once_per_user")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
