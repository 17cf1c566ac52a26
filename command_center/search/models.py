"""How names read in pinyin."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class SearchName(models.Model):
    """How a name reads in pinyin. A dictionary by text, not an index by thing: it never grows stale (R-H2).

    Words of incidents, teams and places are joined to it by their text; a text nobody has met is learnt when somebody
    searches, so no other room has to think of it.
    """

    text = models.CharField(max_length=300, primary_key=True)
    letters = models.CharField(max_length=120)
    sound = models.CharField(max_length=600)

    class Meta:
        indexes = [
            GinIndex(OpClass("letters", name="gin_trgm_ops"), name="search_letters"),
            GinIndex(OpClass("sound", name="gin_trgm_ops"), name="search_sound"),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.letters}"
