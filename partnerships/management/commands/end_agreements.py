"""`manage.py end_agreements`: let what has passed its last day be ended."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships import agreements


class Command(BaseCommand):
    """Run daily. The system acts, each agreement in an act of its own; run again, it does nothing twice."""

    help = "End the agreements whose last day has passed: by notice, by agreement, or because the term has run out."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"{agreements.end_what_has_passed()} agreements ended"))
