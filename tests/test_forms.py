"""Every form of the product, found by opening every page: what it does not list it does not change, and nothing breaks.

A form is filled in as the page shows it (what is empty gets something plausible), and sent. The second time the name of
every field of every model is sent along with it: what then stands in the database must be the same.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import Agreement
from tests.form_pages import every_form, forms_on, send
from tests.test_routes import PUBLIC, Addresses, as_person, row_of, undone

OUR_APPS = ("partnerships", "governance")
#: Values that no form expects, whatever it asks for.
GARBAGE = [
    "",
    "\x00",
    "9" * 31,
    "-1",
    "1e999",
    "NaN",
    "😀" * 50,
    "åäö\u202e\ufeff'\"<script>&%s{{ x }}",
    "x" * 100_000,
    "2024-02-30",
    "0000-00-00",
    "[]",
    "None",
]


@pytest.fixture
def forms(world, furnished):
    """Every form that somebody of Alfa is shown: see form_pages."""
    found = every_form(world, furnished)
    assert len(found) > 120
    return found


# -- Fields -----------------------------------------------------------------------------------------------------------
#: What differs from one time to the next by itself: keys, moments, the log and what is made of keys.
RESTLESS = (models.DateTimeField, models.AutoField, models.BinaryField, models.FileField)
NOT_COMPARED = {"LogEvent", "Notification"}


def tables():
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            left_out = model.__name__.startswith("Historical") or "Permission" in model.__name__
            if not left_out and model.__name__ not in NOT_COMPARED:
                yield model


def snapshot(known=None):
    """Model -> its rows: by key those that are `known`, and the values of those that are not."""
    rows = {}
    for model in tables():
        columns = [one.attname for one in model._meta.concrete_fields if not isinstance(one, RESTLESS)]
        columns = [one for one in columns if not one.endswith("digest")]
        keys = {one.attname: one.related_model for one in model._meta.concrete_fields if one.is_relation}
        held, new = {}, []
        for row in model._base_manager.order_by("pk").values("pk", *columns):
            pk = row.pop("pk")
            for name, target in keys.items():
                if known and row.get(name) is not None and target in known and row[name] not in known[target][0]:
                    row[name] = "new"
            if known and pk not in known[model][0]:
                new.append(str(sorted(row.items(), key=str)))
            else:
                held[pk] = row
        rows[model] = (held, sorted(new))
    return rows


#: What a form takes although this page of it shows no such field: the reports were chosen in the list before.
CHOSEN_BEFORE = {"governance:reports_confirm": {"report"}}


def planted(fields, row):
    """Every field name of every model that the form does not have, with a value that the field could take.

    Where models share a name, that of the row behind the address decides.
    """
    values = {}
    for model in [*tables(), *([type(row)] if row is not None else [])]:
        for one in model._meta.concrete_fields:
            for name in (one.name, one.attname):
                if name not in fields:
                    values[name] = value_for(one)
    return values


def value_for(one):
    if one.choices:
        return list(one.choices)[-1][0]
    if one.is_relation:
        return str(one.related_model._base_manager.order_by("pk").values_list("pk", flat=True).last() or 1)
    if isinstance(one, models.BooleanField):
        return "on"
    if isinstance(one, models.DateTimeField):
        return "2019-01-01T10:00"
    if isinstance(one, models.DateField):
        return "2019-01-01"
    if isinstance(one, models.IntegerField | models.DecimalField):
        return "7"
    return "Planterat"


def after(form, known, extra=None):
    """What the form answers, and what has changed in the database when it is sent with `extra` besides."""
    with undone():
        response = send(form, {**form.fields, **(extra or {})})
        now = snapshot(known)
        changes = {
            model: ([(pk, row) for pk, row in held.items() if known[model][0][pk] != row], new, len(held))
            for model, (held, new) in now.items()
        }
        unchanged = all(
            not held and not new and count == len(known[model][0]) for model, (held, new, count) in changes.items()
        )
        return SimpleNamespace(status=response.status_code, changes=changes, nothing=unchanged)


def row_behind(form, addresses):
    try:
        what = row_of(form.name)
    except KeyError:
        return None
    path = what.removeprefix(".").split(".")
    row = addresses.alfa if what.startswith(".") else addresses.furnished
    for part in path:
        row = getattr(row, part)
    return row


def test_no_form_changes_a_field_that_it_does_not_list(world, furnished, forms, subtests):
    addresses = Addresses(world.alfa, furnished)
    known, working = snapshot(), 0
    for form in forms:
        with subtests.test(form.name, address=form.address):
            plain = after(form, known)
            working += plain.status == 302 and not plain.nothing
            own = {*form.fields, *CHOSEN_BEFORE.get(form.name, ())}
            more = after(form, known, planted(own, row_behind(form, addresses)))
            assert (more.status, more.changes) == (plain.status, plain.changes)
    assert working > 85  # forms that really do something as filled in


def test_control_the_comparison_sees_a_changed_field(furnished, forms):
    known = snapshot()
    form = next(one for one in forms if one.name == "partnerships:service_edit")
    assert after(form, known, {"name": "Annat"}).changes != after(form, known).changes


# -- Garbage ----------------------------------------------------------------------------------------------------------
def post(form, values):
    """The form's answer; a constraint that is checked at the end is checked now."""
    with undone():
        response = send(form, values)
        try:
            connection.check_constraints()
        except IntegrityError as error:
            raise AssertionError(f"{form.name} left the database broken") from error
        return response


def test_garbage_in_every_field_at_once_breaks_nothing(forms, subtests):
    """Every form gets nothing at all and five of the values; each value comes to more than a third of the forms."""
    for number, form in enumerate(forms):
        with subtests.test(form.name, value="nothing at all"):
            assert post(form, {}).status_code < 500
        for value in (GARBAGE[(5 * number + step) % len(GARBAGE)] for step in range(5)):
            with subtests.test(form.name, value=value[:12]):
                assert post(form, dict.fromkeys(form.fields, value)).status_code < 500


def test_garbage_in_one_field_breaks_nothing(forms):
    """The rest being right, so that the field's own value is what the domain meets."""
    asking = [form for form in forms if form.fields]
    values = st.one_of(
        st.sampled_from(GARBAGE),
        st.text(max_size=300),
        st.integers(-(10**30), 10**30).map(str),
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
        st.dates().map(date.isoformat),
        st.datetimes().map(lambda one: one.strftime("%Y-%m-%dT%H:%M")),
        st.lists(st.sampled_from(GARBAGE), max_size=3),
    )

    @settings(max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def try_all(data):
        form = data.draw(st.sampled_from(asking))
        name = data.draw(st.sampled_from(sorted(form.fields)))
        assert post(form, {**form.fields, name: data.draw(values)}).status_code < 500, (form.name, name)

    try_all()


@pytest.mark.parametrize("value", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_from_strangers_breaks_no_public_form(db, client, value):
    names = ["account_login", "account_reset_password", "partnerships:accessibility", "set_language"]
    assert all(name in PUBLIC for name in names)
    addresses = [*map(reverse, names), reverse("partnerships:invitation_accept", args=["no-such-token"])]
    fields = ["login", "password", "email", "name", "message", "text", "language", "next", "password1", "password2"]
    for address in addresses:
        assert client.post(address, dict.fromkeys(fields, value)).status_code < 500


def test_a_draft_stays_what_it_is_whatever_is_posted_as_its_state(world, furnished):
    """The plainest case, written out: nobody puts an agreement in force through the form of its title."""
    draft = furnished.draft
    client = as_person(world.alfa.city.coordinator)
    address = reverse("partnerships:agreement_edit", args=[world.alfa.slug, draft.pk])
    ((_action, fields),) = list(forms_on(client.get(address).content.decode(), address))[:1]
    response = client.post(address, {**fields, "title": "Ny titel", "status": "in_force", "round": "9", "kind": "main"})
    assert response.status_code == 302
    saved = Agreement.objects.get(pk=draft.pk)
    assert (saved.title, saved.status, saved.round, saved.kind) == ("Ny titel", "draft", draft.round, "extension")
