"""A package: an agreement with its annexes, found and locked as one."""

from django.db import models
from django.urls import reverse

from partnerships.models import Agreement

Kind, Status = Agreement.Kind, Agreement.Status


def root_of(agreement: Agreement) -> Agreement:
    """The agreement whose package this is: an annex's own agreement, else itself."""
    return agreement.parent if agreement.kind == Kind.ANNEX and agreement.parent else agreement


def root_pk(agreement: Agreement) -> int:
    """The key of `root_of`, without a query."""
    return agreement.parent_id if agreement.kind == Kind.ANNEX and agreement.parent_id else agreement.pk


def lock(agreement: Agreement) -> Agreement:
    """The package's own row, locked: everything that changes a package waits here."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("partnership")
    return rows.get(pk=root_pk(agreement))


def address(agreement: Agreement) -> str:
    """The address of the agreement's page."""
    return reverse("partnerships:agreement", args=[agreement.partnership.slug, agreement.pk])


def annexes_of(agreement: Agreement) -> models.QuerySet:
    """The annexes that are part of the package: those of its contracting parties."""
    return agreement.children.filter(kind=Kind.ANNEX, party__in=agreement.agreement_parties.values("party")).order_by(
        "number"
    )
