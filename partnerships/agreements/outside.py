"""Signing outside: the PDF that is signed in another service, and the files that come back."""

from django.utils.translation import gettext as _

from partnerships import access, clock, documents, pades, steps
from partnerships.models import Agreement, Party, SignedFile, SigningPaper, User

from .package import Status, lock, root_pk
from .reading import party_signed_for
from .signing import mandate_to_sign


def paper_of(agreement: Agreement) -> SigningPaper | None:
    """The file to sign of the present round, if it has been made."""
    rows = SigningPaper.objects.filter(agreement=root_pk(agreement), round=agreement.round)
    return rows.select_related("document").first() if agreement.status != Status.DRAFT else None


def keep_paper(agreement: Agreement, content: bytes, *, name: str, actor: User) -> SigningPaper:
    """Keep `content` as the PDF that every party signs in this round; the first one stays."""
    party = party_signed_for(actor, agreement)
    with steps.record("agreement.make_paper", actor=actor, right="sign", scope=party) as act:
        root = lock(agreement)
        if root.status != Status.PROPOSED or root.round != agreement.round:
            raise steps.StepRefused(_("There is nothing to sign here now."))
        paper = paper_of(root)
        if paper is None:
            act.touch(root)
            document = documents.attach(
                act, content, name=name, partnership=root.partnership, is_illustrative=root.is_illustrative
            )
            paper = act.save(
                SigningPaper(agreement=root, round=root.round, text_hash=root.text_hash, document=document)
            )
    return paper


def attach_signed(agreement: Agreement, content: bytes, *, name: str, party: Party, actor: User) -> SignedFile:
    """Keep a PDF that the actor has signed outside for `party`, with what the check of it has found.

    Raises pades.FileRefused for what is not our own document with one whole signature; that is not kept.
    """
    access.require(actor, "sign", party.organisation)
    paper = paper_of(agreement)
    if paper is None:
        raise steps.StepRefused(_("There is no file to sign. Make it first."))
    found = pades.check(content, documents.content_of(paper.document))
    with steps.record("agreement.attach_signed", actor=actor, right="sign", scope=party) as act:
        root = lock(agreement)
        if root.status != Status.PROPOSED or root.round != paper.round:
            raise steps.StepRefused(_("The file was signed on an earlier text. Download the PDF anew and sign that."))
        mandate_to_sign(actor, root, party)
        act.touch(root)
        document = documents.attach(
            act, content, name=name, partnership=root.partnership, is_illustrative=root.is_illustrative
        )
        return act.save(
            SignedFile(
                paper=paper, party=party, person=actor, at=clock.now(), document=document, **vars(found)
            )
        )  # fmt: skip


def is_other_name(file: SignedFile) -> bool:
    """Whether the certificate names somebody else than the one who attached the file, by what words they share."""
    words = set(file.signer.casefold().replace(",", " ").split())
    return not set(file.person.name.casefold().split()) <= words
