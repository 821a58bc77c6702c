"""Who may do what. Every right in the product stands in `ACTIONS`; nothing else compares roles.

Mandates, partnership roles and seats are the truth. `sync` turns those that hold today into rows of guardian's
direct tables, one for each guarded scope (Organisation, Partnership, Body); every other object takes its rights from
one of these. No superuser shortcut: Django's flags mean nothing here (design: parity).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from psycopg2 import sql

from . import clock

ORGANISATION, PARTNERSHIP, BODY = "organisation", "partnership", "body"
PUBLIC, IDEBUREN = "public", "ideburen"

#: Scope -> (guarded model, guardian's direct table for it).
SCOPES = {
    ORGANISATION: ("partnerships.Organisation", "partnerships.OrganisationUserObjectPermission"),
    PARTNERSHIP: ("partnerships.Partnership", "partnerships.PartnershipUserObjectPermission"),
    BODY: ("governance.Body", "governance.BodyUserObjectPermission"),
}


class Role(StrEnum):
    """A role that a dated mandate, partnership role or seat gives."""

    REPRESENTATIVE = "representative"
    SIGNATORY = "signatory"
    ECONOMIST = "economist"
    READER = "reader"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    SUBSTITUTE = "substitute"
    CO_OPTED = "co_opted"

    @property
    def label(self) -> Promise:
        """The role's name for people."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, Promise] = {
    Role.REPRESENTATIVE: _("representative"),
    Role.SIGNATORY: _("signatory"),
    Role.ECONOMIST: _("economist"),
    Role.READER: _("reader"),
    Role.COORDINATOR: _("coordinator"),
    Role.OBSERVER: _("observer"),
    Role.CHAIR: _("chair"),
    Role.VICE_CHAIR: _("vice chair"),
    Role.SECRETARY: _("secretary"),
    Role.MEMBER: pgettext_lazy("of a body", "member"),
    Role.SUBSTITUTE: _("substitute"),
    Role.CO_OPTED: _("co-opted"),
}

MANDATES = frozenset({Role.REPRESENTATIVE, Role.SIGNATORY, Role.ECONOMIST, Role.READER})
SEATS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.SECRETARY, Role.MEMBER, Role.SUBSTITUTE, Role.CO_OPTED})
REPRESENTATIVE, SIGNATORY, ECONOMIST = ({role} for role in (Role.REPRESENTATIVE, Role.SIGNATORY, Role.ECONOMIST))
COORDINATOR = {Role.COORDINATOR}
MEETING_LEADERS = {Role.CHAIR, Role.SECRETARY}


@dataclass(frozen=True)
class Action:
    """Something one may do in a scope, which roles may, and from which side if only one."""

    name: str
    scope: str
    label: Promise
    roles: frozenset[Role]
    side: str = ""

    @property
    def who(self) -> str:
        """The roles that hold the action, for people to read."""
        roles = ", ".join(str(role.label) for role in Role if role in self.roles)
        if self.side:
            on_side = gettext("%(roles)s on the public side")
            if self.side != PUBLIC:
                on_side = gettext("%(roles)s on the idéburen side")
            return on_side % {"roles": roles}
        return roles


def _actions(scope: str, *rows: tuple[Any, ...]) -> Iterator[Action]:
    for name, label, roles, *side in rows:
        yield Action(name, scope, label, frozenset(roles), *side)


#: The one table of rights, in the order of the page "Vem får göra vad".
ACTIONS: dict[str, Action] = {
    action.name: action
    for action in [
        *_actions(
            ORGANISATION,
            ("view_organisation", _("read the organisation's own drafts"), MANDATES),
            ("edit_organisation", _("edit the organisation's profile and units"), REPRESENTATIVE),
            ("manage_mandates", _("invite people and give them mandates"), REPRESENTATIVE),
            ("start_partnership", _("start an initiative to a partnership"), REPRESENTATIVE),
            ("edit_annex", _("write the organisation's own annex while it is a draft"), REPRESENTATIVE),
            ("edit_service", _("edit the organisation's own services"), REPRESENTATIVE),
            ("edit_report", _("write and submit monthly reports"), REPRESENTATIVE),
            ("edit_proposal", _("write and submit proposals to the shared fund"), REPRESENTATIVE),
            ("sign", _("sign agreements for the organisation"), SIGNATORY),
            ("decline", _("decline to take part, or leave"), SIGNATORY),
            ("ratify", _("ratify decisions for the organisation"), SIGNATORY),
            ("accept_grant", _("accept the terms of a grant"), SIGNATORY),
            ("request_payment", _("request payment of a grant"), ECONOMIST),
            ("erase_person", _("ask for or confirm, as one of two, that a former colleague is erased"), REPRESENTATIVE),
            (
                "edit_commitment",
                _("write what the organisation brings and owns into an agreement while it is a draft"),
                REPRESENTATIVE,
            ),
            ("enter_contribution", _("enter what the organisation has brought"), REPRESENTATIVE | ECONOMIST),
            (
                "state_aid",
                _("state which state aid the organisation has received or given"),
                REPRESENTATIVE | ECONOMIST,
            ),
            ("enter_decision", _("enter what the organisation has decided about taking part"), REPRESENTATIVE),
            ("end_agreement", _("give notice of an agreement, rescind it, or consent to taking that back"), SIGNATORY),
            ("answer_end", _("answer another party's notice or rescission"), REPRESENTATIVE | SIGNATORY),
            ("approve_closing", _("approve for the organisation that a partnership is closed"), SIGNATORY),
            ("do_winding", _("mark the organisation's winding-down as done, and verify others'"), REPRESENTATIVE),
            ("edit_perspective", _("write and share the organisation's view of the challenge"), REPRESENTATIVE),
            ("approve_analysis", _("approve the joint analysis for the organisation"), REPRESENTATIVE),
        ),
        *_actions(
            PARTNERSHIP,
            ("view_partnership", _("read the partnership"), frozenset(Role)),
            ("edit_partnership", _("edit the overview and the phases"), COORDINATOR),
            ("manage_parties", _("propose parties and begin the dialogue"), COORDINATOR),
            ("invite", _("invite coordinators, observers and a party's first representative"), COORDINATOR),
            ("draft_agreement", _("write agreement text while it is a draft"), COORDINATOR),
            ("propose_agreement", _("propose an agreement for signing, or take it back"), COORDINATOR),
            ("manage_bodies", _("create bodies and set their rules"), COORDINATOR),
            ("open_own_room", _("open the NGOs' own room"), COORDINATOR, IDEBUREN),
            ("confirm_report", _("confirm monthly reports"), ECONOMIST, PUBLIC),
            ("manage_fund", _("enter the fund's rules, as decided"), COORDINATOR),
            ("attest_payment", _("attest payments"), ECONOMIST, PUBLIC),
            ("pay", _("enter payments as made"), ECONOMIST, PUBLIC),
            (
                "confirm_erasure",
                _("ask for or confirm, as one of two, that a person who has left is erased"),
                COORDINATOR,
            ),
            ("choose_form", _("weigh the form of cooperation, and settle it with the other side"), COORDINATOR),
            ("state_aid_given", _("state which state aid the public side has given to a party"), COORDINATOR, PUBLIC),
            ("wind_down", _("plan the winding-down, and see to what is joint in it"), COORDINATOR),
            ("write_analysis", _("write the joint analysis, propose it for approval or take it back"), COORDINATOR),
            (
                "check_condition",
                _("check conditions that another organisation is to fulfil"),
                REPRESENTATIVE | COORDINATOR,
            ),
            (
                "note_context",
                _("note what happens outside, and the consultation it takes"),
                REPRESENTATIVE | COORDINATOR,
            ),
            (
                "propose_wording",
                _("propose wording for a draft, and hand over the own organisation's turn to write"),
                REPRESENTATIVE | COORDINATOR,
            ),
            ("comment_agreement", _("comment on the text of a draft"), MANDATES - {Role.READER} | COORDINATOR),
        ),
        *_actions(
            BODY,
            ("view_body", _("read a members-only body"), SEATS),
            ("manage_seats", _("give and end seats"), MEETING_LEADERS | COORDINATOR),
            ("call_meeting", _("plan and call meetings, set the agenda"), MEETING_LEADERS | COORDINATOR),
            ("propose_item", _("propose items for the agenda"), SEATS - {Role.CO_OPTED}),
            ("keep_minutes", _("keep minutes or notes, record attendance and decisions"), MEETING_LEADERS),
            (
                "approve_minutes",
                _("approve minutes or notes when named as approver"),
                SEATS - {Role.SECRETARY, Role.CO_OPTED},
            ),
            ("complete_action", _("mark actions as done"), SEATS - {Role.CO_OPTED}),
        ),
    ]
}


def declare(**_signal: Any) -> None:
    """Let the database have one permission for each action, after every migration; no model declares them.

    Where an action is new, everybody's rights are worked out anew at the next request.
    """
    of_type = apps.get_model("contenttypes.ContentType").objects.get_for_model
    models_of = {scope: of_type(apps.get_model(model)) for scope, (model, _table) in SCOPES.items()}
    made = [
        Permission.objects.get_or_create(
            codename=action.name, content_type=models_of[action.scope], defaults={"name": action.name}
        )[1]
        for action in ACTIONS.values()
    ]
    if any(made):
        apps.get_model("partnerships.User").objects.update(rights_valid_on=None)


# -- Asking -----------------------------------------------------------------------------------------------------------
def _table(scope: str) -> Any:
    return apps.get_model(SCOPES[scope][1])


def scope_of(obj: Any, scope: str) -> Any:
    """The guarded object of kind `scope` that `obj` takes its rights from: `obj` itself or what it belongs to."""
    return getattr(obj, scope)


class Rights:
    """What one person may do, on what, at one moment: one query, at the first question."""

    def __init__(self, user: Any) -> None:
        self._user = user

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        if not self._user.is_active:
            return {}
        rows = sql.SQL("SELECT permission_id, content_object_id FROM {} WHERE user_id = %(user)s")
        held = [rows.format(sql.Identifier(_table(scope)._meta.db_table)) for scope in SCOPES]
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL(
                    "SELECT codename, array_agg(content_object_id) FROM ({}) held"
                    " JOIN auth_permission ON auth_permission.id = permission_id GROUP BY codename"
                ).format(sql.SQL(" UNION ALL ").join(held)),
                {"user": self._user.pk},
            )
            return dict(cursor.fetchall())

    def on(self, action: str) -> list[int]:
        """The keys of the guarded objects on which the person holds `action`."""
        return self._keys.get(action, [])


def keep_rights(user: Any) -> None:
    """Answer every further question about `user`, this instance, from one reading: for a request that only reads."""
    user.kept_rights = Rights(user)


def actions_for(user: Any, *objects: Any) -> set[str]:
    """The names of the actions that `user` holds on guarded `objects`: no superuser shortcut."""
    names: set[str] = set()
    for obj in objects:
        if not user.is_authenticated or not user.is_active or obj is None:
            continue
        if user.kept_rights:
            scope = obj._meta.model_name
            names.update(
                name for name, one in ACTIONS.items() if one.scope == scope and obj.pk in user.kept_rights.on(name)
            )
        else:
            rows = _table(obj._meta.model_name).objects.filter(user=user, content_object=obj)
            names.update(rows.values_list("permission__codename", flat=True))
    return names


def objects_with(user: Any, action: str) -> models.QuerySet[Any, Any] | list[int]:
    """The keys of the guarded objects on which `user` holds `action`, for `__in`: a subquery, or the keys if kept."""
    if user.kept_rights:
        return user.kept_rights.on(action)
    return _rows_with(user, action).values("content_object")


def keys_with(user: Any, action: str) -> set[int]:
    """The keys of the guarded objects on which `user` holds `action`."""
    if user.kept_rights:
        return set(user.kept_rights.on(action))
    return set(_rows_with(user, action).values_list("content_object", flat=True))


def _rows_with(user: Any, action: str) -> models.QuerySet[Any, Any]:
    table = _table(ACTIONS[action].scope)
    if not user.is_active:
        return table.objects.none()
    return table.objects.filter(user=user.pk, permission__codename=action)


def may(user: Any, action: str, obj: Any) -> bool:
    """Whether `user` holds `action` on the scope that `obj` belongs to. At most one query: never in a loop."""
    target = scope_of(obj, ACTIONS[action].scope)
    if target is not None and user.kept_rights:
        return target.pk in user.kept_rights.on(action)
    return target is not None and _rows_with(user, action).filter(content_object=target).exists()


def may_somewhere(user: Any, action: str) -> bool:
    """Whether `user` holds `action` on anything at all."""
    return bool(user.kept_rights.on(action)) if user.kept_rights else _rows_with(user, action).exists()


def require(user: Any, action: str, obj: Any) -> None:
    """Raise PermissionDenied, saying which role could, unless `user` holds `action` on what `obj` belongs to."""
    if not may(user, action, obj):
        raise PermissionDenied(refusal(action))


def require_any(user: Any, *rights: tuple[str, Any]) -> None:
    """Raise PermissionDenied unless `user` holds one of the (action, object) pairs."""
    if not any(may(user, action, obj) for action, obj in rights):
        raise PermissionDenied(refusal(*(action for action, _obj in rights)))


def refusal(*names: str) -> str:
    """The sentence a person reads who may see something but not do this with it."""
    who = gettext(" or ").join(ACTIONS[name].who for name in names)
    return gettext("Your role does not allow this. It takes: %(who)s.") % {"who": who}


def people_with(action: str, obj: Any) -> models.QuerySet[Any]:
    """The active people who hold `action` on the scope that `obj` belongs to: for notices and 'who is waited for'."""
    scope = ACTIONS[action].scope
    rows = _table(scope).objects.filter(content_object=scope_of(obj, scope), permission__codename=action)
    return apps.get_model("partnerships.User").objects.filter(pk__in=rows.values("user"), is_active=True)


# -- From mandates to rows --------------------------------------------------------------------------------------------
class Held(NamedTuple):
    """A role that a person holds in a scope today."""

    scope: str
    object_id: int
    role: Role
    side: str


Source = Callable[[Any, date], Iterable[Held]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a function (person, day) -> roles held. Governance registers its seats with it."""
    if source not in _sources:
        _sources.append(source)


def roles_held(person: Any, day: date) -> set[Held]:
    """Every role that `person` holds on `day`, in every scope."""
    return {held for source in [_mandates_and_roles, *_sources] for held in source(person, day)}


def _mandates_and_roles(person: Any, day: date) -> Iterator[Held]:
    mandate_model, party_model, role_model = (
        apps.get_model("partnerships", name) for name in ("Mandate", "Party", "PartnershipRole")
    )
    mandates = mandate_model.objects.valid_on(day).filter(person=person).select_related("organisation")
    by_organisation = defaultdict(list)
    for mandate in mandates:
        held = Held(ORGANISATION, mandate.organisation_id, Role(mandate.role), mandate.organisation.side)
        by_organisation[mandate.organisation_id].append(held)
        yield held
    inside = party_model.objects.filter(organisation__in=by_organisation, status__in=party_model.INSIDE)
    for party in inside.select_related("partnership"):
        for held in by_organisation[party.organisation_id]:
            role = role_in(party.partnership, held.role, day)
            if role is not None:
                yield held._replace(scope=PARTNERSHIP, object_id=party.partnership_id, role=role)
    for role in role_model.objects.valid_on(day).filter(person=person).select_related("organisation"):
        side = role.organisation.side if role.organisation else ""
        yield Held(PARTNERSHIP, role.partnership_id, Role(role.role), side)


def role_in(partnership: Any, role: Role, day: date) -> Role | None:
    """What a role gives in a partnership on `day`: in a closed one reading only, and after a time no more.

    Then the parties' representatives alone read on: what is there is their organisations' own record.
    """
    if partnership.closed_on is None:
        return role
    if day < partnership.readable_until or role == Role.REPRESENTATIVE:
        return Role.CO_OPTED if role in SEATS else Role.READER
    return None


def sync(*people: Any) -> None:
    """Make guardian's rows of each person say what that person's mandates, roles and seats say today."""
    day, users = clock.today(), apps.get_model("partnerships.User").objects
    permission_ids = dict(Permission.objects.filter(codename__in=ACTIONS).values_list("codename", "pk"))
    for person in sorted(set(people), key=lambda one: one.pk):
        with transaction.atomic():
            locked = users.select_for_update().get(pk=person.pk)
            held = roles_held(locked, day) if locked.is_active else set()
            for scope in SCOPES:
                _write_rows(scope, locked, {one for one in held if one.scope == scope}, permission_ids)
            users.filter(pk=person.pk).update(rights_valid_on=day)
        person.rights_valid_on = day


def _write_rows(scope: str, person: Any, held: set[Held], permission_ids: dict[str, int]) -> None:
    table = _table(scope)
    wanted = {
        (one.object_id, permission_ids[action.name])
        for one in held
        for action in ACTIONS.values()
        if action.scope == scope and one.role in action.roles and action.side in ("", one.side)
    }
    rows = table.objects.filter(user=person)
    present = {(row.content_object_id, row.permission_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    table.objects.bulk_create(
        table(user=person, content_object_id=object_id, permission_id=permission_id)
        for object_id, permission_id in sorted(wanted - present.keys())
    )


def acting_organisation(actor: Any, obj: Any) -> Any:
    """The organisation that `actor` acts for when doing something with `obj`; None for an observer or the system.

    One's own mandate in the object's organisation first, then a role in the partnership, then any mandate in one of
    its parties.
    """
    organisation_model, role_model = (
        apps.get_model("partnerships", name) for name in ("Organisation", "PartnershipRole")
    )
    day = clock.today()
    mine = organisation_model.objects.filter(
        pk__in=apps.get_model("partnerships", "Mandate")
        .objects.valid_on(day)
        .filter(person=actor)
        .values("organisation")
    )
    own = getattr(obj, ORGANISATION, None)
    if own is not None and mine.filter(pk=own.pk).exists():
        return own
    partnership = getattr(obj, PARTNERSHIP, None)
    if partnership is None:
        return mine.order_by("pk").first()
    role = (
        role_model.objects.valid_on(day)
        .filter(partnership=partnership, person=actor, organisation__isnull=False)
        .select_related("organisation")
        .first()
    )
    if role:
        return role.organisation
    return mine.filter(parties__partnership=partnership).order_by("pk").first()
