"""Signing outside: what has come back, attaching a file, and letting it count."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, agreements, frame, pades
from partnerships.agreements import outside
from partnerships.agreements.law import IN_LAW
from partnerships.forms.signed_files import CountForm, SignedFileForm
from partnerships.models import Agreement, Party, Signature, SignedFile
from partnerships.templatetags.iop import moment

from .acts import form_page, get_and_post, posted
from .agreements import crumbs_of
from .signing import package_of

METHOD = Signature.Method.PADES


def _crumbs(agreement: Agreement, slug: str) -> list[tuple[str, str]]:
    return [*crumbs_of(agreement, slug), (_("Signing outside"), _address(agreement, slug))]


def _address(agreement: Agreement, slug: str) -> str:
    return reverse("partnerships:agreement_files", args=[slug, agreement.pk])


@require_GET
def agreement_files(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The PDF to sign and every file that has come back, with what its check found."""
    partnership, agreement = package_of(request, slug, pk)
    mine = access.keys_with(request.user, "sign")
    standing = agreements.standing(agreement)
    files = SignedFile.objects.filter(paper__agreement=agreement).select_related(
        "paper", "document", "person", "party__organisation", "party__unit"
    )
    counted = {row.party.pk: row.signature for row in standing if row.signature and row.signature.method == METHOD}
    is_open = agreement.status == Agreement.Status.PROPOSED
    more = {
        "agreement": agreement,
        "paper": outside.paper_of(agreement),
        "is_open": is_open,
        "mine": [row for row in standing if row.is_next and row.party.organisation_id in mine] if is_open else [],
        "may_make": is_open and any(row.party.organisation_id in mine for row in standing),
        "files": [_shown(file, agreement, counted, request.user) for file in files.order_by("-pk")],
        "in_law": IN_LAW[METHOD],
        "crumbs": crumbs_of(agreement, slug),
    }
    context = frame.context(request, partnership, "agreements", **more)
    return render(request, "partnerships/agreement_files.html", context)


def _shown(file: SignedFile, agreement: Agreement, counted: dict[int, Signature], user: Any) -> dict[str, Any]:
    """A file with its verdict in plain words, its details, and whether the reader can let it count."""
    is_now = file.paper.round == agreement.round and agreement.status != Agreement.Status.DRAFT
    given = counted.get(file.party_id) if is_now and file.is_trusted else None
    counts = given is not None and given.person_id == file.person_id
    may_count = is_now and file.is_trusted and not counted.get(file.party_id) and file.person_id == user.pk
    if not is_now:
        verdict = _("It was signed on an earlier text and does not count.")
    elif counts:
        verdict = _("It counts as the party's signature.")
    elif file.is_trusted:
        verdict = _("Whole, our document, and trusted. It counts when the one who attached it says so.")
    else:
        verdict = _("Whole and our document, but it does not count: %(problem)s.") % {
            "problem": file.get_problem_display()
        }
    return {
        "file": file,
        "verdict": verdict,
        "tone": "success" if counts else "info" if file.is_trusted and is_now else "warning",
        "facts": facts_of(file),
        "may_count": may_count and agreement.status == Agreement.Status.PROPOSED,
    }


def facts_of(file: SignedFile) -> list[tuple[str, Any, str]]:
    """What was found when the file was checked."""
    stamped = moment(file.stamped_at, "long") if file.stamped_at else _("no trusted timestamp")
    claimed = moment(file.claimed_at, "long") if file.claimed_at else _("not stated")
    return [
        (_("Whole since it was signed"), _("yes"), ""),
        (_("Our document"), _("yes"), _("to the byte, with the signature added")),
        (_("Name in the certificate"), file.signer or _("not stated"), ""),
        (_("Organisation in the certificate"), file.signer_organisation or _("not stated"), ""),
        (_("Issuer of the certificate"), file.issuer or _("not stated"), ""),
        (_("Issuer trusted here"), _("yes") if file.is_trusted else file.get_problem_display(), ""),
        (_("Certificate revoked"), file.get_revocation_display(), ""),
        (_("Signed by its own word"), claimed, ""),
        (_("Signed by a timestamp"), stamped, ""),
        (_("Attached by"), file.person.name, moment(file.at, "long")),
    ]


@get_and_post
def agreement_file_new(request: HttpRequest, slug: str, pk: int, party: int) -> HttpResponse:
    """Attach the PDF that has been signed outside for a party."""
    partnership, agreement = package_of(request, slug, pk)
    between = Party.objects.filter(agreement_parties__agreement=agreement)
    signer = get_object_or_404(between.select_related("organisation", "unit", "partnership"), pk=party)
    access.require(request.user, "sign", signer.organisation)
    form = SignedFileForm(posted(request), request.FILES or None)

    def attach() -> None:
        file = form.cleaned_data["file"]
        try:
            outside.attach_signed(agreement, file.read(), name=file.name, party=signer, actor=request.user)
        except pades.FileRefused as refused:
            form.add_error("file", str(refused))

    return form_page(
        request,
        partnership,
        "agreements",
        form,
        attach,
        to=_address(agreement, slug),
        title=_("Attach a signed PDF for %(party)s") % {"party": signer.name},
        submit=_("Attach and check"),
        back=_address(agreement, slug),
        said=_("The file is attached and checked. See below what was found."),
        crumbs=_crumbs(agreement, slug),
        intro=_("The file is checked here and now. It counts as a signature only when you say so in the next step."),
        scopes=(signer.organisation,),
    )


@get_and_post
def agreement_file_count(request: HttpRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """Let a trusted file count as its party's signature, with the password anew."""
    partnership, agreement = package_of(request, slug, pk)
    rows = SignedFile.objects.filter(paper__agreement=agreement).select_related(
        "paper", "person", "party__organisation", "party__unit"
    )
    found = get_object_or_404(rows, pk=file)
    if found.person_id != request.user.pk:
        raise PermissionDenied(_("Only the one who attached the file can let it count, as his or her own signature."))
    access.require(request.user, "sign", found.party.organisation)
    form = CountForm(posted(request), actor=request.user)
    given: list[Signature] = []
    names = {"signer": found.signer or _("not stated"), "name": found.person.name}
    other = _("The certificate says %(signer)s and your name here is %(name)s. Look that it is your own signature.")
    return form_page(
        request,
        partnership,
        "agreements",
        form,
        lambda: given.append(agreements.sign(agreement, actor=request.user, party=found.party, file=found)),
        to=lambda: reverse("partnerships:agreement_receipt", args=[slug, pk, given[0].pk]),
        title=_("Let the signed PDF count for %(party)s") % {"party": found.party.name},
        submit=_("Let it count"),
        back=_address(agreement, slug),
        crumbs=_crumbs(agreement, slug),
        warning=other % names if outside.is_other_name(found) else "",
        what=_("The signature of %(signer)s in the file becomes the party's signature on the agreement.") % names,
        whom=found.party.name,
        stays=_("It cannot be undone. When all parties have signed, the agreement is in force."),
        scopes=(found.party.organisation,),
    )
