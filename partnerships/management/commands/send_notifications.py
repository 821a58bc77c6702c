"""`manage.py send_notifications`: e-mail what could not be sent when it happened."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships import notifications
from partnerships.models import Notification


class Command(BaseCommand):
    """Run every few minutes. Each notification is sent once."""

    help = "Send the notifications that have not been sent yet."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Notification.objects.filter(sent_at=None).order_by("pk").values_list("pk", flat=True))
        for pk in keys:
            notifications.send(pk)
        self.stdout.write(self.style.SUCCESS(f"{len(keys)} notifications"))
