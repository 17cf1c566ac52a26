"""Formerly loaded the vocabulary; it is now loaded after every migrate (resources/reserves/vocabulary.py)."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing to do; kept for databases that know it."""

    dependencies = [("reserves", "0002_ledger")]

    operations: list[object] = []
