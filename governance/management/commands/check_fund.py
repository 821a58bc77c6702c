"""Re-add every shared fund from its sources."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from governance import ledger
from governance.models import Fund


class Command(BaseCommand):
    """Say whether the books of the shared funds agree with reports, rules, grants and payments."""

    help = "Re-add the shared funds from reports, rules, grants and payments. Exit code 2 if something differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", metavar="SLUG", help="check only this partnership's fund")

    def handle(self, *args: Any, partnership: str | None = None, **options: Any) -> None:
        funds = Fund.objects.select_related("partnership").order_by("pk")
        if partnership:
            funds = funds.filter(partnership__slug=partnership)
            if not funds:
                raise CommandError(_("There is no fund in “%(slug)s”.") % {"slug": partnership})
        count = 0
        for fund in funds:
            for fault in ledger.faults(fund):
                count += 1
                self.stderr.write(f"{fund.partnership.slug}: {fault}")
        if count:
            raise CommandError(_("The books do not agree: %(count)s faults.") % {"count": count}, returncode=2)
        self.stdout.write(self.style.SUCCESS(_("The books of %(count)s funds agree.") % {"count": len(funds)}))
