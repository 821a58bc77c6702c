"""How the code hangs together: directions, the one way to write, and what every module owes its reader."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext

from partnerships import access
from partnerships.models import Governed

ROOT = Path(settings.BASE_DIR)
LAYERS = ["partnerships", "governance", "reporting"]
PACKAGES = [*LAYERS, "iop"]
PRODUCT = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts
]
MIGRATIONS = [path for package in LAYERS for path in sorted((ROOT / package / "migrations").glob("0*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OURS = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS]


def name_of(path):
    return str(path.relative_to(ROOT))


def calls(path, *names):
    """Every call of a method with one of `names`: (file, enclosing function, method, the call as text)."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute) and child.func.attr in names:
                yield name_of(path), inside, child.func.attr, ast.unparse(child)
            yield from walk(child, child.name if is_function else inside)

    yield from walk(ast.parse(path.read_text()), "")


def imports(path):
    """Every module a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


# -- Directions -------------------------------------------------------------------------------------------------------
def test_foreign_keys_point_down():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model._meta.app_label in LAYERS[LAYERS.index(model._meta.app_label) + 1 :]
    ]
    assert wrong == []


def test_one_module_knows_weasyprint():
    assert [name_of(path) for path in PRODUCT if any(one.split(".")[0] == "weasyprint" for one in imports(path))] == [
        "reporting/pdf.py"
    ]


def test_migrations_know_no_models_of_today():
    """A migration uses the models of its own time (`apps.get_model`); of ours it may name only fields."""
    wrong = [
        (name_of(path), one)
        for path in MIGRATIONS
        for one in imports(path)
        if re.match(rf"\.|({'|'.join(PACKAGES)})\b", one)
        and one not in {"partnerships.models.base", "partnerships.clock", "partnerships.validators"}
    ]
    assert wrong == []


# -- The one way to write ---------------------------------------------------------------------------------------------
#: What writes without a step, because it is no governed record: rights rows, the log, chains, notifications, accounts.
WRITES_BESIDE_STEPS = {
    "reporting/demo/loading.py _settle_messages update",  # the demo's old notices count as read
    "partnerships/access.py sync update",  # the day for which an account's rights were worked out
    "partnerships/access.py _write_rows delete",  # rows of rights, which follow from mandates
    "partnerships/access.py _write_rows bulk_create",
    "partnerships/steps.py save save",  # the way itself
    "partnerships/steps.py delete delete",
    "partnerships/models/organisation.py save create",  # a log chain
    "partnerships/models/partnership.py save create",
    "governance/models/body.py save create",
    "partnerships/models/people.py create_user save",  # an account, here and below
    "partnerships/invitations.py accept_as_new save",
    "partnerships/invitations.py accept_as_new update_or_create",
    "partnerships/views/account.py account save",
    "partnerships/access.py declare get_or_create",  # permissions, and whose rights are to be worked out
    "partnerships/access.py declare update",
    "partnerships/erasure.py _empty_row save",  # the row that is emptied, and what hangs on the account alone
    "partnerships/erasure.py _empty_row delete",
    "partnerships/erasure.py _empty_row update",
    "partnerships/passwords.py confirm update",  # how many passwords were wrong
    "partnerships/reminders.py remind update",  # when a person was last reminded
    "partnerships/admin.py save_model save",
    "iop/views.py set_language save",
    "partnerships/notifications.py notify get_or_create",
    "partnerships/notifications.py send save",
    "reporting/views/overview.py mark_read update",  # notifications as read
    "reporting/demo/story.py person save",  # an account of the demo
}
WRITING = ("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "save", "delete")
#: A call that saves through an act, hands over to a domain call, or is a method of something that is no row.
NO_ROW = re.compile(
    r"^(act|super\(\)|self|cache|book|font|writer|[a-z_]*(names|wanted|values|fields|counts|context|digest))(?!\w)"
    r"|\bactor="
)


def test_governed_records_are_written_by_steps_only():
    found = {
        f"{file} {function} {method}"
        for path in PRODUCT
        for file, function, method, text in calls(path, *WRITING)
        if not NO_ROW.search(text)
    }
    # Domain calls named `create` take a person's authority: `case` of the demo holds it.
    found = {one for one in found if not (one.startswith("reporting/demo/") and one.endswith(" create"))}
    assert sorted(found - WRITES_BESIDE_STEPS) == [], "write through steps, or say in WRITES_BESIDE_STEPS why not"
    assert sorted(WRITES_BESIDE_STEPS - found) == [], "nothing writes there any more"


def test_what_may_write_beside_steps_touches_no_governed_model():
    """The list above cannot hide a governed model: none of its bulk calls names one."""
    names = "|".join(model.__name__ for model in OURS if issubclass(model, Governed))
    bulk = ("create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete")
    wrong = [
        (file, text)
        for path in PRODUCT
        for file, _function, _method, text in calls(path, *bulk)
        if re.match(rf"({names})\.(objects|_base_manager)\b", text)
    ]
    assert wrong == []


def test_every_governed_model_has_history_that_only_grows(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O' GROUP BY 1"
        )
        triggers = dict(cursor.fetchall())
    governed = [model for model in OURS if issubclass(model, Governed)]
    assert len(governed) > 20
    for model in governed:
        assert {"append_only", "append_only_whole"} <= set(triggers.get(model.history.model._meta.db_table, [])), model


# -- One clock, one table of rights ----------------------------------------------------------------------------------
CLOCKS = re.compile(
    r"^(timezone\.now|date\.today|datetime\.(now|utcnow|today)|time\.time|timezone\.local(date|time))\(\)$"
)


def test_one_module_asks_what_time_it_is():
    wrong = [
        (file, text)
        for path in PRODUCT
        if name_of(path) not in {"partnerships/clock.py", "iop/embedded_postgres.py"}
        for file, _function, _method, text in calls(path, "now", "today", "utcnow", "time", "localdate", "localtime")
        if CLOCKS.match(re.sub(r"^(datetime|time)\.(?=datetime|date)", "", text))
    ]
    assert wrong == []


ROLE_FIELD = r"\.(role|office|mandate_role|partnership_role)\b"
COMPARED_IN_CODE = re.compile(rf"{ROLE_FIELD}\s*(==|!=|in\b|not in\b)|(==|!=)\s*[\w.]+{ROLE_FIELD}")
COMPARED_IN_TEMPLATE = re.compile(
    rf"{{%\s*(if|elif)[^%]*({ROLE_FIELD}\s*(==|!=|in\b|not in\b)|(==|!=)\s*[\w.]+{ROLE_FIELD})"
)
#: Where a role decides an order or a word and no right.
ROLES_FOR_SHOW = {"iop/demo/views.py"}


def test_no_view_or_template_compares_roles():
    views = [path for path in PRODUCT if "views" in path.parts or path.name in ("views.py", "context.py", "frame.py")]
    wrong = [name_of(path) for path in views if COMPARED_IN_CODE.search(path.read_text())]
    wrong += [name_of(path) for path in TEMPLATES if COMPARED_IN_TEMPLATE.search(path.read_text())]
    assert set(wrong) - ROLES_FOR_SHOW == set()


def test_no_view_or_template_asks_for_django_s_own_flags():
    flags = re.compile(r"\b(is_superuser|is_staff|has_perm|perms\.)")
    wrong = [name_of(path) for path in [*PRODUCT, *TEMPLATES] if flags.search(path.read_text())]
    told = {f"partnerships/{name}.py" for name in ("models/people", "admin", "personal_data", "erasure")}
    assert set(wrong) <= told


def test_every_right_is_asked_for_somewhere():
    text = "".join(path.read_text() for path in PRODUCT if path.name != "access.py")
    unused = [name for name in access.ACTIONS if f'"{name}"' not in text]
    assert set(unused) <= {"view_partnership", "view_body"}  # asked for by the default of `visible_to`


# -- What a reader may expect -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


def test_templates_hold_no_script_or_style_of_their_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    wrong = [name_of(path) for path in TEMPLATES if inline.search(path.read_text())]
    assert [name for name in wrong if not name.startswith("templates/pdf/")] == []


@pytest.mark.django_db
def test_no_name_costs_a_query(furnished):
    costly = []
    for model in OURS:
        row = model._base_manager.first()
        skipped = model.__name__.endswith("ObjectPermission") or model.__name__ in ("Party", "HistoricalParty")
        if row is None or skipped:  # guardian's own; and see below
            continue
        with CaptureQueriesContext(
            connection,
        ) as queries:
            str(row)
        if len(queries):
            costly.append(model._meta.label)
    assert costly == []


@pytest.mark.django_db
def test_a_party_is_named_by_its_organisation_which_lists_fetch_along(furnished, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "Ansgar" in [str(party) for party in apps.get_model("partnerships", "Party").objects.for_list()]


def public(path):
    """The public functions and classes at the top of a module."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_every_public_name_says_what_it_is_for():
    domain = [path for path in PRODUCT if path.parent.name in {*LAYERS, "models", "agreements", "meetings"}]
    silent = [
        f"{name_of(path)}: {node.name}" for path in domain for node in public(path) if not ast.get_docstring(node)
    ]
    silent += [
        name_of(path)
        for path in domain
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_the_documents_name_every_command():
    text = "".join(
        path.read_text() for path in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("README.md"), ROOT / "Makefile"]
    )
    ours = [name for name, app in get_commands().items() if app in PACKAGES]
    assert "verify_log" in ours
    assert [name for name in sorted(ours) if name not in text] == []
