"""Writing the joint analysis, proposing it, taking it back, and approving it for an organisation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import access, analyses, frame
from partnerships.forms.analyses import AnalysisForm, ApproveForm, BeginForm
from partnerships.forms.services import ReasonForm
from partnerships.models import NeedsAnalysis, Partnership, Perspective
from partnerships.steps import StepRefused

from .acts import form_page, get_and_post, posted, version_of
from .analyses import crumbs_of, versions_of

Status = NeedsAnalysis.Status
TEXT = "partnerships/analysis_write.html"


def _led(request: HttpRequest, slug: str) -> Partnership:
    """The partnership, for those who may write its analysis."""
    partnership = frame.seen(request, slug)
    access.require(request.user, "write_analysis", partnership)
    return partnership


def _newest(request: HttpRequest, partnership: Partnership) -> NeedsAnalysis:
    """The version that acts are about, 404 without any: one that is approved refuses them and nothing typed is lost."""
    newest = next(iter(versions_of(request, partnership)), None)
    if newest is None:
        raise Http404
    return newest


def _shared(request: HttpRequest, partnership: Partnership) -> Any:
    rows = Perspective.objects.visible_to(request.user).filter(party__partnership=partnership)
    return rows.latest_shared().for_list()


def void_warning(analysis: NeedsAnalysis) -> str:
    """What saving does to the approvals, said before it is done; empty for a draft."""
    counts = analyses.voiding(analysis)
    if counts is None:
        return ""
    approved, of = counts
    if not approved:
        return _(
            "The analysis waits for approval. If you change it, it goes back to draft and has to be proposed anew. "
            "Nobody has approved yet."
        )
    return ngettext(
        "%(approved)s of %(of)s has approved. If you change it, it goes back to draft and that approval is void.",
        "%(approved)s of %(of)s have approved. If you change it, it goes back to draft and the approvals are void.",
        approved,
    ) % {"approved": approved, "of": of}


# -- Writing ----------------------------------------------------------------------------------------------------------
@get_and_post
def analysis_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next version: a copy of the approved one, or the first from the description and the shared views."""
    partnership = _led(request, slug)
    is_first = not partnership.analyses.exists()
    form = BeginForm(posted(request), shared=_shared(request, partnership), is_first=is_first)
    return form_page(
        request,
        partnership,
        "initiative",
        form,
        lambda: analyses.begin(partnership, actor=request.user, **form.cleaned_data),
        to=_write_url(slug),
        title=_("Begin the joint analysis") if is_first else _("Begin a new version"),
        submit=_("Begin the draft"),
        back=analyses.address(partnership),
        said=_("The draft has begun. Write it together, then propose it for approval."),
        crumbs=crumbs_of(slug),
        intro=_("It begins with the challenge and the target group as they stand in the overview.")
        if is_first
        else _("It begins as a copy of the approved version, which stays as it is."),
    )


def _write_url(slug: str) -> str:
    return reverse("partnerships:analysis_write", args=[slug])


@get_and_post
def analysis_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the text, with the organisations' own words beside it."""
    partnership = _led(request, slug)
    stands = _newest(request, partnership)
    if request.method != "POST" and stands.status == Status.APPROVED:
        messages.info(request, _("The version is approved and stays as it is. Begin a new one."))
        return redirect(analyses.address(partnership))
    shared = list(_shared(request, partnership))
    initial = {name: getattr(stands, name) for name in analyses.PARTS}
    seen = analyses.state_of(stands)
    brought = _brought(request, shared)
    if brought is not None:
        form = AnalysisForm(initial={**brought, "seen": request.POST.get("seen", seen)})
        return _text_page(request, partnership, stands, form, shared, version_of(request, stands.version))
    form = AnalysisForm(posted(request), initial={**initial, "seen": seen})
    version = version_of(request, stands.version)
    return form_page(
        request,
        partnership,
        "initiative",
        form,
        _writing(form, stands, request.user, version),
        to=analyses.address(partnership),
        version=stands.version,
        said=_("Saved."),
        template=TEXT,
        **_words(partnership, stands, shared),
    )


def _words(partnership: Partnership, stands: NeedsAnalysis, shared: list[Perspective]) -> dict[str, Any]:
    """What the writing page shows beside its form."""
    return {
        "title": _("Write version %(number)s") % {"number": stands.number},
        "submit": _("Save"),
        "back": analyses.address(partnership),
        "crumbs": crumbs_of(partnership.slug),
        "warning": lambda: void_warning(stands),
        "shared": shared,
    }


def _writing(form: AnalysisForm, stands: NeedsAnalysis, actor: Any, version: int | None) -> Callable[[], Any]:
    """The act; when it is refused, the form that is shown again knows how the version stands now."""

    def run() -> Any:
        texts = {name: form.cleaned_data[name] for name in analyses.PARTS}
        seen = form.cleaned_data["seen"] or None
        try:
            return analyses.write(stands, actor=actor, version=version, seen=seen, **texts)
        except StepRefused:
            form.see(analyses.state_of(NeedsAnalysis.objects.get(pk=stands.pk)))
            raise

    return run


def _brought(request: HttpRequest, shared: list[Perspective]) -> dict[str, str] | None:
    """What was typed, with the words of the view whose button was pressed: nothing is saved by it."""
    chosen = next((one for one in shared if request.POST.get("bring") == str(one.pk)), None)
    if request.method != "POST" or chosen is None:
        return None
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in analyses.PARTS}
    return analyses.bring_in(typed, chosen)


def _text_page(
    request: HttpRequest,
    partnership: Partnership,
    stands: NeedsAnalysis,
    form: AnalysisForm,
    shared: list[Perspective],
    version: int | None,
) -> HttpResponse:
    words = _words(partnership, stands, shared)
    words["cancel_url"] = words.pop("back")
    context = frame.context(request, partnership, "initiative", form=form, version=version, unsaved=True, **words)
    return render(request, TEXT, context)


@get_and_post
def analysis_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that a draft is thrown away."""
    partnership = _led(request, slug)
    stands = _newest(request, partnership)
    return _confirm_page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: analyses.discard(stands, actor=request.user),
        title=_("Throw the draft away"),
        submit=_("Throw the draft away"),
        said=_("The draft is thrown away."),
        what=_("The draft of version %(number)s is thrown away.") % {"number": stands.number},
        whom=partnership.name,
        stays=_("The history keeps that it was there, and its words."),
        tone="danger",
    )


# -- Proposing and approving ------------------------------------------------------------------------------------------
@get_and_post
def analysis_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that the text is ready to be approved."""
    partnership = _led(request, slug)
    stands = _newest(request, partnership)
    return _confirm_page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: analyses.propose(stands, actor=request.user, version=version_of(request, stands.version)),
        title=_("Propose for approval"),
        submit=_("Propose for approval"),
        said=_("The analysis waits for approval. The representatives of every organisation have been told."),
        version=stands.version,
        what=_("The text is frozen, and every organisation in the dialogue is asked to approve it."),
        whom="; ".join(party.name for party in partnership.parties.able_to_sign().for_list()),
        stays=_("It can be taken back to draft until all have approved. Approvals given until then are void."),
        warning=" ".join(analyses.not_ready(stands)) if stands.status == Status.DRAFT else "",
    )


@get_and_post
def analysis_return(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that a proposed version goes back to draft."""
    partnership = _led(request, slug)
    stands = _newest(request, partnership)
    form = ReasonForm(posted(request))
    approved = [row.party.name for row in analyses.standing(stands) if row.approval]
    return _confirm_page(
        request,
        partnership,
        form,
        lambda: analyses.return_to_draft(stands, actor=request.user, **form.cleaned_data),
        title=_("Take back to draft"),
        submit=_("Take back to draft"),
        said=_("The analysis is a draft again."),
        what=_("The version becomes a draft. Approvals of it are void."),
        whom="; ".join(approved) or _("Nobody yet."),
        stays=_("Those who had approved are told. Their approvals stay in the history, as void."),
        tone="danger",
    )


@get_and_post
def analysis_conclude(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm that all who are left have approved."""
    partnership = _led(request, slug)
    stands = _newest(request, partnership)
    return _confirm_page(
        request,
        partnership,
        forms.Form(posted(request)),
        lambda: analyses.conclude(stands, actor=request.user),
        title=_("Record that all have approved"),
        submit=_("Record that all have approved"),
        said=_("The analysis is approved by all."),
        what=_("The one that was waited for no longer takes part. The others have approved, and the version holds."),
        whom=partnership.name,
        stays=_("This cannot be undone. What is learnt later goes into a new version."),
    )


def _confirm_page(
    request: HttpRequest, partnership: Partnership, form: forms.Form, act: Callable[[], Any], **words: Any
) -> HttpResponse:
    url = analyses.address(partnership)
    crumbs = crumbs_of(partnership.slug)
    return form_page(request, partnership, "initiative", form, act, to=url, back=url, crumbs=crumbs, **words)


@get_and_post
def analysis_approve(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Read the whole text and approve it for an organisation, with the password anew."""
    partnership = frame.seen(request, slug)
    rows = partnership.parties.select_related("organisation", "unit", "partnership")
    approver = get_object_or_404(rows, pk=party)
    access.require(request.user, "approve_analysis", approver.organisation)
    stands = _newest(request, partnership)
    if request.method != "POST" and stands.status != Status.PROPOSED:
        messages.info(request, _("There is nothing to approve here now."))
        return redirect(analyses.address(partnership))
    form = ApproveForm(posted(request), actor=request.user, initial={"text_hash": stands.text_hash})
    standing = analyses.standing(stands)
    return form_page(
        request,
        partnership,
        "initiative",
        form,
        lambda: analyses.approve(stands, actor=request.user, party=approver, text_hash=form.cleaned_data["text_hash"]),
        to=analyses.address(partnership),
        title=_("Approve for %(party)s") % {"party": approver.name},
        submit=_("Approve"),
        back=analyses.address(partnership),
        said=_("Your organisation has approved the joint analysis."),
        crumbs=crumbs_of(slug),
        template="partnerships/analysis_approve.html",
        analysis=stands,
        approver=approver,
        has_approved=any(row.approval for row in standing if row.party.pk == approver.pk),
        standing=standing,
        analysis_text=analyses.analysis_text(stands),
    )
