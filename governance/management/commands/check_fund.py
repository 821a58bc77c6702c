"""`manage.py check_fund`: re-add the shared funds from their sources."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance import ledger
from governance.models import Fund


class Command(BaseCommand):
    """Run nightly. Names every difference; exit code 1 if there is one."""

    help = "Check that every fund is what its reports, rules, grants and payments say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", metavar="SLUG", help="check one partnership's fund only")

    def handle(self, *args: Any, partnership: str | None = None, **options: Any) -> None:
        funds = Fund.objects.select_related("partnership").order_by("pk")
        if partnership:
            funds = funds.filter(partnership__slug=partnership)
        faults = [f"{fund.partnership.slug}: {fault}" for fund in funds for fault in ledger.faults(fund)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} differences")
        self.stdout.write(self.style.SUCCESS(f"{len(funds)} funds agree with their sources"))
