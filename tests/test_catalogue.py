"""The catalogue of texts has exactly the code's texts, each of them in Swedish."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "iop" / "locale" / "sv" / "LC_MESSAGES" / "django.po"
PACKAGES = ["partnerships", "governance", "reporting", "iop", "templates"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def texts(path):
    """The entries of a catalogue by (context, singular, plural)."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="sv", abort_invalid=True)
    entries = {}
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id, None)
            entries[(message.context, *ids)] = message
    return entries


@pytest.fixture(scope="module")
def catalogue():
    return texts(CATALOGUE)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The catalogue as `make messages` would write it from today's code, in a folder of its own."""
    copy = tmp_path_factory.mktemp("messages")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", copy)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "sv", "--no-obsolete", "--add-location", "file"],
        cwd=copy,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "iop.settings", "PYTHONPATH": str(copy)},
        check=True,
        capture_output=True,
    )
    return texts(copy / CATALOGUE.relative_to(ROOT))


def test_the_catalogue_has_the_code_s_texts_and_no_others(catalogue, fresh):
    assert len(fresh) > 500
    assert sorted(map(str, fresh.keys() - catalogue.keys())) == [], "run `make messages` and translate these"
    assert sorted(map(str, catalogue.keys() - fresh.keys())) == [], "run `make messages`: nothing uses these any more"


#: What makemessages reads in Python. A function called anything else is not seen, and its texts stay English.
KNOWN = re.compile(r"_|u?(?:n|p|np)?gettext(?:_lazy|_noop)?")


def unread(source):
    """Lines whose texts makemessages does not see: a function under another name, or not one plain text."""
    for one in ast.walk(ast.parse(source)):
        if isinstance(one, ast.ImportFrom) and one.module == "django.utils.translation":
            yield from (one.lineno for name in one.names if "gettext" in name.name and not reads(name.asname))
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and KNOWN.fullmatch(one.func.id):
            yield from (one.lineno for text in one.args[:1] if not isinstance(text, ast.Constant))


def reads(name):
    """Whether makemessages knows a function under this name (None: its own)."""
    return name is None or KNOWN.fullmatch(name) is not None


@pytest.mark.parametrize("source", ["from django.utils.translation import gettext as _t", "_('a' if b else 'c')"])
def test_a_text_that_makemessages_does_not_see_is_found(source):
    assert list(unread(source)) == [1]


def test_makemessages_sees_every_text():
    paths = [path for name in PACKAGES[:-1] for path in sorted((ROOT / name).rglob("*.py"))]
    assert len(paths) > 100
    assert {str(path): lines for path in paths if (lines := list(unread(path.read_text())))} == {}


def test_nothing_is_uncertain(catalogue):
    assert [key for key, message in catalogue.items() if message.fuzzy] == []


def test_everything_is_translated(catalogue):
    silent = [
        key
        for key, message in catalogue.items()
        if not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]
    assert silent == []


def test_translations_name_the_same_values(catalogue):
    """A translation with a placeholder too few says too little; one too many is an error on the page."""
    wrong = []
    for key, message in catalogue.items():
        wanted = {one for text in key[1:] if text for one in PLACEHOLDER.findall(text)}
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            found = set(PLACEHOLDER.findall(string))
            if found - wanted or (len(strings) == 1 and wanted - found):
                wrong.append((key, string))
    assert wrong == []


def test_no_text_speaks_of_applying_for_a_partnership(catalogue):
    """An IOP is not applied for and not announced: the words of competition have no place (domain.md)."""
    words = re.compile(r"\b(sök|ansök|utlys)\w*\s+(om\s+)?(ett\s+|en\s+)?(IOP|partnerskap)", re.IGNORECASE)
    strings = [
        text
        for message in catalogue.values()
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert [text for text in strings if words.search(text)] == []
