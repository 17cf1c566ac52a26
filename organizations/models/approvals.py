"""Who must approve what: rules as data, and the approvals given (R-C4; used by every capability that needs a signature)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.people import User
from organizations.models.places import Jurisdiction
from organizations.roles import Role


class ApprovalRule(models.Model):
    """From an amount (CNY) or a quantity upwards, one or two people of a role, or of a higher one, must approve.

    No amount and no quantity: always. The rules of the nearest jurisdiction that has any decide; of those that apply, the
    strictest. A rule is never changed: it is ended, and another takes its place from a day.
    """

    kind = models.CharField(_("what is approved"), max_length=40)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jurisdiction")
    )
    from_amount = models.DecimalField(
        _("from this amount, CNY"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    from_quantity = models.DecimalField(
        _("from this quantity of one item"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    role = models.CharField(_("role, or a higher one"), max_length=20, choices=Role.choices)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    effective_from = models.DateTimeField(_("effective from"), default=timezone.now)
    effective_to = models.DateTimeField(_("effective to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of approval")
        verbose_name_plural = _("rules of approval")
        ordering = ["kind", "from_amount", "from_quantity", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(people__in=(1, 2)), name="approval_by_one_or_two"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="approval_rule_in_order"
            ),
        ]
        indexes = [models.Index(fields=["kind", "effective_from"], name="approval_rule_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.people} × {self.role}"


class Approval(models.Model):
    """One person's yes to one thing; `turn` counts its submissions, so that an old yes does not outlive a return."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    turn = models.PositiveIntegerField(default=1)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "turn", "actor"], name="approval_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.actor_id}"
