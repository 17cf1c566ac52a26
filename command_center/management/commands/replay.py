"""`manage.py replay CALLS EVENTS`: a real city's real days through the platform's own services (docs/replay.md)."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from command_center.replay.figures import figures
from command_center.replay.outcome import tell_figures, tell_outcome
from command_center.replay.player import Player
from command_center.replay.rows import read
from command_center.replay.session import hurry, on_stop
from command_center.replay.world import build, let_watch
from core.errors import AppError


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    value = float(text)
    if value <= 0:
        raise ValueError("speed must be positive, or max")
    return value


class Command(BaseCommand):
    """Plays calls and unit statuses in time order."""

    help = "Replay a dispatch record (calls and events as CSV) through the services a person uses."

    def add_arguments(self, parser):
        parser.add_argument("calls", type=Path)
        parser.add_argument("events", type=Path)
        parser.add_argument("--speed", type=_speed, default=None, metavar="N|max", help="times real time; default max")
        parser.add_argument("--day", type=date.fromisoformat, help="only calls received on this UTC day")
        parser.add_argument(
            "--watch", metavar="ACCOUNT", help="let this account see what is played (and the wall “replay”)"
        )
        parser.add_argument("--report", type=Path, help="write every row that was not held to this file")

    @no_translations
    def handle(self, *args, **options):
        for path in (options["calls"], options["events"]):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        record = read(options["calls"], options["events"], options["day"])
        self.stdout.write(f"{len(record.calls)} calls, {len(record.steps)} steps of units.")
        if not record.calls:
            raise CommandError("Nothing to play.")
        hurry()
        try:
            world = build(record)
            if options["watch"]:
                let_watch(world, options["watch"])
        except AppError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        player = Player(world, record, events=options["events"].name, speed=options["speed"], say=self.stdout.write)
        on_stop(lambda: setattr(player, "stopped", True))
        outcome = player.play()
        tell_outcome(outcome, self.stdout.write)
        if options["report"]:
            with options["report"].open("w", encoding="utf-8") as file:
                tell_outcome(outcome, lambda line: file.write(line + "\n") and None, every=True)
        if player.stopped:
            self.stdout.write("Stopped between two steps; what was played stays.")
        tell_figures(figures(jurisdiction=world.root, actor=world.officer), self.stdout.write)
