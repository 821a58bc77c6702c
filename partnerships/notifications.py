"""Telling people. Rows at once, e-mail after commit; what is told of a members-only body holds no content."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from . import clock
from .models import Notification


def notify(people: Iterable[Any], *, key: str, text: Any, url: str) -> None:
    """Tell each of `people` once about `key`. `text` is a lazy translation: each reads it in his or her language."""
    for person in people:
        with translation.override(person.language):
            row, is_new = Notification.objects.get_or_create(
                person=person, key=key, defaults={"text": str(text), "url": url}
            )
        if is_new:
            transaction.on_commit(lambda pk=row.pk: send(pk), robust=True)


def worded(text: Any, values: Mapping[str, Any]) -> Any:
    """`text` with `values` set in, in the language of whoever reads it; a function is asked for its value then."""
    if not values:
        return text
    return lazy(lambda: str(text) % {name: one() if callable(one) else one for name, one in values.items()}, str)()


def send(pk: int) -> None:
    """E-mail one notification, unless it has been sent. Whatever fails is tried again by `send_notifications`."""
    with transaction.atomic():
        row = Notification.objects.select_for_update().select_related("person").filter(pk=pk, sent_at=None).first()
        if row is None:
            return
        with translation.override(row.person.language):
            body = f"{row.text}\n\n{settings.BASE_URL}{row.url}\n\n" + _(
                "You get this message because you have a role in the partnership."
            )
            send_mail(row.text.splitlines()[0][:200], body, None, [row.person.email])
        row.sent_at = clock.now()
        row.save(update_fields=["sent_at"])
