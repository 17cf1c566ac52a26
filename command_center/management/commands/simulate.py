"""`manage.py simulate`: makes the demo county live until it is stopped (Ctrl-C, SIGTERM) or its minutes are over."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from command_center.demo.load import SEED
from command_center.demo.simulation.run import REPORT_EVERY_S, Simulation
from command_center.replay.session import on_stop
from core.errors import AppError


class Command(BaseCommand):
    """Reports, decisions, orders, drives and arrivals through the services a person uses."""

    help = "Make the demo county live: reports come in, teams go out. Stops on Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--minutes", type=float, help="minutes of the county's time; default: until stopped")
        parser.add_argument(
            "--speed", type=float, default=1.0, help="how many times faster than real time (0.1 to 120)"
        )
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--every", type=float, default=REPORT_EVERY_S, help="simulated seconds between reports, on average"
        )

    def handle(self, *args, **options):
        if not 0.1 <= options["speed"] <= 120 or options["every"] <= 0:
            raise CommandError(_("Speed must be between 0.1 and 120, and the seconds between reports above 0."))
        try:
            simulation = Simulation(speed=options["speed"], seed=options["seed"], every_s=options["every"])
        except AppError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        on_stop(simulation.stop)
        self.stdout.write(_("The county lives. Ctrl-C stops it."))
        simulation.run(options["minutes"], say=self.stdout.write)
        self.stdout.write(simulation.summary())
