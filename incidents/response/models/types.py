"""Kinds of event, after the published shape of GB/T 35561 and the code list of GB/T 35649 (R-B4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.Model):
    """One kind of event: five digits = class + sub-class + item; maintained, bilingual, extendable by the bureau."""

    code = models.CharField(_("code"), max_length=10, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=80)
    standard = models.CharField(_("standard"), max_length=12, default="GBT35649")
    cap_category = models.CharField(_("CAP category"), max_length=10, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    prompts = models.TextField(
        _("what to ask (Chinese)"), blank=True, help_text=_("One question a line, shown beside the intake form.")
    )
    prompts_en = models.TextField(_("what to ask (English)"), blank=True)

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TypePattern(models.Model):
    """Words in a narrative that suggest a type; editable, ordered, never overriding a person's choice."""

    event_type = models.ForeignKey(EventType, models.CASCADE, related_name="patterns")
    pattern = models.CharField(_("words, separated by |"), max_length=300)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("type pattern")
        verbose_name_plural = _("type patterns")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.pattern
