"""Pages of how each organisation sees the challenge: side by side, one at a time, and writing one's own."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import access, differences, frame, perspectives
from partnerships.forms.perspectives import PerspectiveForm
from partnerships.lists import Column, Filter, Listing
from partnerships.models import Partnership, Party, Perspective, Side, swedish

from .acts import form_page, get_and_post, posted, version_of
from .parties import party_of


# -- Reading ----------------------------------------------------------------------------------------------------------
@require_GET
def perspective_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What all have shared, question by question, side by side."""
    partnership = frame.seen(request, slug)
    shared = Perspective.objects.visible_to(request.user).filter(party__partnership=partnership)
    listing = Listing(
        request,
        shared.latest_shared().for_list(),
        _columns(),
        name=f"{slug}-syn",
        search=("party__organisation__name", "party__unit__name", *Perspective.QUESTIONS),
        search_label=_("Search the views"),
        filters=[Filter("party__organisation__side", _("Side"), Side.choices)],
    )
    if listing.response:
        return listing.response
    rows = list(listing.context["page_obj"])
    talking = partnership.parties.able_to_sign().exclude(perspectives__shared_at__isnull=False)
    more = {
        **listing.context,
        "questions": [
            (name, PerspectiveForm.base_fields[name].label, [(row, getattr(row, name)) for row in rows])
            for name in Perspective.QUESTIONS
        ],
        "lacking": talking.for_list(),
        "own": _own(request, partnership),
        "tasks": list(perspectives.tasks_for(request.user, partnership)),
        "crumbs": crumbs_of(slug),
    }
    context = frame.context(request, partnership, "initiative", **more)
    return render(request, "partnerships/perspective_list.html", context)


def _columns() -> list[Column]:
    name = (swedish("party__organisation__name"),)
    labels = {one: Perspective._meta.get_field(one).verbose_name for one in Perspective.QUESTIONS}
    return [
        Column("party", _("Party"), lambda row: row.party.name, name),
        Column("side", _("Side"), lambda row: row.party.organisation.get_side_display()),
        Column("number", _("Version"), lambda row: row.number),
        Column("shared_at", _("Shared"), lambda row: row.shared_at, ("shared_at",)),
        *[Column(one, str(label), lambda row, one=one: getattr(row, one)) for one, label in labels.items()],
    ]


def _own(request: HttpRequest, partnership: Partnership) -> list[Party]:
    """The parties that the reader may write for."""
    own = access.objects_with(request.user, "edit_perspective")
    return list(partnership.parties.able_to_sign().filter(organisation__in=own).for_list())


def crumbs_of(slug: str, party: Party | None = None) -> list[tuple[str, str]]:
    """The way to a party's view."""
    crumbs = [(_("Initiative"), reverse("partnerships:initiative", args=[slug]))]
    if party is None:
        return crumbs
    crumbs.append((_("Views of the challenge"), reverse("partnerships:perspective_list", args=[slug])))
    return [*crumbs, (party.name, reverse("partnerships:perspective", args=[slug, party.pk]))]


@require_GET
def perspective(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One organisation's view: the version shared last or the one asked for, what changed, and to its own the draft."""
    partnership, party = party_of(request, slug, pk)
    visible = list(Perspective.objects.visible_to(request.user).filter(party=party).order_by("-number"))
    for one in visible:
        one.party = party
    versions = [one for one in visible if one.shared_at]
    shown = _asked(request, versions)
    before = next((one for one in versions if shown and one.number < shown.number), None)
    draft = next((one for one in visible if not one.shared_at), None)
    url = perspectives.address(party)
    more = {
        "party": party,
        "shown": shown,
        "before": before,
        "changes": differences.compare(_parts(before), _parts(shown)) if before and shown else [],
        "versions": versions,
        "draft": draft,
        "may_write": access.may(request.user, "edit_perspective", party.organisation) and party.status in Party.TALKING,
        "tasks": [one for one in perspectives.tasks_for(request.user, partnership) if one.url == url],
        "crumbs": crumbs_of(slug, party)[:-1],
    }
    context = frame.context(request, partnership, "initiative", **more)
    return render(request, "partnerships/perspective.html", context)


def _asked(request: HttpRequest, versions: list[Perspective]) -> Perspective | None:
    """The version that `version` in the address names, 404 if there is none; without it the newest, if any."""
    asked = request.GET.get("version")
    if asked is None:
        return next(iter(versions), None)
    found = next((one for one in versions if str(one.number) == asked), None)
    if found is None:
        raise Http404
    return found


def _parts(one: Perspective) -> list[differences.Part]:
    """A view as parts that can be compared."""
    labels = {name: str(PerspectiveForm.base_fields[name].label) for name in Perspective.QUESTIONS}
    return [differences.Part(name, labels[name], getattr(one, name)) for name in labels if getattr(one, name).strip()]


# -- Writing one's own ------------------------------------------------------------------------------------------------
@get_and_post
def perspective_write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write on the own organisation's draft."""
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "edit_perspective", party.organisation)
    stands = perspectives.draft(party)
    words = stands or perspectives.latest(party)
    initial = {name: getattr(words, name) for name in Perspective.QUESTIONS} if words else {}
    form = PerspectiveForm(posted(request), initial=initial)
    version = stands.version if stands else 0
    url = perspectives.address(party)
    return form_page(
        request,
        partnership,
        "initiative",
        form,
        lambda: perspectives.write(
            party, actor=request.user, version=version_of(request, version), **form.cleaned_data
        ),
        to=url,
        title=_("The view of %(party)s") % {"party": party.name},
        submit=_("Save the draft"),
        back=url,
        said=_("Saved. Only your own organisation sees it until you share it."),
        version=version,
        crumbs=crumbs_of(slug, party),
        intro=_(
            "Be suitably prepared: no finished documents, and not empty-handed. A few sentences are enough, and you "
            "may leave a question out. Only your own organisation sees the draft."
        ),
    )


@get_and_post
def perspective_share(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that everyone in the partnership may read the draft."""
    return _own_draft_page(
        request,
        slug,
        pk,
        perspectives.share,
        title=_("Share your view"),
        submit=_("Share"),
        said=_("Shared. Everyone in the partnership can read it."),
        what=_("Everyone in the partnership can read this version from now on."),
        stays=_(
            "The moment is stored. What the public side can open counts as received by it, and is then an official "
            "document. It cannot be taken back, but you can share a new version; the earlier ones stay readable."
        ),
    )


@get_and_post
def perspective_discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm that the draft is thrown away."""
    return _own_draft_page(
        request,
        slug,
        pk,
        perspectives.discard,
        title=_("Throw the draft away"),
        submit=_("Throw the draft away"),
        said=_("The draft is thrown away."),
        what=_("The draft is thrown away."),
        stays=_("What you have shared stays. Your organisation's own history keeps that there was a draft."),
        tone="danger",
    )


def _own_draft_page(request: HttpRequest, slug: str, pk: int, step: Any, **words: str) -> HttpResponse:
    partnership, party = party_of(request, slug, pk)
    access.require(request.user, "edit_perspective", party.organisation)
    draft, url = perspectives.draft(party), perspectives.address(party)
    version = draft.version if draft else None
    return form_page(
        request,
        partnership,
        "initiative",
        forms.Form(posted(request)),
        lambda: step(party, actor=request.user, version=version_of(request, version)),
        to=url,
        back=url,
        version=version,
        template="partnerships/perspective_confirm.html",
        crumbs=crumbs_of(slug, party),
        whom=party.name,
        draft=draft,
        **words,
    )
