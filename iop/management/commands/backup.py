"""`manage.py backup FILE`: all that IOP keeps, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iop import backups


class Command(BaseCommand):
    """Run every night, and before a new version. Nobody has to stop working meanwhile."""

    help = "Write everything that IOP keeps to a new file, readable by its owner only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = backups.make(file)
        except (backups.Refused, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(manifest.summary)
        self.stdout.write(self.style.SUCCESS(f"{file} is written"))
