"""`manage.py create_organisation`: the first organisation of a fresh installation, and its first representative."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from partnerships import invitations, organisations, validators
from partnerships.models import Organisation, Side
from partnerships.steps import StepRefused


class Command(BaseCommand):
    """Everybody after the first representative is invited by people in the product."""

    help = "Register an organisation and invite its first representative; prints the link that opens the account."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--number", required=True, help="organisation number, ten digits")
        parser.add_argument("--side", required=True, choices=Side.values)
        parser.add_argument("--legal-form", required=True, choices=Organisation.LegalForm.values)
        parser.add_argument("--email", required=True, help="of the first representative")
        parser.add_argument("--person-name", required=True, help="of the first representative")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = validators.organisation_number(options["number"])
            validate_email(options["email"])
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        values = {key: options[key] for key in ("name", "side", "legal_form")} | {"number": number}
        try:
            with transaction.atomic():
                organisation = organisations.create(actor=None, values=values, by_system=True)
                link = invitations.found_organisation(organisation, email=options["email"], name=options["person_name"])
        except StepRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(self.style.SUCCESS(f"{organisation.name} {organisation.number}"))
        self.stdout.write(link)
