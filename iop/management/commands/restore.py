"""`manage.py restore FILE`: a back-up into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from iop import backups


class Command(BaseCommand):
    """Run as the role that owns the database. Ends with an error unless all came back and the books and log hold."""

    help = "Put a back-up into the empty database that DATABASE_URL names, then check the log and the funds."
    requires_system_checks = []  # there may be no tables yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = backups.restore(file, replace=replace)
        except backups.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(manifest.summary)
        self.stdout.write("every row and the head of every chain is back")
        for check in ("verify_log", "check_fund"):
            try:
                call_command(check, stdout=self.stdout, stderr=self.stderr)
            except CommandError as fault:
                raise CommandError(f"All is as it was saved, and {check} found a fault in it: {fault}") from fault
        self.stdout.write(self.style.SUCCESS(f"{file} is restored"))
