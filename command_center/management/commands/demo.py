"""`manage.py demo`: the fictional county, its accounts and a few incidents; a second run changes nothing."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from command_center.demo.load import SEED, allowed, demo_load, present, statistics
from command_center.demo.scene import cast, stage
from command_center.demo.shelters import shelters_stage


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
        with transaction.atomic():
            demo = demo_load(say=self.stdout.write)
            if not options["no_incidents"]:
                self.stdout.write(_("Playing the shift so far"))
                incidents = stage(cast(demo.people, demo.teams, SEED))
                served = next((one for one in incidents if one.is_open and one.grade), None)
                about = (f"incident:{served.pk}", served.number) if served else ("", "")
                shelters_stage(demo.people, SEED, about)
        statistics()
        self.stdout.write(
            _(
                "Demo county loaded in %(s).1f s: %(areas)d jurisdictions, %(teams)d teams. Everything in it is fictional."
            )
            % {"s": time.monotonic() - started, "areas": len(demo.areas), "teams": len(demo.teams)}
        )
