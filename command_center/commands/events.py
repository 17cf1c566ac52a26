"""Kinds of event the command bar records: words kept for a centre."""

from django.utils.translation import gettext_lazy as _

from timeline.kinds import register

COMMAND_WORD_SET = register("command.word_set", _("In %(place)s the command word “%(word)s” stands for “%(meaning)s”"))
COMMAND_WORD_DROPPED = register("command.word_dropped", _("In %(place)s the command word “%(word)s” was dropped"))
