"""Files of anything that has a subject, and where each stands on its way in (R-B7)."""

import uuid

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Timestamped
from organizations.models import Jurisdiction, User


class FileKind(models.TextChoices):
    """What a file is, by its content."""

    PHOTO = "photo", _("Photo")
    AUDIO = "audio", _("Sound")
    VIDEO = "video", _("Video")
    DOCUMENT = "document", _("Document")


class FileState(models.TextChoices):
    """Where a file is on its way in."""

    UPLOADING = "uploading", _("Being sent")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("There")
    REFUSED = "refused", _("Refused")


class File(Timestamped):
    """One file of one subject (`report:12`). `size` and `sha256` are of what was sent; sizes are bytes, times UTC.

    Who may see it is asked of its subject each time; `jurisdiction` and `permission` say who hears of it. Removing
    strikes it: the row and the bytes stay, and nothing shows them any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=60)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    permission = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=200)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=FileKind.choices, blank=True)
    content_type = models.CharField(max_length=80, blank=True, help_text="As found in the content, never as claimed.")
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    offset = models.BigIntegerField(default=0, help_text="Bytes received.")
    state = models.CharField(max_length=9, choices=FileState.choices, default=FileState.UPLOADING)
    refusal = models.CharField(max_length=20, blank=True, help_text="Why it was refused: a key of files/words.py.")
    attempts = models.PositiveSmallIntegerField(default=0)
    check_after = models.DateTimeField(null=True, blank=True, help_text="Nobody else checks it before then.")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    taken_location = models.PointField(_("taken at"), null=True, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "sha256"],
                condition=Q(removed_at=None) & ~Q(state="refused"),
                name="file_once_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=models.F("size")), name="file_offset_within_size"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | (~Q(removed_reason="") & Q(removed_by__isnull=False)),
                name="removed_file_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "created_at"], name="file_subject"),
            models.Index(fields=["check_after"], condition=Q(state="checking"), name="file_checking"),
            models.Index(fields=["updated_at"], condition=Q(state="uploading"), name="file_uploading"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether its content may be given out at all."""
        return self.state == FileState.READY and self.removed_at is None

    @property
    def day(self) -> str:
        """The day it was begun: its folder."""
        return timezone.localtime(self.created_at).strftime("%Y%m%d")
