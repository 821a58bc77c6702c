"""`manage.py sync_rights`: let today's mandates, roles and seats decide who may do what."""

from typing import Any

from django.core.management.base import BaseCommand

from partnerships import access
from partnerships.models import User


class Command(BaseCommand):
    """Run daily. A request by a person whose rights are of an older day does the same for that person."""

    help = "Give and take rights so that they follow the mandates, roles and seats that are valid today."

    def handle(self, *args: Any, **options: Any) -> None:
        people = list(User.objects.all())
        access.sync(*people)
        self.stdout.write(self.style.SUCCESS(f"{len(people)} people"))
