"""Gives the rooms below, which may not import this one, the ways to tell what happens and to ask who changed what (R-H4)."""

from core import merge
from organizations import telling
from timeline.authors import authors
from timeline.kinds import register
from timeline.services import record

telling.connect(register, record)
merge.connect(authors)
