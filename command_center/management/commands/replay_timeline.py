"""`manage.py replay_timeline FILE`: one large event over days, from a written timeline (docs/replay.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from command_center.replay.scenario import ScenarioError, load
from command_center.replay.timeline import Narrator
from core.errors import AppError


class Command(BaseCommand):
    """Plays a timeline and says what could not be placed."""

    help = "Replay a written timeline (YAML) as one incident with its reports, figures, grades and log."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)

    @no_translations
    def handle(self, *args, **options):
        if not options["path"].is_file():
            raise CommandError(f"There is no file {options['path']}.")
        try:
            scenario = load(options["path"])
            outcome = Narrator(scenario).play()
        except ScenarioError as error:
            raise CommandError(str(error)) from error
        except AppError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        kinds = ", ".join(f"{name} {count}" for name, count in sorted(outcome.actions.items()))
        self.stdout.write(f"{scenario.name}: {len(scenario.entries)} entries → incident {outcome.incident}")
        self.stdout.write(f"entered: {kinds}")
        if outcome.words_only:
            kinds = ", ".join(f"{name} {count}" for name, count in sorted(outcome.words_only.items()))
            self.stdout.write(f"kept in words only (no team is named, no response level exists yet): {kinds}")
        self.stdout.write(
            f"{len(outcome.unplaced)} figures or entries could not be placed; their words are in the log:"
        )
        reasons: dict[str, list[str]] = {}
        for label, what, why in outcome.unplaced:
            reasons.setdefault(why, []).append(f"{label} {what}")
        for why, found in sorted(reasons.items()):
            self.stdout.write(f"  {len(found)} – {why}: {'; '.join(found)}")
