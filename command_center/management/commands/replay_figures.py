"""`manage.py replay_figures`: call to dispatch and dispatch to arrival, from what is stored."""

from django.core.management.base import BaseCommand, CommandError

from command_center.replay.figures import figures
from command_center.replay.outcome import tell_figures
from command_center.replay.world import ROOT_CODE, existing


class Command(BaseCommand):
    """Prints P50 and P90 overall, per type and per unit."""

    help = "Print the intervals of what was replayed: P50 and P90 in seconds."

    def handle(self, *args, **options):
        world = existing()
        if world is None:
            raise CommandError(f"Nothing was replayed yet: there is no jurisdiction {ROOT_CODE}.")
        tell_figures(figures(jurisdiction=world.root, actor=world.officer), self.stdout.write)
