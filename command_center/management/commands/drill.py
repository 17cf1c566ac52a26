"""`manage.py drill`: make this database drill ground, once, before its site is started."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from command_center.drill.services import ground_make_drill
from core.errors import ConflictError


class Command(BaseCommand):
    """Empties the affairs of a restored copy and marks it."""

    help = "Make this database (a restored copy of the live one, or an empty one) drill ground: empties its affairs."

    def add_arguments(self, parser):
        parser.add_argument(
            "--yes", metavar="DATABASE", default="", help="the database's name, instead of asking for it"
        )

    def handle(self, *args, **options):
        name = connection.settings_dict["NAME"]
        if not options["yes"]:
            words = _("All incidents, reports and records in the database “%(name)s” will be deleted. Type its name:")
            options["yes"] = input(words % {"name": name} + " ")
        if options["yes"] != name:
            raise CommandError(_("That is not its name. Nothing was changed."))
        try:
            gone = ground_make_drill()
        except ConflictError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(
            _("“%(name)s” is drill ground now; %(rows)d rows of affairs were left out.") % {"name": name, "rows": gone}
        )
