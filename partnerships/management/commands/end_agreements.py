"""`manage.py end_agreements`: let what has passed its last day be ended."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships import agreements, closing


class Command(BaseCommand):
    """Run daily. The system acts, each agreement in an act of its own; run again, it does nothing twice."""

    help = "End the agreements whose last day has passed, and close partnerships whose time for winding down has."

    def handle(self, *args: Any, **options: Any) -> None:
        ended, closed = agreements.end_what_has_passed(), closing.close_what_has_passed()
        self.stdout.write(self.style.SUCCESS(f"{ended} agreements ended, {closed} partnerships closed"))
