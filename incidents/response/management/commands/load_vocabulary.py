"""`manage.py load_vocabulary`: add event types and suggesting words that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.response.vocabulary import load


class Command(BaseCommand):
    help = "Adds the published event types and the words that suggest them, where missing; edits are never overwritten."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many."""
        types, patterns = load()
        self.stdout.write(f"event types added: {types}; patterns added: {patterns}")
