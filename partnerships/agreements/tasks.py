"""What waits for whom with the agreements."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships import access, clock
from partnerships.models import Agreement, AgreementParty, AgreementSection, Partnership, Party, Signature, User
from partnerships.tasks import Task

from .package import Kind, Status, address, root_of
from .terms import last_day_to_give_notice

#: How many days before the last day to give notice the coordinators are reminded.
NOTICE_REMINDER_DAYS = 90


def next_steps(user: User, agreement: Agreement) -> list[Task]:
    """What waits for `user` with this agreement."""
    own = {address(agreement), address(root_of(agreement))}
    found = tasks_for(user, agreement.partnership)
    return [task for task in found if any(task.url.startswith(one) for one in own)]


def tasks_for(user: User, partnership: Partnership | None = None) -> Iterator[Task]:
    """Signatures to give, drafts to write on, parties to take out, notice days that draw near. Four queries."""
    agreements = Agreement.objects.select_related("partnership")
    if partnership is not None:
        agreements = agreements.filter(partnership=partnership)
    yield from _to_sign(user, partnership)
    led = agreements.filter(partnership__in=access.objects_with(user, "propose_agreement")).packages()
    yield from _to_lead(led)
    annexes = agreements.filter(
        kind=Kind.ANNEX,
        status=Status.DRAFT,
        party__organisation__in=access.objects_with(user, "edit_annex"),
        party__in=AgreementParty.objects.filter(agreement=models.OuterRef("parent")).values("party"),
    )
    written = AgreementSection.objects.filter(agreement=models.OuterRef("pk")).exclude(body="")
    for annex in annexes.exclude(models.Exists(written)).order_by("pk"):
        yield Task(_("Write the annex “%(title)s”") % {"title": annex.title}, address(annex), _("It has no text yet"))
    yield from _near_notice(led)


def _to_sign(user: User, partnership: Partnership | None) -> Iterator[Task]:
    rows = AgreementParty.objects.filter(
        agreement__status=Status.PROPOSED,
        party__status__in=Party.INSIDE,
        party__organisation__in=access.objects_with(user, "sign"),
    ).exclude(
        models.Exists(
            Signature.objects.filter(
                agreement=models.OuterRef("agreement"),
                round=models.OuterRef("agreement__round"),
                party=models.OuterRef("party"),
            )
        )
    )
    if partnership is not None:
        rows = rows.filter(agreement__partnership=partnership)
    for row in rows.select_related("agreement__partnership", "party__organisation", "party__unit").order_by("pk"):
        yield Task(
            _("Sign “%(title)s”") % {"title": row.agreement.title},
            reverse(
                "partnerships:agreement_sign", args=[row.agreement.partnership.slug, row.agreement_id, row.party_id]
            ),
            _("For %(party)s") % {"party": row.party.name},
        )


def _to_lead(led: models.QuerySet) -> Iterator[Task]:
    gone = Count("agreement_parties", filter=~Q(agreement_parties__party__status__in=Party.INSIDE))
    rows = led.filter(status__in=[Status.DRAFT, Status.PROPOSED]).annotate(gone=gone).order_by("pk")
    for agreement in rows:
        if agreement.gone:
            yield Task(
                _("Take out of “%(title)s” who no longer takes part") % {"title": agreement.title},
                reverse("partnerships:agreement_parties", args=[agreement.partnership.slug, agreement.pk]),
                _("The agreement cannot come into force before that"),
            )
        elif agreement.status == Status.DRAFT:
            yield Task(
                _("Write “%(title)s” and propose it for signing") % {"title": agreement.title},
                address(agreement),
                _("It is a draft"),
            )


def _near_notice(led: models.QuerySet) -> Iterator[Task]:
    rows = led.filter(kind=Kind.MAIN, status=Status.IN_FORCE, ends_on__isnull=False, notice_months__isnull=False)
    for agreement in rows.prefetch_related("children").order_by("pk"):
        day = last_day_to_give_notice(agreement)
        if day and 0 <= (day - clock.today()).days <= NOTICE_REMINDER_DAYS:
            yield Task(
                _("Decide whether “%(title)s” goes on") % {"title": agreement.title},
                address(agreement),
                _("Last day to give notice"),
                day,
            )
