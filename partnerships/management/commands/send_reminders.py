"""`manage.py send_reminders`: tell people by e-mail what waits for them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerships import reminders


class Command(BaseCommand):
    """Run every morning. Run again, it sends what could not be sent, and nothing twice the same day."""

    help = "Remind people by e-mail of what is due soon, is overdue or has waited for long."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = failed = 0
        for pk in list(reminders.people().values_list("pk", flat=True)):
            try:
                sent += reminders.remind(pk)
            except OSError as error:  # the mail server's no to one person keeps nobody else waiting
                failed += 1
                self.stderr.write(f"person {pk}: {error.__class__.__name__}")
        if failed:
            raise CommandError(f"{failed} reminders could not be sent; {sent} were")
        self.stdout.write(self.style.SUCCESS(f"{sent} reminders"))
