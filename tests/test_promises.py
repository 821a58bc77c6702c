"""What the database promises (docs: the invariants), tried against the database itself.

Each promise is one statement that must be refused. Its control turns off the trigger or constraint that refuses, and
shows that the very same statement then succeeds: so a test fails when its promise is gone.
"""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import IntegrityError, connection, models, transaction

from governance.models import Decision, FundProposal, Grant, Meeting, PaymentRequest
from partnerships import clock, documents, steps
from partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementSection,
    Governed,
    OldAgreement,
    Service,
    Signature,
    WordingProposal,
)
from tests import factories

OURS = ("partnerships", "governance", "reporting")
GOVERNED = [model for model in apps.get_models() if issubclass(model, Governed)]
APPEND_ONLY = [
    *(apps.get_model(label) for label in ("partnerships.LogEvent", "partnerships.Signature", "partnerships.Document")),
    apps.get_model("partnerships.PartyDecision"),
    apps.get_model("partnerships.EndAnswer"),
    apps.get_model("partnerships.ClosingApproval"),
    apps.get_model("partnerships.AutomaticExtension"),
    *(apps.get_model("partnerships", name) for name in ("AidGrant", "TextSeen", "SigningPaper", "SignedFile")),
    apps.get_model("partnerships.AnalysisApproval"),
    *(apps.get_model("partnerships", name) for name in ("CommitmentActual", "ConditionCheck")),
    apps.get_model("partnerships.DraftingTurn"),
    *(apps.get_model("governance", name) for name in ("FundMovement", "MinutesApproval", "MinutesAddendum")),
    *(model.history.model for model in GOVERNED),
]


@contextmanager
def undone():
    """A block whose every change, to rows and tables alike, is taken back."""
    with transaction.atomic():
        connection.check_constraints()  # a table with pending events cannot be altered
        yield
        transaction.set_rollback(True)


def turn_off(cursor, table, guards):
    """Drop the triggers, constraints or unique indexes named `guards`, separated by spaces, from the table."""
    drop = {
        "trigger": 'DROP TRIGGER "{guard}" ON "{table}"',
        "constraint": 'ALTER TABLE "{table}" DROP CONSTRAINT "{guard}"',
        "index": 'DROP INDEX "{guard}"',
    }
    for guard in guards.split():
        cursor.execute(
            "SELECT 'trigger' FROM pg_trigger WHERE tgrelid = %(table)s::regclass AND tgname = %(guard)s UNION ALL "
            "SELECT 'constraint' FROM pg_constraint WHERE conrelid = %(table)s::regclass AND conname = %(guard)s "
            "UNION ALL SELECT 'index' FROM pg_indexes WHERE tablename = %(table)s AND indexname = %(guard)s",
            {"table": table, "guard": guard},
        )
        (kind,) = cursor.fetchone()
        cursor.execute(drop[kind].format(table=table, guard=guard))


def forget_references(cursor, table):
    """Drop the foreign keys that refer to the table: they alone would stop what is asked of its own rows."""
    cursor.execute(
        "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint"
        " WHERE confrelid = %(table)s::regclass AND contype = 'f'",
        {"table": table},
    )
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)


def refused(statement, values=None, match=""):
    """Assert that the database refuses the statement with a text that matches."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# -- 1. What is written stays ------------------------------------------------------------------------------------------
@contextmanager
def as_account(kind):
    """Speak to the database as the role the product is given, or as one that is no superuser and owns nothing."""
    with undone(), connection.cursor() as cursor:
        if kind == "ordinary":
            name = f"ordinary_{connection.settings_dict['NAME']}"
            cursor.execute(f'CREATE ROLE "{name}"; GRANT ALL ON ALL TABLES IN SCHEMA public TO "{name}"')
            cursor.execute(f'SET LOCAL ROLE "{name}"')
        yield cursor


#: What somebody might try on a whole table; {column} is any column that is no key.
ATTEMPTS = ['UPDATE "{table}" SET "{column}" = "{column}"', 'DELETE FROM "{table}"', 'TRUNCATE "{table}" CASCADE']


def attempt(model, statement):
    column = next(one.column for one in model._meta.concrete_fields if not one.primary_key)
    return statement.format(table=model._meta.db_table, column=column)


@pytest.mark.parametrize("account", ["its own", "ordinary"])
@pytest.mark.parametrize("statement", ATTEMPTS, ids=["update", "delete", "truncate"])
def test_append_only_tables_refuse(furnished, statement, account):
    with as_account(account):
        for model in APPEND_ONLY:
            assert model._base_manager.exists(), f"furnish() makes no {model._meta.label}: nothing is proved"
            refused(attempt(model, statement), match=f"{model._meta.db_table} is append-only")


@pytest.mark.parametrize("statement", ATTEMPTS, ids=["update", "delete", "truncate"])
def test_control_without_the_trigger_they_would_not(furnished, statement):
    for model in APPEND_ONLY:
        table = model._meta.db_table
        with undone(), connection.cursor() as cursor:
            # TRUNCATE … CASCADE reaches tables that promise the same: only the table's own rows are asked for here.
            turn_off(cursor, table, "append_only append_only_whole")
            forget_references(cursor, table)
            cursor.execute(attempt(model, statement.replace(" CASCADE", "")))
            if not statement.startswith("TRUNCATE"):
                assert cursor.rowcount > 0


def test_append_only_rows_refuse_the_orm(furnished):
    for model in APPEND_ONLY:
        row = model._base_manager.first()
        name = next(one.attname for one in model._meta.concrete_fields if not one.primary_key)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{name: getattr(row, name)})
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            row.save(force_update=True)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model._base_manager.filter(pk=row.pk)._raw_delete("default")


def test_a_superuser_gets_no_further_in_the_back_office(world, rf):
    request = rf.get("/")
    request.user = world.superuser
    for model, back_office in admin.site._registry.items():
        if issubclass(model, Governed) or model in APPEND_ONLY:
            assert not back_office.has_add_permission(request), model
            assert not back_office.has_change_permission(request), model
            assert not back_office.has_delete_permission(request), model


def test_every_table_that_must_only_grow_is_guarded(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'O'"
            " AND tgname IN ('append_only', 'append_only_whole') GROUP BY 1 HAVING count(*) = 2"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in APPEND_ONLY} - guarded == set()


# -- 2 to 9. One statement for each promise ----------------------------------------------------------------------------
def copy(row, **changes):
    """The statement that inserts the row called `row` once more, with some columns changed. {…} is its table."""
    pairs = "".join(f", '{column}', {value}" for column, value in changes.items())
    return (  # {table} is filled in by the test, from PROMISES
        "INSERT INTO {table} SELECT (jsonb_populate_record({table}.*, jsonb_build_object("  # noqa: S608
        f"'id', nextval(pg_get_serial_sequence('{{table}}', 'id')){pairs}))).* FROM {{table}} WHERE id = %({row})s"
    )


def change(row, setting):
    """The statement that sets something on the row called `row`."""
    return f"UPDATE {{table}} SET {setting} WHERE id = %({row})s"  # noqa: S608


def remove(row):
    """The statement that deletes the row called `row`."""
    return f"DELETE FROM {{table}} WHERE id = %({row})s"  # noqa: S608


def copy_and(setting, row, **changes):
    """The statement that inserts a row as `copy` does, and then sets something on the new row."""
    newest = "id = (SELECT max(id) FROM {table})"
    return f"{copy(row, **changes)}; UPDATE {{table}} SET {setting} WHERE {newest}"  # noqa: S608


#: A payment before anybody but the one who asks has had to do with it.
REQUESTED = {
    "status": "'requested'",
    **dict.fromkeys(["attested_by_id", "attested_at", "paid_by_id", "paid_on"], "null"),
    "reference": "''",
}

#: An agreement before it has been proposed.
DRAFT = {"status": "'draft'", "round": "0", "text_hash": "''", "proposed_on": "null", "in_force_on": "null"}

#: A choice of form that is settled, for the NGO by its coordinator.
SETTLED = (
    "status = 'settled', settled_by_id = %(ngo_coordinator)s, settled_for_id = %(ngo_org)s, settled_at = now(), "
    "proposed_at = coalesce(proposed_at, now()), proposed_by_id = %(city_coordinator)s, proposed_for_id = %(city_org)s"
)

#: What: (table, the trigger or constraint that refuses, the refusal's words, the statement).
P, G = "partnerships_", "governance_"
PROMISES = {
    # 2. The text of a proposed, signed or ended agreement and of approved minutes never changes.
    "text in force": (P + "agreementsection", "draft_only", "in draft only", change("section", "body = 'x'")),
    "heading in force": (P + "agreementsection", "draft_only", "in draft only", change("section", "heading = 'x'")),
    "text of a proposal": (
        P + "agreementsection",
        "draft_only",
        "in draft only",
        change("amendment_section", "body = ''"),
    ),
    "text of an annex": (P + "agreementsection", "draft_only", "in draft only", change("annex_section", "body = 'x'")),
    "section more": (P + "agreementsection", "draft_only", "in draft only", copy("section", position=9)),
    "section less": (P + "agreementsection", "draft_only", "in draft only", remove("section")),
    "section moved in": (
        P + "agreementsection",
        "draft_only",
        "in draft only",
        change("draft_section", "position = 9, agreement_id = %(agreement)s"),
    ),
    "a file of another text": (P + "signingpaper", "guards", "as it is proposed", copy("paper", round="2")),
    "signed for who is no party": (
        P + "signedfile",
        "guards",
        "of one of the parties",
        copy("signed_file", party_id="%(beta_party)s"),
    ),
    "trusted with a problem": (
        P + "signedfile",
        "signedfile_trusted_without_problem",
        "trusted_without_problem",
        copy("signed_file", is_trusted="true"),
    ),
    "signature by a file that is not trusted": (
        P + "signature",
        "by_file",
        "trusted file",
        copy(
            "last_signature",
            party_id="%(ngo3_party)s",
            person_id="%(ngo3_signatory)s",
            mandate_id="%(ngo3_mandate)s",
            method="'pades'",
        ),
    ),
    "read what is not proposed": (
        P + "textseen",
        "guards",
        "as it is proposed",
        copy("text_seen", person_id="%(attested_by)s", round="2"),
    ),
    "order of signing once proposed": (
        P + "agreementparty",
        "draft_only",
        "in draft only",
        change("agreement_party", "turn = 2"),
    ),
    "turn before the first": (
        P + "agreementparty",
        "agreementparty_turn_from_one",
        "turn_from_one",
        change("draft_party", "turn = 0"),
    ),
    "party less": (P + "agreementparty", "draft_only", "in draft only", remove("agreement_party")),
    "title in force": (P + "agreement", "guards", "in draft only", change("agreement", "title = 'x'")),
    "last day in force": (P + "agreement", "guards", "in draft only", change("agreement", "ends_on = '2099-01-01'")),
    "notice proposed": (P + "agreement", "guards", "in draft only", change("amendment", "notice_months = 1")),
    "hash in force": (P + "agreement", "guards", "with its state only", change("agreement", "text_hash = 'x'")),
    "round proposed": (P + "agreement", "guards", "with its state only", change("amendment", "round = 7")),
    "subjects proposed": (P + "agreement", "changes", "in draft only", change("amendment", "subjects = '{{term}}'")),
    "target group in force": (
        P + "agreement",
        "changes",
        "in draft only",
        change("agreement", "target_group = 'x'"),
    ),
    "extension in force": (
        P + "agreement",
        "changes",
        "in draft only",
        change("agreement", "extension_kind = 'decision'"),
    ),
    "own notice in force": (
        P + "agreementparty",
        "draft_only",
        "in draft only",
        change("agreement_party", "notice_months = 1"),
    ),
    "two amendments at once": (
        P + "agreement",
        "agreement_one_open_amendment born begins",
        "one_open_amendment",
        copy("amendment", number=9, **DRAFT),
    ),
    "nothing the amendment is about": (
        P + "agreement",
        "agreement_subjects_known agreement_one_open_amendment",
        "subjects_known|one_open_amendment",
        change("draft_amendment", "subjects = '{{nothing}}'"),
    ),
    "subjects of an extension": (
        P + "agreement",
        "agreement_subjects_amendment",
        "subjects_amendment",
        change("draft", "subjects = '{{term}}'"),
    ),
    "automatic without months": (
        P + "agreement",
        "agreement_automatic_has_months",
        "automatic_has_months",
        change("draft", "extension_kind = 'automatic'"),
    ),
    "an extension nobody knows": (
        P + "agreement",
        "agreement_extension_known",
        "extension_known",
        change("draft", "extension_kind = 'x'"),
    ),
    "signed and laid aside": (
        P + "agreement",
        "agreement_dropped_is_draft",
        "dropped_is_draft",
        change("agreement", "dropped_on = '2024-01-01'"),
    ),
    "written after it was laid aside": (
        P + "agreement",
        "changes",
        "laid aside",
        change("dropped", "title = 'x'"),
    ),
    "a change of nothing": (
        P + "agreementsection",
        "section_effect_has_target target",
        "effect_has_target",
        change("change", "target_id = NULL"),
    ),
    "an effect nobody knows": (
        P + "agreementsection",
        "section_effect_known section_effect_has_target",
        "section_effect_known|section_effect_has_target",
        change("change", "effect = 'x'"),
    ),
    "struck with a text": (
        P + "agreementsection",
        "section_struck_has_no_text",
        "struck_has_no_text",
        change("change", "effect = 'strikes'"),
    ),
    "a section changed twice in one draft": (
        P + "agreementsection",
        "section_target_once",
        "section_target_once",
        copy("change", position=9),
    ),
    "a change of a draft": (
        P + "agreementsection",
        "target",
        "what has been signed",
        change("change", "target_id = %(draft_section)s"),
    ),
    "a change in the first agreement": (
        P + "agreementsection",
        "target draft_only",
        "in draft only|only an amendment",
        copy("change", agreement_id="%(agreement)s", position=9),
    ),
    "a section replaced twice": (
        P + "agreement",
        "changes",
        "replaced once",
        change("second_change", "status = 'in_force', in_force_on = '2024-01-01'"),
    ),
    "extended by itself without being in force": (
        P + "automaticextension",
        "guards",
        "in force is extended",
        copy("automatic_extension", agreement_id="%(draft)s"),
    ),
    "extended twice from one day": (
        P + "automaticextension",
        "automaticextension_once",
        "automaticextension_once",
        copy("automatic_extension"),
    ),
    "extended backwards": (
        P + "automaticextension",
        "automaticextension_later",
        "automaticextension_later",
        copy("automatic_extension", previous_end="'2030-01-01'"),
    ),
    "withdrawal twice": (P + "withdrawal", "withdrawal_one_at_a_time", "one_at_a_time", copy("withdrawal")),
    "withdrawal without a mandate": (
        P + "withdrawal",
        "guards withdrawal_one_at_a_time withdrawal_lies_ahead",
        "rests on a mandate",
        copy("withdrawal", given_on="'2019-12-31'"),
    ),
    "withdrawal born effective": (P + "withdrawal", "born", "first state", copy("withdrawal", status="'effective'")),
    "withdrawal rewritten": (P + "withdrawal", "guards", "as it was given", change("withdrawal", "reason = 'x'")),
    "withdrawal gone": (P + "withdrawal", "keep", "are kept", remove("withdrawal")),
    "withdrawal before its day": (
        P + "withdrawal",
        "guards withdrawal_lies_ahead withdrawal_earlier_is_agreed",
        "as it was given|lies_ahead",
        change("withdrawal", "leaves_on = '2019-01-01'"),
    ),
    "context event born called": (
        "reporting_contextevent",
        "born contextevent_called_by_whom",
        "first state",
        copy("context_event", status="'called'"),
    ),
    "context event called by nobody": (
        "reporting_contextevent",
        "contextevent_called_by_whom",
        "called_by_whom",
        change("context_event", "status = 'called'"),
    ),
    "context event held at once": (
        "reporting_contextevent",
        "guards contextevent_called_by_whom contextevent_held_at_a_meeting",
        "does not go from",
        change("context_event", "status = 'held'"),
    ),
    "context event settled without why": (
        "reporting_contextevent",
        "contextevent_settled_says_why",
        "settled_says_why",
        change("context_event", "status = 'settled', outcome = 'nothing'"),
    ),
    "context event with an outcome nobody knows": (
        "reporting_contextevent",
        "contextevent_outcome_known",
        "outcome_known",
        change("context_event", "status = 'settled', outcome = 'x', conclusion = 'x'"),
    ),
    "context event without its amendment": (
        "reporting_contextevent",
        "contextevent_has_amendment",
        "has_amendment",
        change("context_event", "status = 'settled', outcome = 'amendment', conclusion = 'x'"),
    ),
    "context event without its decision": (
        "reporting_contextevent",
        "contextevent_has_decision",
        "has_decision",
        change("context_event", "status = 'settled', outcome = 'decision', conclusion = 'x'"),
    ),
    "context event of a kind nobody knows": (
        "reporting_contextevent",
        "contextevent_kind_known",
        "kind_known",
        change("context_event", "kind = 'x'"),
    ),
    "context event in the room": (
        "reporting_contextevent",
        "guards",
        "that all can read",
        change("context_event", "body_id = %(room)s"),
    ),
    "context event gone": (
        "reporting_contextevent",
        "keep",
        "are kept",
        remove("context_event"),
    ),
    "another kind": (
        P + "agreement",
        "guards agreement_number_once",
        "what an agreement is",
        change("draft", "kind = 'amendment'"),
    ),
    "minutes' opening": (G + "minutes", "guards", "does not change", change("minutes", "opening = 'x'")),
    "minutes' text": (G + "minutesitem", "minutes_content", "circulated", change("minutes_item", "text = 'x'")),
    "minutes' text gone": (G + "minutesitem", "minutes_content", "circulated", remove("minutes_item")),
    "minutes' hash": (G + "minutes", "guards", "with their state only", change("minutes", "text_hash = 'x'")),
    "minutes' names": (G + "minutes", "named", "of the day when", change("minutes", "names = '[1]'")),
    "minutes reopened": (G + "minutes", "guards", "do not go from approved", change("minutes", "status = 'draft'")),
    "agenda of minutes": (G + "agendaitem", "minutes_content", "circulated", change("item", "title = 'x'")),
    "attendance of minutes": (
        G + "attendance",
        "minutes_content",
        "circulated",
        change("attendance", "presence = 'absent'"),
    ),
    "approver of minutes": (G + "minutesapprover", "minutes_content", "circulated", remove("approver")),
    "place of minutes": (G + "meeting", "guards", "have been circulated", change("meeting", "place = 'x'")),
    "minutes born approved": (
        G + "minutes",
        "begins born",
        "begin as a draft",
        copy("minutes", meeting_id="%(open_meeting)s"),
    ),
    # 2 b. What stands in an agreement as rows is frozen with its text.
    **{
        what: (P + "commitment", guards, words, statement)
        for what, guards, words, statement in [
            (
                "quantity in force",
                "draft_only",
                "in draft only",
                change("agreed_commitment", "quantity = 1, value = 220"),
            ),
            ("commitment less", "draft_only", "in draft only", remove("amending_commitment")),
            ("commitment more", "draft_only", "in draft only", copy("agreed_commitment")),
            (
                "commitment of an annex",
                "at_the_agreement draft_only",
                "not at an annex",
                change("draft_commitment", "agreement_id = %(annex)s"),
            ),
            (
                "commitment of another",
                "party_belongs",
                "another partnership",
                change("draft_commitment", "party_id = %(beta_party)s"),
            ),
            (
                "replaces another party's",
                "replaces",
                "of the same party",
                change("draft_commitment", "replaces_id = %(amending_commitment)s"),
            ),
            (
                "value of a commitment",
                "commitment_value_is_product",
                "value_is_product",
                change("draft_commitment", "value = 22000.01"),
            ),
            (
                "two years",
                "commitment_within_a_year",
                "within_a_year",
                change("draft_commitment", "ends_on = '2025-01-01'"),
            ),
            ("no basis", "commitment_value_has_basis", "has_basis", change("draft_commitment", "basis = ''")),
            (
                "nothing brought",
                "commitment_brings_something",
                "brings_something",
                change("draft_commitment", "quantity = 0, value = 0"),
            ),
        ]
    },
    **{
        what: (P + "commitmentactual", guards, words, statement)
        for what, guards, words, statement in [
            ("brought twice", "actual_period_once", "period_once", copy("outcome")),
            (
                "month of a quarter",
                "actual_period_once",
                "period_once",
                copy("outcome", starts_on="'2024-02-01'", ends_on="'2024-02-29'"),
            ),
            (
                "half a month",
                "actual_month_or_quarter actual_period_once",
                "month_or_quarter",
                copy("outcome", starts_on="'2024-05-01'", ends_on="'2024-05-15'"),
            ),
            (
                "brought in another year",
                "guards",
                "within its time",
                copy("outcome", starts_on="'2023-01-01'", ends_on="'2023-03-31'"),
            ),
            (
                "brought before it was agreed",
                "guards",
                "agreed commitment",
                copy("outcome", commitment_id="%(draft_commitment)s"),
            ),
            (
                "another value",
                "guards",
                "at its value",
                copy("outcome", starts_on="'2024-04-01'", ends_on="'2024-06-30'", unit_value=1, value=40),
            ),
            (
                "correction of another time",
                "guards",
                "same time",
                copy("outcome", corrects_id="%(outcome)s", starts_on="'2024-04-01'", ends_on="'2024-06-30'"),
            ),
        ]
    },
    **{
        what: (P + "ownershipitem", guards, words, statement)
        for what, guards, words, statement in [
            ("owner in force", "draft_only", "in draft only", change("agreed_line", "item = 'x'")),
            ("line less", "draft_only", "in draft only", remove("agreed_line")),
            (
                "line of an annex",
                "at_the_agreement draft_only",
                "not at an annex",
                change("draft_line", "agreement_id = %(annex)s"),
            ),
            (
                "owner of another",
                "owner_belongs",
                "another partnership",
                change("draft_line", "owner_id = %(beta_party)s"),
            ),
            (
                "payer of another",
                "bearer_belongs",
                "another partnership",
                change("draft_line", "cost_bearer_id = %(beta_party)s"),
            ),
            (
                "service of another",
                "service_belongs",
                "another partnership",
                change("draft_line", "kind = 'service', service_id = %(beta_service)s"),
            ),
            (
                "owned by nobody's money",
                "ownershipitem_owned_has_bearer",
                "owned_has_bearer",
                change("draft_line", "cost_bearer_id = null"),
            ),
        ]
    },
    **{
        what: (P + "condition", guards, words, statement)
        for what, guards, words, statement in [
            ("condition in force", "guards", "not be changed", change("agreed_condition", "text = 'x'")),
            ("decided condition", "guards", "not be changed", change("decided_condition", "due_on = '2030-01-01'")),
            ("condition less", "guards", "not be changed", remove("decided_condition")),
            ("condition more", "guards", "in a draft, or rests", copy("agreed_condition")),
            ("decided in a draft", "guards", "in a draft, or rests", copy("draft_condition", decision="'x'")),
            ("becomes decided", "guards", "keeps its agreement", change("draft_condition", "decision = 'x'")),
            (
                "lifted before it held",
                "guards",
                "after it has held",
                change("draft_condition", "lifted_on = '2024-01-01'"),
            ),
            (
                "condition of an annex",
                "at_the_agreement guards",
                "not at an annex",
                copy("draft_condition", agreement_id="%(annex)s"),
            ),
            (
                "condition of another",
                "party_belongs",
                "another partnership",
                change("draft_condition", "party_id = %(beta_party)s"),
            ),
            (
                "watched by another",
                "watcher_belongs",
                "another partnership",
                change("draft_condition", "watcher_id = %(beta_party)s"),
            ),
            (
                "watches itself",
                "condition_watched_by_another",
                "watched_by_another",
                change("draft_condition", "watcher_id = party_id"),
            ),
        ]
    },
    **{
        what: (P + "conditioncheck", guards, words, statement)
        for what, guards, words, statement in [
            (
                "checks one's own",
                "guards conditioncheck_answered_once",
                "somebody else",
                copy("condition_check", organisation_id="%(ngo_organisation)s"),
            ),
            (
                "checks a draft",
                "guards",
                "condition in force",
                copy("condition_check", condition_id="%(draft_condition)s"),
            ),
            ("answers twice", "conditioncheck_answered_once", "answered_once", copy("condition_check")),
        ]
    },
    # 3. An agreement is in force only if every party has signed the same hash.
    "a signature missing": (
        P + "agreement",
        "guards",
        "every party has signed",
        change("amendment", "status = 'in_force', in_force_on = '2024-01-01'"),
    ),
    "draft in force": (
        P + "agreement",
        "guards",
        "does not go from draft to in_force",
        change("draft", "status = 'in_force', in_force_on = '2024-01-01', text_hash = 'x'"),
    ),
    "born in force": (
        P + "agreement",
        "begins born agreement_one_open_amendment",
        "begins as a draft",
        copy("amendment", status="'proposed'", number=9),
    ),
    "back to draft": (
        P + "agreement",
        "guards",
        "does not go from in_force to draft",
        change("agreement", "status = 'draft'"),
    ),
    "annex first": (
        P + "agreement",
        "begins born guards agreement_one_annex_for_each_party",
        "begins as a draft",
        copy("annex", status="'in_force'", number=9),
    ),
    "signed another text": (
        P + "signature",
        "guards",
        "as it is proposed",
        copy("last_signature", agreement_id="%(amendment)s", party_id="%(ngo3_party)s", text_hash="repeat('d', 64)"),
    ),
    "signed a draft": (
        P + "signature",
        "guards",
        "as it is proposed",
        copy("last_signature", agreement_id="%(draft)s", party_id="%(ngo_party)s"),
    ),
    "signed for another": (
        P + "signature",
        "guards",
        "signatory's mandate",
        copy("last_signature", party_id="%(ngo3_party)s"),
    ),
    "signed before the mandate": (
        P + "signature",
        "guards signature_once_a_round",
        "signatory's mandate",
        copy("last_signature", at="'2019-12-31 12:00+01'"),
    ),
    # An agreement ends by an end, and an end stays as it was given.
    "ended by nobody": (P + "agreement", "ends", "by nothing else", change("agreement", "status = 'ended'")),
    "amendment ended alone": (
        P + "agreement",
        "ends",
        "by nothing else",
        change("annex", "status = 'terminated'"),
    ),
    "end changed": (P + "agreementend", "stays", "as it was given", change("end", "reason = 'x'")),
    "end earlier": (P + "agreementend", "stays", "as it was given", change("end", "last_day = '2098-01-01'")),
    "end before its day": (
        P + "agreementend",
        "stays",
        "throughout its last day",
        change("end", "status = 'effective', decided_at = '2024-01-01'"),
    ),
    "end taken back alone": (
        P + "agreementend",
        "stays",
        "when every party consents",
        change("end", "status = 'withdrawn', decided_at = '2024-01-01'"),
    ),
    "end lapsed by itself": (
        P + "agreementend",
        "stays",
        "an end lapses when",
        change("end", "status = 'lapsed', decided_at = '2024-01-01'"),
    ),
    "end born effective": (
        P + "agreementend",
        "born agreementend_once_a_party",
        "born in its first state",
        copy("end", status="'effective'", decided_at="'2024-01-01'"),
    ),
    "end by another's signatory": (
        P + "agreementend",
        "guards",
        "signatory's mandate",
        copy("end", party_id="%(ngo_party)s"),
    ),
    "end in another's name": (
        P + "agreementend",
        "guards",
        "as he or she is called",
        copy("end", name="'x'", kind="'rescission'"),
    ),
    "end of an annex": (
        P + "agreementend",
        "guards",
        "is a partnership agreement",
        copy("end", agreement_id="%(annex)s", kind="'rescission'"),
    ),
    "end by a stranger": (
        P + "agreementend",
        "party_belongs guards",
        "another partnership|signatory's",
        copy("end", party_id="%(beta_party)s"),
    ),
    "agreed by nobody": (
        P + "agreementend",
        "guards",
        "that they have signed",
        copy("end", kind="'agreed'", party_id="null", mandate_id="null", by_agreement_id="%(amendment)s"),
    ),
    "taken back by another": (
        P + "endanswer",
        "guards",
        "begins with the party that gave it",
        copy("end_answer", stance="'takes_back'"),
    ),
    "answers oneself": (
        P + "endanswer",
        "guards",
        "what another has given",
        copy("end_answer", party_id="%(ngo3_party)s"),
    ),
    "answer by a stranger": (
        P + "endanswer",
        "party_belongs guards",
        "another partnership|a party answers",
        copy("end_answer", party_id="%(beta_party)s"),
    ),
    # A winding-down plan: whoever verifies is of another party, and it goes step by step.
    "verified by the doer": (
        P + "windingitem",
        "windingitem_verified_by_another_party",
        "verified_by_another_party",
        change(
            "winding_item",
            "status = 'verified', verified_by_id = done_by_id, verified_for_id = done_for_id, verified_on = done_on",
        ),
    ),
    "verified undone": (
        P + "windingitem",
        "guards",
        "does not go from open to verified",
        change(
            "joint_item",
            "status = 'verified', done_by_id = %(requested_by)s, done_for_id = %(ngo_party)s, done_on = now(),"
            " verified_by_id = %(attested_by)s, verified_for_id = %(ngo3_party)s, verified_on = now()",
        ),
    ),
    "done by nobody": (
        P + "windingitem",
        "windingitem_done_by_someone",
        "done_by_someone",
        change("joint_item", "status = 'done'"),
    ),
    "not needed for no reason": (
        P + "windingitem",
        "windingitem_not_needed_why",
        "not_needed_why",
        change("joint_item", "status = 'not_needed'"),
    ),
    "item of a stranger": (
        P + "windingitem",
        "party_belongs",
        "another partnership",
        change("joint_item", "party_id = %(beta_party)s"),
    ),
    "done by a stranger": (
        P + "windingitem",
        "doer_belongs",
        "another partnership",
        change("winding_item", "done_for_id = %(beta_party)s"),
    ),
    "verified by a stranger": (
        P + "windingitem",
        "verifier_belongs",
        "another partnership",
        change(
            "winding_item",
            "status = 'verified', verified_on = now(),"
            " verified_by_id = %(attested_by)s, verified_for_id = %(beta_party)s",
        ),
    ),
    "item born done": (
        P + "windingitem",
        "born",
        "born in its first state",
        copy("winding_item"),
    ),
    "plan born laid aside": (
        P + "windingdown",
        "born",
        "born in its first state",
        copy("winding", status="'laid_aside'", reason="'x'"),
    ),
    "plan of another": (P + "windingdown", "guards", "stays so", change("winding", "partnership_id = %(beta)s")),
    "two plans": (P + "windingdown", "windingdown_one_at_a_time", "one_at_a_time", copy("winding")),
    # A partnership is closed when its agreement has ended.
    "closed too early": (
        P + "partnership",
        "closes",
        "when its agreement has ended",
        "UPDATE {table} SET closed_on = now(), readable_until = now() WHERE id = %(alfa)s",
    ),
    "closing approved by a stranger": (
        P + "closingapproval",
        "party_belongs",
        "another partnership",
        copy("closing_approval", party_id="%(beta_party)s"),
    ),
    # 4. Every movement has amount > 0, two different accounts, and a source.
    "nothing moved": (
        G + "fundmovement",
        "movement_amount_positive movement_one_for_each_report guards",
        "positive",
        copy("contribution", amount=0, number=9),
    ),
    "moved nowhere": (
        G + "fundmovement",
        "movement_two_accounts movement_has_source movement_one_for_each_report guards",
        "movement_(two_accounts|has_source)",
        copy("contribution", to_account="'outside'", number=9),
    ),
    "money from nowhere": (
        G + "fundmovement",
        "movement_has_source guards",
        "has_source",
        copy("contribution", report_id="null", number=9),
    ),
    "one report twice": (
        G + "fundmovement",
        "movement_one_for_each_report",
        "one_for_each_report",
        copy("contribution"),
    ),
    "open report": (
        G + "fundmovement",
        "guards movement_number_once",
        "confirmed report",
        copy("contribution", report_id="%(open_report)s", number=9),
    ),
    # 5. No grant or payment drives its account below zero.
    "committed twice": (G + "fundmovement", "guards", "committed once", copy("commitment", number=9)),
    "committed something else": (
        G + "fundmovement",
        "guards",
        "what the decision granted",
        copy("commitment", amount=2999, number=9),
    ),
    "overpaid": (
        G + "fundmovement",
        "guards governance_fundmovement_payment_id_key",
        "less left",
        copy("paid", amount=2001, number=9),
    ),
    # 6. At most one rule, mandate of a kind, seat, role or capacity on the same day.
    "mandate twice": (P + "mandate", "mandate_one_of_a_kind", "one_of_a_kind", copy("mandate")),
    "role twice": (P + "partnershiprole", "partnershiprole_once", "partnershiprole_once", copy("role")),
    "seat twice": (G + "seat", "seat_one_for_each_person", "for_each_person", copy("seat", office="'member'")),
    "rule twice": (G + "fundrule", "fundrule_one_a_day", "one_a_day", copy("rule")),
    "capacity twice": (P + "servicecapacity", "capacity_one_a_day", "one_a_day", copy("capacity")),
    # 7. Numbers stay (that they run without gaps is tried below).
    "meeting's number": (G + "meeting", "guards", "keeps its body and number", change("meeting", "number = 9")),
    "decision's number": (
        G + "decision",
        "guards minutes_content",
        "keeps its body, item and number",
        change("decision", "number = 9"),
    ),
    "agreement's number": (P + "agreement", "guards", "what an agreement is", change("agreement", "number = 9")),
    # 8. A row's parties all belong to its partnership.
    "party of an annex": (
        P + "agreement",
        "party_belongs",
        "another partnership",
        copy("annex", **DRAFT, party_id="%(beta_party)s"),
    ),
    "contracting party": (
        P + "agreementparty",
        "party_belongs",
        "another partnership",
        copy("agreement_party", agreement_id="%(draft)s", party_id="%(beta_party)s"),
    ),
    "party of a seat": (
        G + "seat",
        "party_belongs",
        "another partnership",
        change("seat", "party_id = %(beta_party)s"),
    ),
    "proposer of an item": (
        G + "agendaitem",
        "party_belongs",
        "another partnership",
        change("open_item", "proposer_id = %(beta_party)s"),
    ),
    "party of a position": (
        G + "position",
        "party_belongs",
        "another partnership",
        copy("open_position", party_id="%(beta_party)s"),
    ),
    "party that ratifies": (
        G + "ratification",
        "party_belongs",
        "another partnership",
        copy("open_ratification", party_id="%(beta_party)s"),
    ),
    "party of an action": (
        G + "actionitem",
        "party_belongs",
        "another partnership",
        change("action", "party_id = %(beta_party)s"),
    ),
    "holder of the fund": (
        G + "fund",
        "party_belongs",
        "another partnership",
        change("fund", "holder_id = %(beta_party)s"),
    ),
    "party of a proposal": (
        G + "fundproposal",
        "party_belongs",
        "another partnership",
        copy("draft_proposal", party_id="%(beta_party)s"),
    ),
    "parent agreement": (
        P + "agreement",
        "begins agreement_number_once",
        "another partnership",
        copy("draft", partnership_id="%(beta)s"),
    ),
    # 9. Nobody holds two of: asked for, attested, paid.
    "attests one's own": (
        G + "paymentrequest",
        "payment_three_people",
        "three_people",
        copy_and("attested_by_id = %(requested_by)s", "payment", **REQUESTED),
    ),
    "pays one's own": (
        G + "paymentrequest",
        "payment_three_people",
        "three_people",
        copy_and("paid_by_id = %(requested_by)s", "payment", **REQUESTED),
    ),
    "attests and pays": (
        G + "paymentrequest",
        "payment_three_people",
        "three_people",
        copy_and("attested_by_id = %(attested_by)s, paid_by_id = %(attested_by)s", "payment", **REQUESTED),
    ),
    "amount after the request": (
        G + "paymentrequest",
        "guards",
        "stays as requested",
        change("payment", "amount = 999999"),
    ),
    # 10. What the members of the room trusted cannot be turned round.
    "room opened": (G + "body", "guards", "keeps its partnership", change("room", "visibility = 'partnership'")),
    "body closed": (G + "body", "guards", "keeps its partnership", change("steering", "visibility = 'members'")),
    "room's log moved": (G + "body", "guards", "keeps its partnership", change("room", "chain_id = %(alfa_chain)s")),
    # Decisions, positions, ratifications, rules and grants stay as decided.
    "wording of a decision": (
        G + "decision",
        "guards minutes_content",
        "does not change",
        change("decision", "wording = 'x'"),
    ),
    "outcome of a decision": (
        G + "decision",
        "guards minutes_content",
        "does not change",
        change("decision", "outcome = 'rejected'"),
    ),
    "born decided": (
        G + "decision",
        "born guards minutes_content decision_number_once",
        "born in its first state",
        copy("decision", item_id="%(open_item)s"),
    ),
    "stance on a closed decision": (
        G + "position",
        "guards",
        "closed decision",
        change("position", "stance = 'stands_aside'"),
    ),
    "stance withdrawn": (G + "position", "guards", "closed decision", remove("position")),
    "ratification changed": (
        G + "ratification",
        "guards",
        "stays as entered",
        change("ratification", "reference = '§ 13'"),
    ),
    "ratification removed": (G + "ratification", "guards", "stays as entered", remove("open_ratification")),
    "rate of a rule": (G + "fundrule", "guards", "can end but not change", change("rule", "rate = 51")),
    "rule undecided": (
        G + "fundrule",
        "guards",
        "adopted joint decision",
        copy("rule", decision_id="%(open_decision)s", valid_from="'2010-01-01'", valid_until="'2011-01-01'"),
    ),
    "rule decided in the room": (
        G + "fundrule",
        "guards",
        "adopted joint decision",
        copy("rule", decision_id="%(room_decision)s", valid_from="'2010-01-01'", valid_until="'2011-01-01'"),
    ),
    "amount of a grant": (G + "grant", "guards", "stays as decided", change("grant", "amount = 999999")),
    "grant undecided": (
        G + "grant",
        "guards",
        "adopted joint decision",
        copy("grant", status="'decided'", decision_id="%(open_decision)s", proposal_id="%(draft_proposal)s"),
    ),
    "grant of a draft": (
        G + "grant",
        "guards governance_grant_decision_id_key",
        "submitted proposal",
        copy("grant", status="'decided'", decision_id="%(decision)s", proposal_id="%(draft_proposal)s"),
    ),
    "days of a confirmed report": (P + "servicereport", "guards", "stays", change("report", "days = 1")),
    "report thrown away": (P + "servicereport", "guards", "stays", remove("report")),
    "report born confirmed": (
        P + "servicereport",
        "born guards",
        "born in its first state",
        copy("report", month="'2024-05-01'"),
    ),
    # 11. A row is born in its first state.
    **{
        f"{what} born late": (table, f"born {others}".strip(), "born in its first state", statement)
        for what, table, others, statement in [
            ("payment made", G + "paymentrequest", "", copy("payment")),
            (
                "payment attested",
                G + "paymentrequest",
                "",
                copy("payment", **REQUESTED | {"status": "'attested'", "attested_by_id": "%(attested_by)s"}),
            ),
            (
                "payment with an attester",
                G + "paymentrequest",
                "",
                copy("payment", **REQUESTED | {"attested_by_id": "%(attested_by)s"}),
            ),
            ("payment refused", G + "paymentrequest", "", copy("payment", **REQUESTED | {"status": "'refused'"})),
            (
                "grant",
                G + "grant",
                "guards governance_grant_proposal_id_key governance_grant_decision_id_key",
                copy("grant", status="'accepted'"),
            ),
            ("proposal", G + "fundproposal", "", copy("draft_proposal", status="'granted'")),
            ("meeting", G + "meeting", "", copy("open_meeting", status="'closed'")),
            (
                "ratification",
                G + "ratification",
                "",
                copy("ratification", decision_id="%(open_decision)s", party_id="%(ngo_party)s"),
            ),
            ("action", G + "actionitem", "", copy("action", done_on="'2024-03-01'")),
            ("party", P + "party", "party_once_at_a_time", copy("ngo_party")),
            ("party that declined", P + "party", "", copy("ngo_party", status="'declined'", joined_on="null")),
            ("agreement proposed", P + "agreement", "", copy("draft", round=1, text_hash="'x'")),
            (
                "invitation",
                P + "invitation",
                "partnerships_invitation_token_digest_key",
                copy("invitation", withdrawn_at="now()"),
            ),
        ]
    },
    # 12. What a party is stays; how it came and went is said once, with its state.
    **{
        what: (P + "party", "guards", words, change(row, setting))
        for what, row, setting, words in [
            ("another organisation", "ngo_party", "organisation_id = %(spare)s", "keeps its partnership"),
            ("day of proposal", "ngo_party", "proposed_on = '2019-01-01'", "keeps its partnership"),
            ("first day", "ngo_party", "joined_on = '2019-01-01'", "set when it becomes one"),
            ("first day too early", "asked_party", "joined_on = '2019-01-01'", "set when it becomes one"),
            ("left without leaving", "ngo_party", "left_on = '2024-01-01'", "when a party declines or leaves"),
            ("reason without leaving", "ngo_party", "reason = 'x'", "when a party declines or leaves"),
            ("left for no reason", "ngo_party", "status = 'left', left_on = '2024-01-01'", "and for a reason"),
            ("left no day", "asked_party", "status = 'declined', reason = 'x'", "on a day and for a reason"),
            ("party anew", "left_party", "status = 'party'", "stays as it went"),
            ("what it brought", "left_party", "brings = 'x'", "stays as it went"),
            ("why it left", "left_party", "reason = 'x'", "stays as it went"),
            ("back to dialogue", "ngo_party", "status = 'in_dialogue'", "from party to in_dialogue"),
            ("declined after", "ngo_party", "status = 'declined'", "from party to declined"),
            (
                "party without signing",
                "asked_party",
                "status = 'party', joined_on = '2024-01-01'",
                "by signing an agreement",
            ),
        ]
    },
    # 13. A proposal stays as it was submitted, a grant goes one way, and only what is accepted is paid.
    **{
        what: (G + "fundproposal", "guards", words, change(row, setting))
        for what, row, setting, words in [
            ("sum of a proposal", "proposal", "amount = 1", "as it was submitted"),
            ("need of a proposal", "proposal", "need = 'x'", "as it was submitted"),
            ("moment of a proposal", "proposal", "submitted_at = now()", "as it was submitted"),
            ("party of another", "draft_proposal", "party_id = %(ngo3_party)s", "keeps its fund and its party"),
            ("proposal back to draft", "proposal", "status = 'draft'", "from granted to draft"),
            ("draft granted", "draft_proposal", "status = 'granted'", "from draft to granted"),
            ("granted without a grant", "waiting_proposal", "status = 'granted'", "has a grant"),
        ]
    },
    "grant back to decided": (G + "grant", "moves", "from accepted to decided", change("grant", "status = 'decided'")),
    "grant finished early": (G + "grant", "moves", "when nothing is left", change("grant", "status = 'paid'")),
    "payment of what is not accepted": (
        G + "paymentrequest",
        "accepted",
        "has accepted",
        copy("payment", **REQUESTED, grant_id="%(decided_grant)s"),
    ),
    # 14. A choice of form is settled by two, and then as it was, also in the words it was judged by.
    **{
        what: (P + table, guards, words, statement)
        for what, table, guards, words, statement in [
            ("settled conclusion", "formchoice", "guards", "stays", change("settled_choice", "conclusion = 'x'")),
            (
                "review of what is settled",
                "formchoice",
                "guards",
                "stays",
                change("settled_choice", "review_on = now()"),
            ),
            ("number of a choice", "formchoice", "guards", "keeps its", change("form_choice", "number = 9")),
            (
                "conclusion while it waits",
                "formchoice",
                "guards",
                "in draft only",
                change("proposed_choice", "conclusion = 'x'"),
            ),
            (
                "proposed by another",
                "formchoice",
                "guards",
                "set with its state",
                change("proposed_choice", "proposed_by_id = %(ngo_coordinator)s"),
            ),
            (
                "settled at once",
                "formchoice",
                "guards formchoice_proposed_has_outcome formchoice_draft_is_not_proposed",
                "from draft to settled",
                change("form_choice", SETTLED),
            ),
            (
                "settled by the same side",
                "formchoice",
                "guards",
                "from each side",
                change("proposed_choice", SETTLED.replace("ngo_org", "city_org")),
            ),
            (
                "settled by the same person",
                "formchoice",
                "formchoice_settled_by_two guards",
                "settled_by_two|from each side",
                change("proposed_choice", SETTLED.replace("ngo_coordinator", "city_coordinator")),
            ),
            (
                "settled by no coordinator",
                "formchoice",
                "guards",
                "from each side",
                change("proposed_choice", SETTLED.replace("ngo_coordinator", "requested_by")),
            ),
            (
                "proposed by no coordinator",
                "formchoice",
                "guards",
                "proposed by a coordinator",
                change(
                    "form_choice",
                    "status = 'proposed', proposed_by_id = %(requested_by)s, proposed_for_id = %(ngo_org)s, "
                    "proposed_at = now()",
                ),
            ),
            (
                "choice born settled",
                "formchoice",
                "born formchoice_number_once",
                "first state",
                copy("settled_choice", number=9),
            ),
            (
                "two open choices",
                "formchoice",
                "formchoice_one_open_at_a_time",
                "one_open",
                copy("form_choice", number=9),
            ),
            (
                "settled weight",
                "weighedform",
                "draft_only",
                "in draft only",
                change("settled_weight", "speaks_for = ''"),
            ),
            (
                "settled answer",
                "criterionanswer",
                "draft_only",
                "in draft only",
                change("settled_answer", "answer = ''"),
            ),
            ("settled answer gone", "criterionanswer", "draft_only", "in draft only", remove("settled_answer")),
            ("settled flag", "redflag", "draft_only", "in draft only", change("settled_flag", "reason = 'x'")),
            (
                "answer to a red flag",
                "criterionanswer",
                "of_kind",
                "not of the kind",
                change("criterion_answer", "criterion_id = %(flag_criterion)s"),
            ),
            (
                "flag of a criterion",
                "redflag",
                "of_kind",
                "not of the kind",
                change("red_flag", "criterion_id = %(criterion)s"),
            ),
            (
                "document of another",
                "criterionanswer",
                "document_belongs",
                "another partnership",
                change("criterion_answer", "document_id = %(beta_document)s"),
            ),
            ("words of a used set", "criteriaset", "used", "has been used", change("used_set", "source = 'x'")),
            ("words of a used criterion", "criterion", "used", "has been used", change("criterion", "wording = 'x'")),
            ("one criterion more", "criterion", "used", "has been used", copy("criterion", position=99)),
        ]
    },
    # 14. State aid is stated by who gave or received it, of what has been granted, and corrected by the same.
    **{
        what: (P + "aidgrant", guards, words, copy("aid", **changes))
        for what, guards, words, changes in [
            ("aid of tomorrow", "guards", "not before", {"granted_on": "'2999-01-01'"}),
            (
                "aid stated by a stranger",
                "aid_stated_by_giver_or_receiver",
                "aid_stated_by_giver_or_receiver",
                {"stated_by_id": "%(stranger)s"},
            ),
            ("aid from oneself", "aid_from_another", "aid_from_another", {"granted_by_id": "%(receiver)s"}),
            ("aid from nobody", "aid_granted_by_one", "aid_granted_by_one", {"granted_by_id": "null"}),
            ("aid of nothing", "aid_amount_positive aid_euro_is_true", "aid_", {"amount": "0"}),
            ("euro miscounted", "aid_euro_is_true", "aid_euro_is_true", {"amount_eur": "10000.01"}),
            ("aid without a rate", "aid_in_euro_or_not_aid", "aid_in_euro_or_not_aid", {"rate": "null"}),
            ("not aid without why", "aid_in_euro_or_not_aid", "aid_in_euro_or_not_aid", {"kind": "'not_aid'"}),
            ("corrected without reason", "aid_corrected_with_reason guards", "with_reason", {"is_withdrawn": "true"}),
            ("stated again about it", "guards", "by somebody else", {"about_id": "%(aid)s"}),
            (
                "corrected by another",
                "guards aid_stated_once_by_each",
                "by the one who stated it",
                {
                    "corrects_id": "%(aid_of_city)s",
                    "about_id": "%(aid)s",
                    "correction_reason": "'x'",
                },
            ),
        ]
    },
    "aid stated twice by one": (
        P + "aidgrant",
        "aid_stated_once_by_each",
        "once_by_each",
        copy("aid_of_city"),
    ),
    # 15. A party's own decision is entered by its own representative, and about its own partnership.
    **{
        what: (P + "partydecision", "guards", words, copy("party_decision", **columns))
        for what, words, columns in [
            ("entered for another", "its own representative", {"entered_by_id": "%(requested_by)s"}),
            ("entered for another party", "its own representative", {"party_id": "%(ngo3_party)s"}),
            ("decision on another's agreement", "another partnership", {"agreement_id": "%(beta_agreement)s"}),
            ("decision with another's document", "another partnership", {"document_id": "%(beta_document)s"}),
            ("correction of another's", "of the same party", {"corrects_id": "%(beta_decision)s"}),
        ]
    },
    "corrected twice": (
        P + "partydecision",
        "partnerships_partydecision_corrects_id_key",
        "corrects_id",
        copy("correction"),
    ),
    "considered elsewhere": (
        P + "consideredorganisation",
        "guards",
        "keeps its partnership",
        change("considered", "partnership_id = %(beta)s"),
    ),
    # 16. An agreement signed on paper names its PDF, a document of its partnership, and is frozen with its text.
    "paper of what is in force": (
        P + "oldagreement",
        "draft_only",
        "in draft only",
        copy("old", agreement_id="%(agreement)s"),
    ),
    "paper of another partnership": (
        P + "oldagreement",
        "guards",
        "a document of its partnership",
        change("old", "document_id = %(certificate)s"),
    ),
    "paper not named": (
        P + "agreement",
        "names_paper",
        "names the fingerprint",
        change("unnamed", "status = 'proposed', round = 1, text_hash = 'x'"),
    ),
    # Views of the challenge and the joint analysis: what is shared or approved stays, and all have approved it.
    "view shared": (P + "perspective", "guards", "that has been shared stays", change("perspective", "sees = 'x'")),
    "view shared and removed": (P + "perspective", "guards", "that has been shared stays", remove("perspective")),
    "view of another": (
        P + "perspective",
        "guards",
        "keeps its party and its number",
        change("draft_perspective", "party_id = %(ngo3_party)s"),
    ),
    "view with another number": (
        P + "perspective",
        "guards",
        "keeps its party and its number",
        change("draft_perspective", "number = 7"),
    ),
    "view shared without words": (
        P + "perspective",
        "guards",
        "what is shared has words",
        change("draft_perspective", "sees = ' ', shared_at = now()"),
    ),
    "view born shared": (
        P + "perspective",
        "born guards",
        "born in its first state",
        copy("perspective", number=9),
    ),
    "two drafts of a view": (
        P + "perspective",
        "perspective_one_draft_at_a_time",
        "perspective_one_draft",
        copy("draft_perspective"),
    ),
    "analysis born approved": (
        P + "needsanalysis",
        "born begins",
        "born in its first state",
        copy("analysis", number=9),
    ),
    "two open analyses": (
        P + "needsanalysis",
        "needsanalysis_one_open_at_a_time",
        "needsanalysis_one_open",
        copy("open_analysis"),
    ),
    "text of an approved analysis": (
        P + "needsanalysis",
        "guards",
        "an approved analysis stays",
        change("analysis", "known = 'x'"),
    ),
    "approved analysis a draft": (
        P + "needsanalysis",
        "guards needsanalysis_one_open_at_a_time",
        "an approved analysis stays",
        change("analysis", "status = 'draft'"),
    ),
    "analysis of another partnership": (
        P + "needsanalysis",
        "guards",
        "keeps its partnership and its number",
        change("open_analysis", "partnership_id = %(beta)s"),
    ),
    "analysis proposed without a hash": (
        P + "needsanalysis",
        "guards",
        "a new round on a text with a hash",
        change("open_analysis", "status = 'proposed', round = 1, proposed_at = now()"),
    ),
    "analysis proposed in no new round": (
        P + "needsanalysis",
        "guards",
        "a new round on a text with a hash",
        change("open_analysis", "status = 'proposed', text_hash = 'x', proposed_at = now()"),
    ),
    "hash of a draft analysis": (
        P + "needsanalysis",
        "guards",
        "set when an analysis is proposed",
        change("open_analysis", "text_hash = 'x'"),
    ),
    "analysis approved unproposed": (
        P + "needsanalysis",
        "guards needsanalysis_approved_has_text",
        "proposed before it is approved",
        change("open_analysis", "status = 'approved', approved_at = now()"),
    ),
    "draft analysis with a day of approval": (
        P + "needsanalysis",
        "guards",
        "set when all have approved",
        change("open_analysis", "approved_at = now()"),
    ),
    "approval of what is not proposed": (
        P + "analysisapproval",
        "guards",
        "as it is proposed",
        copy("analysis_approval", analysis_id="%(open_analysis)s"),
    ),
    # Drafting together: what is said stays, and is said of the agreement's own.
    **{
        what: (P + table, guards, words, statement)
        for what, table, guards, words, statement in [
            (
                "wording born taken in",
                "wordingproposal",
                "born wordingproposal_answered_or_open",
                "first state",
                copy("wording", status="'accepted'"),
            ),
            (
                "wording of another section",
                "wordingproposal",
                "about_section",
                "of another agreement",
                copy("wording", section_id="%(section)s"),
            ),
            (
                "wording in force",
                "wordingproposal",
                "under_way",
                "while an agreement is",
                copy("wording", agreement_id="%(agreement)s", section_id="%(section)s"),
            ),
            (
                "wording of another's party",
                "wordingproposal",
                "party_belongs",
                "another partnership",
                copy("wording", party_id="%(beta_party)s"),
            ),
            (
                "wording without section",
                "wordingproposal",
                "wordingproposal_about_a_section_or_new",
                "or_new",
                copy("wording", section_id="null"),
            ),
            (
                "wording without reason",
                "wordingproposal",
                "wordingproposal_has_reason",
                "has_reason",
                copy("wording", reason="''"),
            ),
            ("wording rewritten", "wordingproposal", "words", "never change", change("wording", "body = 'x'")),
            (
                "wording answered without words",
                "wordingproposal",
                "wordingproposal_answer_has_words",
                "has_words",
                change("wording", "status = 'answered', answered_at = now()"),
            ),
            (
                "wording answered twice",
                "wordingproposal",
                "guards",
                "answered once",
                change("answered_wording", "answer = 'x'"),
            ),
            (
                "comment born resolved",
                "sectioncomment",
                "born sectioncomment_resolved_or_open",
                "first state",
                copy("comment", status="'resolved'"),
            ),
            (
                "comment on another section",
                "sectioncomment",
                "about_section",
                "of another agreement",
                copy("comment", section_id="%(section)s"),
            ),
            (
                "comment of another's party",
                "sectioncomment",
                "party_belongs",
                "another partnership",
                copy("comment", party_id="%(beta_party)s"),
            ),
            (
                "reply to another section",
                "sectioncomment",
                "guards",
                "on the same section",
                copy("comment", parent_id="%(comment)s", section_id="%(section)s"),
            ),
            (
                "comment without section",
                "sectioncomment",
                "sectioncomment_on_a_section",
                "on_a_section",
                copy("comment", section_id="null"),
            ),
            (
                "comment without words",
                "sectioncomment",
                "sectioncomment_has_text",
                "has_text",
                copy("comment", text="''"),
            ),
            ("comment rewritten", "sectioncomment", "words", "never change", change("comment", "text = 'x'")),
            (
                "turn on what is in force",
                "draftingturn",
                "guards",
                "on a draft",
                copy("turn", agreement_id="%(agreement)s", round="1"),
            ),
            (
                "turn of another's party",
                "draftingturn",
                "party_belongs",
                "another partnership",
                copy("turn", party_id="%(beta_party)s"),
            ),
        ]
    },
    # What was there is ended, never removed.
    **{
        f"{row} kept": (table, "keep", "delete refused", remove(row))
        for table, row in [
            (P + "mandate", "mandate"),
            (P + "party", "ngo_party"),
            (P + "partnershiprole", "role"),
            (P + "agreement", "agreement"),
            (P + "formchoice", "form_choice"),
            (P + "consideredorganisation", "considered"),
            (P + "agreementend", "end"),
            (P + "windingdown", "winding"),
            (P + "windingitem", "joint_item"),
            (P + "wordingproposal", "wording"),
            (P + "sectioncomment", "comment"),
            (G + "seat", "seat"),
            (G + "body", "steering"),
            (G + "meeting", "open_meeting"),
            (G + "minutes", "minutes"),
            (G + "decision", "open_decision"),
            (G + "fundrule", "rule"),
            (G + "grant", "grant"),
            (G + "paymentrequest", "payment"),
        ]
    },
}


def proposal(furnished, alfa):
    """A submitted proposal for 50 kronor."""
    return factories.save(
        FundProposal(fund=furnished.fund, party=alfa.ngo2.party, title="Bollar", need="Spel", amount=50),
        status="submitted",
        submitted_at=clock.now(),
    )


def answered_wording(furnished, alfa):
    """A proposed wording that its party has taken back."""
    made = WordingProposal(
        agreement=furnished.draft, kind="new", heading="Ny", reason="Så", proposed_by=alfa.ngo.representative
    )
    return factories.save(factories.save(made), status="withdrawn", answered_at=clock.now())


def proposed_choice(beta):
    """A choice of form that the city's coordinator has said yes to."""
    made = factories.chosen(beta, 1)
    return factories.save(
        made,
        status="proposed",
        proposed_by=beta.city.coordinator,
        proposed_for=beta.city.organisation,
        proposed_at=clock.now(),
    )


def document_of(beta):
    """A PDF of another partnership."""
    with steps.record("document.attach", actor=beta.city.coordinator, scope=beta.partnership) as act:
        return documents.attach(act, factories.PDF, name="Annat.pdf", partnership=beta.partnership)


def changes_under_way(alfa, furnished):
    """A draft amendment, one laid aside, and two signed extensions that change one section, the second not in force."""
    made = {}
    values = {"partnership": alfa.partnership, "parent": furnished.agreement}
    for name in ("draft_amendment", "dropped"):
        made[name] = factories.save(Agreement(kind="amendment", title=name, **values))
    factories.save(made["dropped"], dropped_on=factories.START)
    for name in ("first_change", "second_change"):
        one = made[name] = factories.save(Agreement(kind="extension", title=name, **values))
        change = AgreementSection(agreement=one, position=1, heading="Syfte", body="Nytt", effect="replaces")
        change.target = furnished.annex_section
        factories.save(change)
        for member in alfa.members:
            factories.save(AgreementParty(agreement=one, party=member.party))
        factories.save(one, status="proposed", round=1, text_hash="e" * 64, proposed_on=factories.START)
        for member in alfa.members:
            factories.sign(one, member)
    factories.save(made["first_change"], status="in_force", in_force_on=factories.START)
    return made


def unnamed(furnished):
    """An agreement on paper whose text says nothing of its PDF."""
    agreement = factories.save(
        Agreement(partnership=furnished.agreement.partnership, kind="extension", parent=furnished.agreement, title="x")
    )
    factories.save(
        OldAgreement(agreement=agreement, document=furnished.old.document, signed_on="2020-01-01", signed_by="x")
    )
    return agreement


@pytest.fixture
def keys(world, furnished):
    """The key of every row that PROMISES names."""
    alfa, beta = world.alfa, world.beta
    rows = {
        **vars(furnished),
        **changes_under_way(alfa, furnished),
        "last_signature": Signature.objects.get(agreement=furnished.amendment, party=alfa.ngo2.party),
        "draft_party": furnished.draft.agreement_parties.first(),
        "answered_wording": answered_wording(furnished, alfa),
        "mandate": alfa.ngo.representative.mandates.get(),
        "certificate": furnished.aid.certificate,
        "unnamed": unnamed(furnished),
        "stranger": beta.city.organisation,
        "receiver": alfa.ngo.organisation,
        "role": alfa.partnership.roles.first(),
        "room": alfa.room,
        "steering": alfa.steering,
        "alfa_chain": alfa.partnership.chain,
        "ngo_party": alfa.ngo.party,
        "ngo3_party": alfa.ngo3.party,
        "ngo3_signatory": alfa.ngo3.signatory,
        "ngo3_mandate": alfa.ngo3.signatory.mandates.get(role="signatory"),
        "asked_party": factories.party(alfa.partnership, factories.organisation("ideburen", "Asked"), "in_dialogue"),
        "left_party": factories.party(beta.partnership, factories.organisation("ideburen", "Left"), "left"),
        "spare": factories.organisation("ideburen", "Spare"),
        "waiting_proposal": proposal(furnished, alfa),
        "decided_grant": factories.save(
            Grant(fund=furnished.fund, proposal=proposal(furnished, alfa), decision=furnished.decision, amount=50)
        ),
        "settled_weight": furnished.settled_choice.weighed_form,
        "settled_answer": furnished.settled_choice.criterion_answer,
        "settled_flag": furnished.settled_choice.red_flag,
        "criterion_answer": furnished.form_choice.criterion_answer,
        "red_flag": furnished.form_choice.red_flag,
        "criterion": furnished.form_choice.criterion_answer.criterion,
        "flag_criterion": furnished.form_choice.red_flag.criterion,
        "used_set": furnished.form_choice.red_flag.criterion.criteria_set,
        "proposed_choice": proposed_choice(beta),
        "beta_document": document_of(beta),
        "beta_agreement": factories.save(Agreement(partnership=beta.partnership, kind="main", title="Avtal")),
        "beta_decision": factories.save(factories.decided(beta.ngo, wording="Vi deltar")),
        "correction": factories.save(
            factories.decided(alfa.ngo, wording="Vi deltar inte", corrects=furnished.party_decision)
        ),
        "city_coordinator": beta.city.coordinator,
        "ngo_coordinator": beta.ngo.coordinator,
        "city_org": beta.city.organisation,
        "ngo_org": beta.ngo.organisation,
        "beta": beta.partnership,
        "alfa": alfa.partnership,
        "beta_party": beta.ngo.party,
        "beta_service": factories.save(Service(party=beta.ngo.party, name="Betas tjänst", kind="voice")),
        "ngo_organisation": alfa.ngo.organisation,
        "requested_by": furnished.payment.requested_by,
        "attested_by": furnished.payment.attested_by,
    }
    return {name: row.pk for name, row in rows.items()}


def test_the_database_keeps_its_promises(keys, subtests):
    for promise, (table, guards, words, template) in PROMISES.items():
        with subtests.test(promise):
            statement = template.format(table=table)
            refused(statement, keys, words)
            with undone(), connection.cursor() as cursor:
                turn_off(cursor, table, guards)
                cursor.execute(statement, keys)
                assert cursor.rowcount == 1, "the control changes nothing: the statement proves nothing"


def test_every_trigger_is_tried():
    sources = [path.read_text() for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/sql/*.sql"))]
    declared = set(re.findall(r"CREATE TRIGGER (\w+) BEFORE [A-Z ]+ ON (\w+)", "".join(sources)))
    tried = {(guard, table) for table, guards, *_rest in PROMISES.values() for guard in guards.split()}
    tested_elsewhere = {
        ("chain", "partnerships_logevent"),  # test_log.py
        ("named", "partnerships_signature"),  # test_agreements.py
        ("named", "partnerships_analysisapproval"),  # test_analyses.py
        ("guards", "partnerships_referencevalue"),  # test_reference_values.py
        ("turn", "partnerships_signature"),  # test_signing_order.py
        ("named", "partnerships_closingapproval"),  # test_closing.py, as are the next
        ("closed", "partnerships_logevent"),
        ("closed", "partnerships_agreement"),
        ("closed", "partnerships_party"),
        ("closed", "partnerships_partnershiprole"),
        ("closed", "partnerships_phaseperiod"),
        ("named", "partnerships_endanswer"),  # test_ending.py, as is the next
        ("begins_under", "partnerships_agreement"),
        ("guards", "partnerships_erasure"),  # test_erasure.py, as are the next
        ("keep", "partnerships_erasure"),
        ("erased", "partnerships_user"),
        ("append_only", "partnerships_historicalinvitation"),
        ("append_only", "%I"),  # above
        ("append_only_whole", "%I"),
        ("unit_belongs", "partnerships_mandate"),  # below, as are the next
        ("unit_belongs", "partnerships_party"),
        ("guards", "governance_minutesapproval"),
        ("begins", "governance_minutesaddendum"),
    }
    assert declared - tried - tested_elsewhere == set()


# -- Promises that take more than one statement ------------------------------------------------------------------------
def test_a_unit_belongs_to_the_organisation_it_is_named_with(world, furnished):
    for table, row in [("partnerships_mandate", world.alfa.ngo.reader.mandates.get()), ("partnerships_party", None)]:
        key = row.pk if row else world.alfa.ngo.party.pk
        statement = f"UPDATE {table} SET unit_id = %s WHERE id = %s"  # noqa: S608
        refused(statement, [furnished.unit.pk, key], "another organisation")
        with undone(), connection.cursor() as cursor:
            turn_off(cursor, table, "unit_belongs")
            cursor.execute(statement, [furnished.unit.pk, key])
            assert cursor.rowcount == 1


def test_minutes_wait_for_an_approver_from_each_side(world, furnished):
    meeting = furnished.open_meeting
    factories.save(meeting, status="called")
    factories.save(meeting, status="held")
    factories.save(furnished.open_decision, status="closed", outcome="adopted", decided_on=meeting.starts_at.date())
    chair = furnished.seat
    with pytest.raises(IntegrityError, match="an approver from each side"), transaction.atomic():
        factories.minutes_of(meeting, [chair])
    with pytest.raises(IntegrityError, match="an approver from each side"), transaction.atomic():
        factories.minutes_of(meeting, [])
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, "governance_minutes", "guards")
        assert factories.minutes_of(meeting, [chair]).status == "approved"
    ngo = world.alfa.steering.seats.get(person=world.alfa.ngo2.representative)
    assert factories.minutes_of(meeting, [chair, ngo]).status == "approved"


def test_only_a_named_approver_approves_and_only_what_is_circulated(world, furnished):
    statement = copy("approval", seat_id="%(seat)s", person_id="%(person)s").format(table="governance_minutesapproval")
    other = world.alfa.steering.seats.get(person=world.alfa.ngo3.representative)
    values = {"approval": furnished.approval.pk, "seat": other.pk, "person": other.person_id}
    refused(statement, values, "by a named approver")
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, "governance_minutesapproval", "guards")
        cursor.execute(statement, values)


def test_addenda_are_for_approved_minutes(world, furnished):
    table = "governance_minutesaddendum"
    minutes = factories.save(apps.get_model("governance", "Minutes")(meeting=furnished.open_meeting))
    statement = copy("addendum", minutes_id="%(minutes)s").format(table=table)
    values = {"addendum": furnished.addendum.pk, "minutes": minutes.pk}
    refused(statement, values, "addenda are for approved minutes")
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, table, "begins")
        cursor.execute(statement, values)


def test_the_fund_never_commits_more_than_it_has(world, furnished):
    proposal = factories.save(
        FundProposal(fund=furnished.fund, party=world.alfa.ngo2.party, title="För dyrt", need="Allt", amount=7001),
        status="submitted",
    )
    grant = factories.save(
        Grant(fund=furnished.fund, proposal=proposal, decision=furnished.decision, amount=proposal.amount)
    )
    values = {"grant": grant, "decision": furnished.decision}
    with pytest.raises(IntegrityError, match="less available"), transaction.atomic():
        factories.move(furnished.fund, "available", "committed", 7001, **values)
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, "governance_fundmovement", "guards")
        factories.move(furnished.fund, "available", "committed", 7001, number=99, **values)


def test_what_is_paid_out_was_requested_attested_and_paid(world, furnished):
    payment = factories.save(
        PaymentRequest(grant=furnished.grant, amount=100, requested_by=world.alfa.ngo.economist, note="Papper")
    )
    values = {"grant": furnished.grant, "payment": payment}
    with pytest.raises(IntegrityError, match="requested, attested and paid"), transaction.atomic():
        factories.move(furnished.fund, "committed", "paid", 100, **values)
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, "governance_fundmovement", "guards")
        factories.move(furnished.fund, "committed", "paid", 100, number=99, **values)


def settle(analysis, place):
    """Let a draft of the joint analysis be approved by every member of `place`."""
    factories.save(analysis, status="proposed", round=1, text_hash="f" * 64, proposed_at=clock.now())
    for one in place.members:
        factories.approve_analysis(analysis, one)
    return factories.save(analysis, status="approved", approved_at=clock.now())


def test_an_analysis_is_approved_only_when_all_in_the_dialogue_have_approved_that_text(world, furnished):
    analysis, alfa = furnished.open_analysis, world.alfa
    factories.save(analysis, status="proposed", round=1, text_hash="f" * 64, proposed_at=clock.now())
    for one in alfa.members[:3]:
        factories.approve_analysis(analysis, one)
    statement = "UPDATE partnerships_needsanalysis SET status = 'approved', approved_at = now() WHERE id = %s"
    refused(statement, [analysis.pk], "only when every organisation in the dialogue")
    refused("UPDATE partnerships_needsanalysis SET known = 'x' WHERE id = %s", [analysis.pk], "in draft only")
    refused("DELETE FROM partnerships_needsanalysis WHERE id = %s", [analysis.pk], "never been proposed")
    with undone(), connection.cursor() as cursor:
        turn_off(cursor, "partnerships_needsanalysis", "guards")
        cursor.execute(statement, [analysis.pk])
    with undone(), connection.cursor() as cursor:
        factories.approve_analysis(analysis, alfa.ngo3)
        factories.party(alfa.partnership, factories.organisation("ideburen", "Frida"), "in_dialogue")
        refused(statement, [analysis.pk], "only when every organisation in the dialogue")
    factories.approve_analysis(analysis, alfa.ngo3)
    factories.save(analysis, status="approved", approved_at=clock.now())


def test_an_analysis_is_approved_on_both_sides(world):
    lonely = factories.partnership("Gamma")
    member = factories.member(lonely, "ideburen", "Greta")
    model = apps.get_model("partnerships", "NeedsAnalysis")
    analysis = factories.save(model(partnership=lonely, challenge="Ensamhet"))
    factories.save(analysis, status="proposed", round=1, text_hash="f" * 64, proposed_at=clock.now())
    factories.approve_analysis(analysis, member)
    statement = "UPDATE partnerships_needsanalysis SET status = 'approved', approved_at = now() WHERE id = %s"
    refused(statement, [analysis.pk], "on both sides")


def test_an_approval_is_by_a_representative_of_that_party_on_that_text(world, furnished):
    analysis, alfa, beta = furnished.open_analysis, world.alfa, world.beta
    factories.save(analysis, status="proposed", round=1, text_hash="f" * 64, proposed_at=clock.now())
    role = alfa.ngo.signatory.mandates.get()
    given = factories.approve_analysis(analysis, alfa.city)
    statement = copy("given", **{"party_id": "%(party)s", "mandate_id": "%(mandate)s", "person_id": "%(person)s"})
    wrong = [
        (alfa.ngo.party, role, "a representative's mandate"),
        (alfa.ngo.party, alfa.ngo2.representative.mandates.get(), "a representative's mandate"),
        (beta.ngo.party, beta.ngo.representative.mandates.get(), "an organisation in the dialogue"),
    ]
    table = "partnerships_analysisapproval"
    for party, mandate, words in wrong:
        values = {"given": given.pk, "party": party.pk, "mandate": mandate.pk, "person": mandate.person_id}
        refused(statement.format(table=table), values, words)
        with undone(), connection.cursor() as cursor:
            turn_off(cursor, table, "guards")
            cursor.execute(statement.format(table=table), values)
    for changed in ({"text_hash": "0" * 64}, {"round": 2}):
        with pytest.raises(IntegrityError, match="as it is proposed"), transaction.atomic():
            factories.approve_analysis(analysis, alfa.ngo, **changed)
    with pytest.raises(IntegrityError, match="once_a_round"), transaction.atomic():
        factories.approve_analysis(analysis, alfa.city)


# -- 7. Numbers run without gaps or doubles ----------------------------------------------------------------------------
def new_meeting(world, furnished):
    return factories.save(Meeting(body=world.alfa.steering, starts_at=factories.MEETING_AT))


def new_decision(world, furnished):
    draft = Decision(body=world.alfa.steering, item=furnished.open_item, year=2024, title="T", wording="W")
    return factories.save(draft, root=furnished.open_meeting)


def new_agreement(world, furnished):
    model = apps.get_model("partnerships", "Agreement")
    values = {"partnership": world.alfa.partnership, "kind": "extension", "parent": furnished.agreement}
    return factories.save(model(title="Förlängning", **values))


def new_addendum(world, furnished):
    model = apps.get_model("governance", "MinutesAddendum")
    values = {"minutes": furnished.minutes, "author": world.alfa.ngo.secretary, "text": "Mer"}
    return factories.save(model(**values), root=furnished.meeting)


def new_movement(world, furnished):
    return factories.pay(furnished.grant, world.alfa, 10) and factories.move(
        furnished.fund,
        "committed",
        "paid",
        10,
        grant=furnished.grant,
        payment=PaymentRequest.objects.filter(grant=furnished.grant).latest("pk"),
    )


def new_analysis(world, furnished):
    model = apps.get_model("partnerships", "NeedsAnalysis")
    for one in model._base_manager.filter(partnership=world.alfa.partnership, status="draft"):
        settle(one, world.alfa)
    return factories.save(model(partnership=world.alfa.partnership, challenge="Nytt"))


def new_perspective(world, furnished):
    model = apps.get_model("partnerships", "Perspective")
    for one in model._base_manager.filter(party=world.alfa.ngo.party, shared_at=None):
        factories.save(one, shared_at=clock.now())
    return factories.save(model(party=world.alfa.ngo.party, sees="Nytt"))


SERIES = [
    new_meeting,
    new_decision,
    new_agreement,
    new_addendum,
    new_movement,
    new_analysis,
    new_perspective,
]


@pytest.mark.parametrize("new", SERIES)
def test_numbers_run_without_gaps_whatever_is_given_up(new, world, furnished):
    first = new(world, furnished)
    with undone():
        assert new(world, furnished).number == first.number + 1
    assert new(world, furnished).number == first.number + 1
    with undone():
        assert new(world, furnished).number == first.number + 2


@pytest.mark.parametrize("new", SERIES)
def test_the_history_tells_the_number_that_the_database_gave(new, world, furnished):
    made = new(world, furnished)
    if isinstance(made, Governed):
        assert [row.number for row in made.history.all()] == [made.number]


# -- 10. The room ------------------------------------------------------------------------------------------------------
def test_nothing_of_the_room_is_in_a_query_of_somebody_without_a_seat(world, furnished):
    room, members = world.alfa.room, {seat.person_id for seat in world.alfa.room.seats.all()}
    seen_by_members = set()
    people = [one for one in apps.get_model("partnerships", "User").objects.all() if one.pk not in members]
    assert world.superuser in people
    assert world.alfa.city.coordinator in people
    assert len(people) > 20
    for model in apps.get_models():
        if not hasattr(getattr(model, "objects", None), "visible_to"):
            continue
        hidden = [row for row in model._base_manager.all() if body_of(row) == room]
        keys = {row.pk for row in hidden}
        for person in people:
            leaked = keys & set(model.objects.visible_to(person).values_list("pk", flat=True))
            assert not leaked, f"{person} sees {model._meta.label} {leaked}"
        if keys:
            assert keys <= set(model.objects.visible_to(world.alfa.ngo.representative).values_list("pk", flat=True))
            seen_by_members.add(model._meta.model_name)
    assert {"body", "meeting", "agendaitem", "minutes", "minutesitem", "decision", "actionitem"} <= seen_by_members


def body_of(row):
    """The body a row belongs to, straight or through its minutes."""
    if isinstance(row, models.Model) and hasattr(row, "body"):
        return row.body
    return getattr(getattr(row, "minutes", None), "body", None)
