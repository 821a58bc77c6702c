"""Every form of the product, found by opening every page, and filled in as a person would."""

from copy import deepcopy
from types import SimpleNamespace

import tinyhtml5
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import under_way
from tests.factories import PASSWORD, PDF, organisation_number
from tests.test_routes import OURS, Addresses, as_person, ask, insiders

#: What goes into an empty field, by its name or the last part of it.
BY_NAME = {
    "phone": "031-365 00 00",
    "number": organisation_number("8024"),
    "municipality_code": "1480",
    "website": "https://plausibel.example.org",
    "slug": "nagot-nytt",
    "hours": "5",
    "limit_amount": "",
    **dict.fromkeys(("valid_until", "ends_on", "due_on", "report_due_on"), "2099-12-31"),
}
#: The same by the sort of field.
BY_KIND = {
    "date": "2024-05-02",
    "month": "2024-05",
    "datetime-local": "2024-05-02T13:00",
    "time": "13:00",
    "number": "5",
    "email": "plausibel@example.org",
    "password": PASSWORD,
    "hidden": "",
}


def every_form(world, furnished):
    """Every form that somebody of Alfa is shown: its name, address, the person's client, its fields as filled in."""
    alfa, found = world.alfa, {}
    pages = list(under_way.pages(alfa, furnished))
    addresses = Addresses(alfa, furnished)
    pages += [(name, addresses.of(name, parameters)) for name, parameters in OURS]
    people = [*insiders(world), alfa.ngo2.representative, alfa.ngo3.signatory, alfa.ngo2.economist]
    clients = [as_person(person) for person in people]
    for name, address in pages:
        without = 0
        for client in clients:
            response = ask(client, "get", address)
            if response.status_code != 200:
                continue
            if not response.get("Content-Type", "").startswith("text/html"):
                break
            shown = list(forms_on(response.content.decode(), address))
            for action, fields in shown:
                made = SimpleNamespace(name=name, address=action, client=client, fields=fields)
                found.setdefault((action, *sorted(fields)), made)
            without += not shown
            if shown or without == 3:  # a page to read, or one whose form is found
                break
    return list(found.values())


def send(form, values):
    """The form's answer; its person is logged in as before, whatever the form was."""
    cookies = deepcopy(form.client.cookies)
    try:
        for one in (one for value in values.values() if isinstance(value, list) for one in value):
            if isinstance(one, SimpleUploadedFile):
                one.seek(0)
        return form.client.post(form.address, values)
    finally:
        form.client.cookies = cookies


def forms_on(page, address):
    """(address, fields as filled in) of each form by POST in the main part of a page."""
    main = tinyhtml5.parse(page, namespace_html_elements=False).find(".//main")
    for form in main.iter("form") if main is not None else ():
        if (form.get("method") or "").lower() == "post":
            yield (form.get("action") or address).split("#")[0], filled(form)


def filled(form):
    """What a person sends: texts with something added, other fields as they stand, something plausible if empty."""
    values, pressed = {}, {}
    for one in form.iter():
        name, kind = one.get("name"), one.get("type", one.tag)
        if one.tag not in {"input", "select", "textarea", "button"} or not name or name == "csrfmiddlewaretoken":
            continue
        if kind == "select":
            options = [option for option in one.iter("option") if option.get("value")]
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values[name] = [option.get("value") for option in chosen]
        elif kind == "checkbox":
            values.setdefault(name, []).append(one.get("value", "on"))
        elif kind == "radio":
            if name not in values or one.get("checked") is not None:
                values[name] = [one.get("value")]
        elif one.tag == "button":
            pressed = pressed or {name: [one.get("value")]}  # one of them, as a person does
        elif kind == "textarea":
            values[name] = [f"{''.join(one.itertext()).strip()} Något att läsa"]
        else:
            values[name] = values.get(name, []) + [typed(name, kind, one)]
    return values | pressed


def typed(name, kind, field):
    """What a person puts into a field of one line."""
    if kind == "file":
        return SimpleUploadedFile("underlag.pdf", PDF, content_type="application/pdf")
    if field.get("value") and is_words(field):
        return f"{field.get('value')} två"
    return field.get("value") or plausible(name, kind, field)


def plausible(name, kind, field):
    """Something for an empty field that a person could mean."""
    if kind != "hidden" and last_part(name) in BY_NAME:
        return BY_NAME[last_part(name)]
    return BY_KIND.get(kind, "5" if field.get("inputmode") else "Något")


def is_words(field):
    """Whether a field with one line takes whatever somebody writes there."""
    plain = field.get("type", "text") == "text" and not field.get("inputmode")
    return plain and last_part(field.get("name")) not in BY_NAME


def last_part(name):
    """A field's own name in a form that holds several rows."""
    return name.rsplit("-", 1)[-1]
