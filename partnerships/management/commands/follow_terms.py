"""`manage.py follow_terms`: let what the agreements say of a day happen on that day."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships.agreements import extending, signing, withdrawal
from partnerships.steps import StepRefused


class Command(BaseCommand):
    """Run daily. The system acts, each time in an act of its own; run again, it does nothing twice."""

    help = "Extend agreements by themselves, let parties leave on their day, and let amendments take effect on theirs."

    def handle(self, *args: Any, **options: Any) -> None:
        left = 0
        for one in withdrawal.due():
            try:
                withdrawal.take_effect(one)
                left += 1
            except StepRefused as refused:  # nobody else coordinates: the others wait no longer for this one
                self.stderr.write(f"withdrawal {one.pk}: {refused}")
        extended, begun = extending.extend_due(), signing.take_effect_due()
        self.stdout.write(self.style.SUCCESS(f"{left} left, {extended} extended, {begun} amendments took effect"))
