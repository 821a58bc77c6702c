"""`manage.py verify_log`: whether the official log still is what it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships import log
from partnerships.models import Partnership


class Command(BaseCommand):
    """Run nightly and after a restore. Prints the head of each chain or its first broken link (exit code 1)."""

    help = "Check every chain of the official log, and the history it vouches for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", metavar="SLUG", help="only this partnership and its bodies")

    def handle(self, *args: Any, partnership: str | None = None, **options: Any) -> None:
        chosen = None
        if partnership is not None:
            chosen = Partnership.objects.filter(slug=partnership).first()
            if chosen is None:
                raise CommandError(f"there is no partnership {partnership}")
        broken = 0
        for name, chain in log.chains(chosen):
            fault = log.verify(chain)
            if fault:
                broken += 1
                self.stderr.write(f"{name}: broken at event {fault.number}: {fault.reason}")
            else:
                last = log.head(chain)
                self.stdout.write(f"{name}: {last.number} events, head {last.hash or '-'}")
        if broken:
            raise CommandError(f"{broken} broken")
        self.stdout.write(self.style.SUCCESS("the log holds"))
