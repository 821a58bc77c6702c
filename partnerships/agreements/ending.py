"""The end of an agreement that has been in force."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import access, steps
from partnerships.models import Agreement, User

from .package import Kind, Status, address

CLOSE = steps.Step("agreement.close", Agreement, "propose_agreement", (Status.IN_FORCE,))


def close(agreement: Agreement, *, actor: User, outcome: str, reason: str) -> Agreement:
    """Record that an agreement in force has `ended` or been `terminated`, or is `superseded` by another."""
    if outcome not in (Status.ENDED, Status.TERMINATED, Status.SUPERSEDED):
        raise TypeError(f"not an end: {outcome}")
    if agreement.kind == Kind.ANNEX:
        raise steps.StepRefused(_("An annex ends with its agreement."))
    if not reason.strip():
        raise steps.StepRefused(_("Say why: the reason stays in the history."))
    with CLOSE.take(agreement.pk, actor=actor, authority=reason) as act:
        root = act.obj
        for row in [root, *root.children.filter(kind=Kind.ANNEX, status=Status.IN_FORCE).order_by("pk")]:
            row.status = outcome
            act.save(row)
        act.notify(
            access.people_with("view_partnership", root.partnership),
            key=f"agreement:{root.pk}:closed",
            text=gettext_lazy("“%(title)s” no longer holds."),
            url=address(root),
            title=root.title,
        )
    return root
