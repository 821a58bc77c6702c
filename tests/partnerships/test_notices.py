"""What notices say: each names what it is about, in its reader's language."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext_lazy

from partnerships import steps
from partnerships.models import Notification


def test_values_are_set_into_each_readers_language(world):
    alfa = world.alfa
    swede, other = alfa.ngo.representative, alfa.ngo2.representative
    other.language = "en"
    other.save(update_fields=["language"])
    with steps.record("partnership.edit", actor=alfa.city.coordinator, scope=alfa.partnership) as act:
        act.touch(alfa.partnership)
        act.notify(
            [swede, other], key="x", text=gettext_lazy("%(title)s, version %(version)s"), url="/",
            title="Avtal 100 %", version=lambda: str(gettext_lazy("draft")),
        )  # fmt: skip
    told = dict(Notification.objects.filter(key="x").values_list("person", "text"))
    assert told == {swede.pk: "Avtal 100 %, version utkast", other.pk: "Avtal 100 %, version draft"}


@pytest.mark.parametrize("app", ["partnerships", "governance"])
def test_every_notice_names_what_it_is_about(app):
    """Two notices about two things never read alike: their text has a place for the name of the thing."""
    calls = []
    for path in Path(settings.BASE_DIR, app).rglob("*.py"):
        calls += re.findall(r'text=gettext_lazy\(\s*"([^"]+)"', path.read_text())
    assert calls
    assert [text for text in calls if "%(" not in text] == []
