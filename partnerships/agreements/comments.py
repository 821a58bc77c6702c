"""Comments on sections: asked, replied to, resolved and opened again. Everybody in the partnership reads them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, clock, steps
from partnerships.models import Agreement, AgreementSection, SectionComment, User

from .package import lock
from .wording import address_of_talk, party_of, require_own, require_under_way, writers_of

RESOLVE = steps.Step("comment.resolve", SectionComment, "", ("open",), "resolved")
REOPEN = steps.Step("comment.reopen", SectionComment, "", ("resolved",), "open")


def comment(section: AgreementSection, *, actor: User, text: str, quote: str = "") -> SectionComment:
    """Comment on a section, or with `quote` on some of its words, which must stand in it."""
    agreement = section.agreement
    with steps.record("comment.write", actor=actor, right="comment_agreement", scope=agreement.partnership) as act:
        lock(agreement)
        require_under_way(Agreement.objects.select_related("parent").get(pk=agreement.pk))
        current = AgreementSection.objects.filter(pk=section.pk).first()
        if current is None:
            raise steps.StepRefused(_("The section has been removed."))
        if quote.strip() and " ".join(quote.split()) not in " ".join(f"{current.heading} {current.body}".split()):
            raise steps.StepRefused(_("These words do not stand in the section. Copy them from it."))
        made = SectionComment(
            agreement=agreement, section=current, party=party_of(actor, agreement), heading=current.heading,
            quote=quote.strip(), text=text, author=actor, written_at=clock.now(),
        )  # fmt: skip
        act.save(made)
        _tell(act, made, writers_of(agreement))
    return made


def reply(thread: SectionComment, *, actor: User, text: str) -> SectionComment:
    """Reply to a comment; the one who asked is told."""
    scope = thread.agreement.partnership
    with steps.record("comment.reply", actor=actor, right="comment_agreement", scope=scope) as act:
        locked = SectionComment.objects.select_for_update(of=("self",)).get(pk=thread.pk)
        if locked.parent_id is not None:
            raise steps.StepRefused(_("Reply to the comment itself, not to a reply."))
        made = SectionComment(
            agreement_id=locked.agreement_id, section_id=locked.section_id, parent=locked, heading=locked.heading,
            party=party_of(actor, thread.agreement), text=text, author=actor, written_at=clock.now(),
        )  # fmt: skip
        act.save(made)
        _tell(act, made, [locked.author])
    return made


def resolve(thread: SectionComment, *, actor: User) -> SectionComment:
    """Mark a comment as resolved: the one who asked, its party's representative, or a coordinator."""
    with RESOLVE.take(thread.pk, actor=actor, scope=thread.agreement.partnership) as act:
        require_resolving(actor, act.obj)
        act.obj.resolved_by, act.obj.resolved_at = actor, clock.now()
    return act.obj


def reopen(thread: SectionComment, *, actor: User) -> SectionComment:
    """Open a resolved comment again: the same people."""
    with REOPEN.take(thread.pk, actor=actor, scope=thread.agreement.partnership) as act:
        require_resolving(actor, act.obj)
        act.obj.resolved_by = act.obj.resolved_at = None
    return act.obj


def require_resolving(actor: User, thread: SectionComment) -> None:
    """Raise PermissionDenied unless `actor` may resolve the comment; StepRefused for a reply."""
    if thread.parent_id is not None:
        raise steps.StepRefused(_("A reply is resolved with its comment."))
    if not access.may(actor, "draft_agreement", thread.agreement.partnership):
        require_own(actor, thread, thread.author_id)


def _tell(act: steps.Act, made: SectionComment, people: object) -> None:
    act.notify(
        people,
        key=f"comment:{made.pk}",
        text=gettext_lazy("%(who)s comments on “%(heading)s” in “%(title)s”."),
        url=address_of_talk(made),
        who=made.party.name if made.party else made.author.name,
        heading=made.heading,
        title=made.agreement.title,
    )
