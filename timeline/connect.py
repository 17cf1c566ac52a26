"""Gives the room below, which may not import this one, the way to tell what happens to people and units (R-H4)."""

from organizations import telling
from timeline.kinds import register
from timeline.services import record

telling.connect(register, record)
