"""The one mechanism by which governed records change.

Every change is one act: it checks the right, locks the row, checks the state, writes, keeps history with who did it
and on what authority, adds one event to the official log, and notifies after commit. Nothing else saves a governed
record.

    PROPOSE = Step("agreement.propose", Agreement, right="propose_agreement", sources=("draft",), target="proposed")

    with PROPOSE.take(agreement.pk, actor=actor) as act:
        act.obj.text_hash = digest(act.obj)      # checks and changes; raise StepRefused to call the act off

A `with` block on purpose: the locked region is visible.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from . import access, clock
from .models import Governed, LogEvent
from .models.log import LogChain
from .validators import refuse_personal_numbers

#: Every declared step by name: what the permission matrix and the documentation walk.
STEPS: dict[str, "Step"] = {}


#: What is still told in the log of a partnership that is closed: the closing itself, and the erasing of people.
AFTER_CLOSING = frozenset({"partnership.close", "person.ask_erasure", "person.keep", "person.erase"})


class StepRefused(Exception):
    """The act cannot be done now. The message says why, to the person who tried."""


class EditConflict(StepRefused):
    """Somebody else changed the record meanwhile. `current` is what stands there now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Both texts are shown: compare and save again."))
        self.current = current


@dataclass
class Act:
    """One act while it goes on: what is saved through it ends up in history and in one log event."""

    action: str
    actor: Any
    authority: str = ""
    organisation: Any = None
    root: Any = None
    obj: Any = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    is_open: bool = False  # once it has been asked whether what it is about is closed

    def save(self, obj: models.Model) -> Any:
        """Save `obj`, with history if it is governed, and note old and new values for the log.

        Raises StepRefused for a personal identity number in any text of it: history would keep it for ever.
        """
        self._refuse_in_closed(obj)
        model = type(obj)
        old = model._base_manager.filter(pk=obj.pk).first() if obj.pk else None
        fields = _differences(old, obj)
        if old is not None and not fields and not _differs_untold(old, obj):
            return obj
        for text in _new_texts(old, obj):
            _refuse_personal_numbers(text)
        if isinstance(obj, Governed):
            obj.version += 1
            self._sign(obj)
        obj.save()
        self._note(obj, "+" if old is None else "~", fields if old is not None else _differences(None, obj))
        return obj

    def delete(self, obj: Governed) -> None:
        """Delete a draft's part; history keeps it. Approved records refuse in the database."""
        fields = {name: [pair[1], None] for name, pair in _differences(None, obj).items()}
        pk = obj.pk
        self._sign(obj)
        obj.delete()
        obj.pk = pk
        self._note(obj, "-", fields)

    def touch(self, obj: models.Model) -> None:
        """Let the log speak of `obj` although no field of it changed."""
        if self.root is None:
            self.root = obj.log_root if isinstance(obj, Governed) else obj

    def notify(self, people: Any, *, key: str, text: Any, url: str, **values: Any) -> None:
        """Tell `people` once, by a row now and by e-mail after commit, except the actor.

        `values` are set into `text` when it is read; one that is a function is asked in the reader's language.
        """
        from .notifications import notify, worded

        others = [one for one in people if one.pk != getattr(self.actor, "pk", None)]
        notify(others, key=key, text=worded(text, values), url=url)

    def _refuse_in_closed(self, obj: models.Model) -> None:
        """Nothing changes in a closed partnership; asked once an act, of what the act is told of."""
        if self.is_open:
            return
        root = self.root if self.root is not None else obj.log_root if isinstance(obj, Governed) else obj
        if self.action not in AFTER_CLOSING and getattr(getattr(root, "partnership", None), "closed_on", None):
            raise StepRefused(_("The partnership is closed. It can be read, and nothing in it changes."))
        self.is_open = True

    def _sign(self, obj: Any) -> None:
        obj._history_user, obj._change_reason, obj._history_date = (
            self.actor,
            self.authority or self.action,
            clock.now(),
        )

    def _note(self, obj: Any, kind: str, fields: dict[str, list[Any]]) -> None:
        self.touch(obj)
        label = obj._meta.label_lower
        self.changes.append({"model": label, "pk": obj.pk, "kind": kind, "fields": fields})
        if isinstance(obj, Governed):
            row = obj.history.order_by("-history_id").first()
            columns = columns_of(type(row))
            self.rows.append([row._meta.label_lower, row.history_id, columns])
            self.digests.append(row_digest(row, columns))

    def close(self) -> LogEvent:
        """Write the one log event of the act."""
        _refuse_personal_numbers(self.authority)
        actor = self.actor if getattr(self.actor, "pk", None) else None
        return LogEvent.objects.create(
            chain=chain_of(self.root),
            at=clock.now(),
            actor=actor,
            organisation=self.organisation,
            action=self.action,
            object_type=self.root._meta.label_lower,
            object_id=self.root.pk,
            authority=self.authority,
            changes=self.changes,
            rows=self.rows,
            digest=digest_of(self.digests),
        )


@contextmanager
def record(
    action: str, *, actor: Any, right: str = "", scope: Any = None, authority: str = "", root: Any = None
) -> Iterator[Act]:
    """An act that is not a change of state: create, edit. Checks `right` on `scope` (both empty: the system acts).

    Raises PermissionDenied. Everything saved through the act is one transaction and one log event.
    """
    with transaction.atomic():
        if right:
            access.require(actor, right, scope)
        organisation = access.acting_organisation(actor, scope if scope is not None else root) if actor else None
        act = Act(action, actor, authority, organisation, root)
        yield act
        if act.changes or root is not None:
            act.close()


@dataclass(frozen=True)
class Step:
    """A change of state: from which states, to which, and the right it takes.

    `right` is checked on the object's own scope; steps whose right lies elsewhere (a party's signature) leave it empty
    and call `access.require` first thing inside the block.
    """

    name: str
    model: type[models.Model]
    right: str
    sources: tuple[str, ...]
    target: str | None = None

    def __post_init__(self) -> None:
        STEPS[self.name] = self

    @contextmanager
    def take(self, pk: int, *, actor: Any, authority: str = "", scope: Any = None) -> Iterator[Act]:
        """Lock the row, check right and state, let the block work on `act.obj`, save it, log.

        Raises PermissionDenied for a missing right, StepRefused when the row has moved on.
        """
        with transaction.atomic():
            obj: Any = self.model._base_manager.select_for_update(of=("self",)).get(pk=pk)
            if self.right:
                access.require(actor, self.right, scope if scope is not None else obj)
            if obj.status not in self.sources:
                raise StepRefused(
                    _("This has already moved on: it is now “%(state)s”.") % {"state": obj.get_status_display()}
                )
            organisation = access.acting_organisation(actor, scope if scope is not None else obj) if actor else None
            act = Act(self.name, actor, authority, organisation, obj.log_root, obj)
            if self.target is not None:
                obj.status = self.target
            yield act
            act.save(obj)
            act.close()


def edit(
    obj: Governed,
    *,
    actor: Any,
    right: str,
    values: Mapping[str, Any],
    version: int | None = None,
    action: str = "",
    authority: str = "",
    scope: Any = None,
) -> Any:
    """Set `values` on `obj` as one act. With `version`, raise EditConflict if it has been changed since then."""
    model = type(obj)
    with record(
        action or f"{model._meta.model_name}.edit",
        actor=actor,
        right=right,
        scope=scope if scope is not None else obj,
        authority=authority,
    ) as act:
        locked = model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        if version is not None and locked.version != version:
            raise EditConflict(locked)
        for name, value in values.items():
            setattr(locked, name, value)
        act.save(locked)
    return locked


# -- What the log holds -----------------------------------------------------------------------------------------------
def chain_of(obj: Any) -> LogChain:
    """The log chain that an object's events belong to: its body's if it has one, else its partnership's or own."""
    for scope in (access.BODY, access.PARTNERSHIP, access.ORGANISATION):
        owner = getattr(obj, scope, None)
        if owner is not None:
            return owner.chain
    raise TypeError(f"{obj._meta.label} belongs to no log chain")


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


#: Never told in the log: bookkeeping of the row itself.
UNTOLD = frozenset({"id", "version"})


def _differences(old: Any, new: Any) -> dict[str, list[Any]]:
    """Field name -> [old, new] of what differs; a new row against nothing, its empty fields left out."""
    private: frozenset[str] = getattr(new, "private_fields", frozenset()) | UNTOLD
    result = {}
    for one in new._meta.concrete_fields:
        if one.name in private:
            continue
        before = getattr(old, one.attname) if old is not None else None
        after = one.to_python(getattr(new, one.attname)) if not one.is_relation else getattr(new, one.attname)
        if before != after and not (old is None and after in ("", None, False)):
            result[one.name] = [_plain(before), _plain(after)]
    return result


def _new_texts(old: Any, new: Any) -> Iterator[str]:
    """The texts of `new` that are not those of `old`. Hashes are no texts: any digits may meet in one."""
    for one in new._meta.concrete_fields:
        if isinstance(one, models.CharField | models.TextField) and not one.name.endswith(("_hash", "_digest")):
            text = getattr(new, one.attname)
            if text and (old is None or text != getattr(old, one.attname)):
                yield str(text)


def _refuse_personal_numbers(text: str) -> None:
    try:
        refuse_personal_numbers(text)
    except ValidationError as error:
        raise StepRefused(error.messages[0]) from error


def _differs_untold(old: Any, new: Any) -> bool:
    """Whether a field differs that the log never tells."""
    names = {one.name: one.attname for one in new._meta.concrete_fields}
    private: frozenset[str] = getattr(new, "private_fields", frozenset())
    return any(getattr(old, names[name]) != getattr(new, names[name]) for name in private)


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a history model as it stands: what an event's digest covers from the day it is written."""
    return sorted(one.attname for one in model._meta.concrete_fields)


def row_digest(row: models.Model, columns: Iterable[str]) -> str:
    """SHA-256 of a history row's values in `columns`: what verify_log compares.

    The names go into the digest with the values, so that a list of columns cannot be shortened unseen. A column that
    has been dropped since has a value no more, and gives another digest.
    """
    values = {name: _canonical(getattr(row, name)) for name in columns if hasattr(row, name)}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _canonical(value: Any) -> str | None:
    """One spelling of a value, whether it comes from Python or back from the database."""
    if value is None:
        return None
    if hasattr(value, "astimezone"):
        from datetime import UTC

        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return str(value)


def digest_of(digests: list[str]) -> str:
    """SHA-256 of the history rows of one event, in order."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def model_named(label: str) -> type[models.Model]:
    """The model a log event speaks of."""
    return apps.get_model(label)
