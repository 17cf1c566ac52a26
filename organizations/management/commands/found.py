"""Found an empty platform: its first jurisdiction, the bureau, and the two administrators who let all others in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import AppError
from organizations.models import Level
from organizations.passwords import one_time_password
from organizations.services.founding import platform_found


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The place, as in the national list."""
        parser.add_argument("--code", required=True, help="division code, e.g. 330102000000")
        parser.add_argument("--name", required=True, help="name of the city or county")
        parser.add_argument("--level", default=Level.COUNTY, choices=Level.values)
        parser.add_argument("--unit", default="应急管理局", help="name of the bureau that receives reports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found it and print the two one-time passwords, once."""
        passwords = one_time_password(), one_time_password()
        try:
            founded = platform_found(
                code=options["code"],
                name=options["name"],
                level=options["level"],
                unit_name=options["unit"],
                system_password=passwords[0],
                security_password=passwords[1],
                actor=None,
            )
        except AppError as error:
            raise CommandError(" ".join([str(error.message), *map(str, error.errors.values())])) from error
        self.stdout.write(f"{founded.place} ({founded.place.code}), {founded.unit}")
        for person, password in zip((founded.system, founded.security), passwords, strict=True):
            self.stdout.write(f"account {person.username}   one-time password {password}")
        self.stdout.write("Both must be changed at the first sign-in. They are not shown again.")
