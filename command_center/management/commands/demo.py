"""`manage.py demo`: the fictional county, its accounts and a few incidents; a second run changes nothing."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from command_center.demo.load import allowed, demo_load, present


class Command(BaseCommand):
    """Loads the demo county."""

    help = "Load the fictional demo county with its accounts (refused where DEBUG is off)."

    def add_arguments(self, parser):
        parser.add_argument("--no-incidents", action="store_true", help="reference data and accounts only")

    def handle(self, *args, **options):
        if not allowed():
            raise CommandError(
                _("The demo county has published passwords. It is refused where DEBUG is off or DEMO is not set.")
            )
        if present():
            self.stdout.write(_("The demo county is already here; nothing was changed."))
            return
        started = time.monotonic()
        demo = demo_load(say=self.stdout.write)
        self.stdout.write(
            _(
                "Demo county loaded in %(s).1f s: %(areas)d jurisdictions, %(teams)d teams. Everything in it is fictional."
            )
            % {"s": time.monotonic() - started, "areas": len(demo.areas), "teams": len(demo.teams)}
        )
