"""Kinds of event the roof records."""

from django.utils.translation import gettext_lazy as _

from timeline.kinds import register

WALL_RESIZED = register("wall.resized", _("Wall display %(wall)s: %(width)s m wide, read from %(farthest)s m"))
