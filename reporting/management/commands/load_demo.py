"""Load the demo: the Göteborg case and a second, smaller partnership."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.demo import loading


class Command(BaseCommand):
    """Tell the demo's story once; a second time changes nothing."""

    help = "Load the demo: IOP Ensamkommande in Göteborg and a second partnership. Needs IOP_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        try:
            is_new = loading.load()
        except loading.NotTheDemo as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(self.style.SUCCESS("The demo is loaded.") if is_new else "The demo is already there.")
