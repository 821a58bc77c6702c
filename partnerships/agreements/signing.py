"""Signing for a party. The last signature puts the package in force."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Agreement, LogEvent, Mandate, Partnership, Party, Signature, SignedFile, User

from . import ending, signatures
from .amending import change_faults
from .old import held_since
from .order import ask_next
from .package import Kind, Status, address, root_pk
from .text import digest

SIGN = steps.Step("agreement.sign", Agreement, "", (Status.PROPOSED,))


def sign(
    agreement: Agreement,
    *,
    actor: User,
    party: Party,
    text_hash: str | None = None,
    file: SignedFile | None = None,
) -> Signature:
    """Sign the package for `party`, on the actor's own valid mandate. The last signature puts it in force.

    With `text_hash`, refused unless that is the text which is proposed: nobody signs what he or she has not seen.
    With `file`, the signature is the one in a PDF that the actor has signed outside and that is trusted.
    """
    with SIGN.take(root_pk(agreement), actor=actor, scope=party) as act:
        root = act.obj
        if text_hash is not None and text_hash != root.text_hash:
            raise steps.StepRefused(_("The text has changed since you opened the page. Read it anew before you sign."))
        mandate = mandate_to_sign(actor, root, party)
        if file is not None:
            _require_own(file, actor, root, party)
        method = Signature.Method.PASSWORD if file is None else Signature.Method.PADES
        signature = act.save(
            Signature(
                agreement=root, round=root.round, party=party, person=actor, mandate=mandate, at=clock.now(),
                text_hash=root.text_hash, method=method,
            )
        )  # fmt: skip
        if signatures.missing(root):
            ask_next(act, root)
        else:
            _put_in_force(act, root)
    return signature


def _require_own(file: SignedFile, actor: User, root: Agreement, party: Party) -> None:
    if file.paper.agreement_id != root.pk or file.paper.round != root.round:
        raise steps.StepRefused(_("The file was signed on an earlier text. Download the PDF anew and sign that."))
    if file.person_id != actor.pk or file.party_id != party.pk:
        raise steps.StepRefused(_("Only the one who attached the file can let it count, as his or her own signature."))
    if not file.is_trusted:
        raise steps.StepRefused(_("The signature in the file is not trusted, so it cannot count."))


def mandate_to_sign(actor: User, root: Agreement, party: Party) -> Mandate:
    """The mandate on which `actor` may sign the locked package for `party` now. Raises what stands in the way."""
    access.require(actor, "sign", party.organisation)
    mandate = (
        Mandate.objects.valid_on(clock.today())
        .filter(person=actor, organisation=party.organisation_id, role=Mandate.Role.SIGNATORY)
        .first()
    )
    if mandate is None:
        raise PermissionDenied(access.refusal("sign"))
    if not root.agreement_parties.filter(party=party).exists():
        raise steps.StepRefused(_("%(party)s is not one of the agreement's parties.") % {"party": party.name})
    if not Party.objects.filter(pk=party.pk, status__in=Party.INSIDE).exists():
        raise steps.StepRefused(_("%(party)s no longer takes part.") % {"party": party.name})
    if signatures.valid_signatures(root).filter(party=party).exists():
        raise steps.StepRefused(_("%(party)s has already signed.") % {"party": party.name})
    standing = signatures.standing(root)
    if party.pk not in {row.party.pk for row in standing if row.is_next}:
        first = "; ".join(row.party.name for row in standing if row.is_next)
        raise steps.StepRefused(
            _("It is not yet the turn of %(party)s. First signs: %(first)s.") % {"party": party.name, "first": first}
        )
    if digest(root) != root.text_hash:
        raise steps.StepRefused(_("The text is not the one that was proposed. Ask a coordinator to take it back."))
    if root.parent_id:  # one at a time: what comes into force first decides what the other changes
        root.parent = Agreement.objects.select_for_update(of=("self",)).get(pk=root.parent_id)
        if faults := change_faults(root):
            raise steps.StepRefused(" ".join([*faults, _("Ask a coordinator to take it back.")]))
    return mandate


def _put_in_force(act: steps.Act, root: Agreement) -> None:
    """Everybody has signed: let the package hold, and let those who were on their way in be parties."""
    today = clock.today()
    on = held_since(root) or max(today, root.starts_on or today)
    for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.PROPOSED).order_by("pk")]:
        row.status, row.in_force_on, row.signed_at = Status.IN_FORCE, on, clock.now()
        act.save(row)
    ending.after_force(act, root)
    joining = Party.objects.select_for_update(of=("self",)).filter(
        agreement_parties__agreement=root, status__in=[Party.Status.PROPOSED, Party.Status.IN_DIALOGUE]
    )
    for party in joining.select_related("partnership").order_by("pk"):
        party.status, party.joined_on = Party.Status.PARTY, on
        act.save(party)
    if on <= today:
        take_effect(act, root)
    act.notify(
        access.people_with("view_partnership", root.partnership),
        key=f"agreement:{root.pk}:in_force",
        text=gettext_lazy("All parties have signed “%(title)s”. It is in force from %(day)s."),
        url=address(root),
        title=root.title,
        day=on.isoformat(),
    )


def take_effect_due() -> int:
    """Let amendments that have come into force since they were signed do what they do; how many. Idempotent."""
    later = Agreement.objects.filter(
        kind=Kind.AMENDMENT, status=Status.IN_FORCE, in_force_on__lte=clock.today(), signed_at__isnull=False
    ).exclude(target_group="")
    done = LogEvent.objects.filter(action="agreement.take_effect", object_type="partnerships.agreement")
    count = 0
    for root in later.exclude(pk__in=done.values("object_id")).order_by("in_force_on", "pk"):
        if root.in_force_on and root.signed_at and clock.day_of(root.signed_at) < root.in_force_on:
            with steps.record("agreement.take_effect", actor=None, root=root) as act:
                take_effect(act, root)
            count += 1
    return count


def take_effect(act: steps.Act, root: Agreement) -> None:
    """Let what the package says of the partnership itself stand there from now on: its target group."""
    if root.target_group.strip():
        partnership = Partnership.objects.select_for_update(of=("self",)).get(pk=root.partnership_id)
        partnership.target_group = root.target_group
        act.save(partnership)
