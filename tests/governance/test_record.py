"""Minutes and notes: which body says which, on pages, in tasks, notices, the history and the document."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from governance import minutes, seats
from governance.minutes_text import canonical_text
from governance.models import Body, Minutes
from governance.models.record import TEXTS, WORDS
from partnerships import tasks
from partnerships.models import Notification
from reporting import documents, history
from reporting.sentences import OF_NOTES, SENTENCES
from tests.factories import login
from tests.governance import stage

#: Words of minutes that have no place where notes are kept.
OF_MINUTES = re.compile("protokoll|juster", re.IGNORECASE)


@pytest.fixture
def alfa(world):
    """Alfa, whose steering group keeps notes."""
    alfa = world.alfa
    alfa.steering = seats.edit_body(alfa.steering, actor=alfa.city.coordinator, minutes_form=Body.MinutesForm.NOTES)
    return alfa


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield


def test_both_forms_have_a_text_for_every_occasion():
    assert set(WORDS) == set(Body.MinutesForm.values)
    for of_minutes, of_notes in TEXTS.values():
        assert set(re.findall(r"%\(\w+\)s", str(of_minutes % Placeholders()))) == set(
            re.findall(r"%\(\w+\)s", str(of_notes % Placeholders()))
        )
        assert not OF_MINUTES.search(str(of_notes % Placeholders()))


class Placeholders(dict):
    """Leaves every placeholder as it is."""

    def __missing__(self, key):
        return 2 if key == "n" else f"%({key})s"


def test_every_text_is_used_and_every_use_has_a_text():
    root = Path(settings.BASE_DIR)
    templates = [*root.glob("templates/governance/*.html"), root / "templates/pdf/minutes.html"]
    shown = {name for path in templates for name in re.findall(r"\bwords\.(\w+)|record_words\.(\w+)", path.read_text())}
    shown = {name for pair in shown for name in pair if name}
    assert shown - set(TEXTS) == set()
    code = "".join(
        path.read_text() for folder in ("governance", "reporting") for path in root.glob(f"{folder}/**/*.py")
    )
    by_status = {*Minutes.Status.values, *(f"sheet_{status}" for status in Minutes.Status.values)}
    asked = {name for name in TEXTS if re.search(rf'words\[[^]]*"{name}"', code)}
    assert set(TEXTS) - shown - asked - by_status == set()


def test_the_agenda_speaks_of_notes(alfa):
    titles = [item.title for item in stage.planned(alfa).items.order_by("position")]
    assert "Föregående minnesanteckningar" in titles
    assert not OF_MINUTES.search(" ".join(titles))


def test_tasks_and_notices_speak_of_notes(alfa):
    it = stage.circulated(alfa)
    waiting = [task.title for task in tasks.waiting_for(alfa.city.chair)]
    assert any(title.startswith("Godkänn minnesanteckningarna: ") for title in waiting)
    minutes.approve(it.minutes, actor=alfa.city.chair)
    minutes.approve(it.minutes, actor=alfa.ngo.representative)
    told = " ".join(Notification.objects.filter(url=it.meeting.get_absolute_url()).values_list("text", flat=True))
    assert "Minnesanteckningarna är godkända" in told
    assert not OF_MINUTES.search(told)


@pytest.mark.parametrize("stage_of", ["circulated", "approved"])
def test_the_pages_speak_of_notes(alfa, client, stage_of):
    it = getattr(stage, stage_of)(alfa)
    for name, pk in (("meeting", it.meeting.pk), ("minutes_approve", it.meeting.pk), ("body", alfa.steering.pk)):
        page = login(client, alfa.city.chair).get(reverse(f"governance:{name}", args=[alfa.slug, pk]))
        text = re.sub(r"<[^>]*>", " ", page.content.decode())
        assert "innesanteckningar" in text
        assert not OF_MINUTES.search(text)


def test_the_history_speaks_of_notes(alfa):
    it = stage.approved(alfa)
    entries = history.tell(history.of_object(it.meeting, alfa.city.chair), alfa.city.chair)
    told = " ".join(f"{one.sentence} {one.in_words()}" for one in entries)
    assert "godkände minnesanteckningarna från Styrgruppen" in told
    assert "väntar på godkännande → godkända" in told
    assert not OF_MINUTES.search(told)
    assert set(OF_NOTES) == {action for action in SENTENCES if action.startswith("minutes.")}


def test_approved_notes_stay_notes_when_the_body_turns_to_minutes(alfa, travel):
    it = stage.approved(alfa)
    before = canonical_text(it.minutes)
    seats.edit_body(alfa.steering, actor=alfa.city.coordinator, minutes_form=Body.MinutesForm.MINUTES)
    record = Minutes.objects.get(pk=it.minutes.pk)
    assert canonical_text(record) == before
    assert before.startswith("Minnesanteckningar: ")
    assert documents.minutes_of(record.meeting, record).context["form"] == "Minnesanteckningar"


def test_a_draft_says_who_is_named_and_not_who_has_approved(alfa):
    meeting = stage.held(alfa)
    record = minutes.begin(meeting, actor=alfa.ngo.secretary)
    approvers = [stage.seat_of(alfa, alfa.city.chair), stage.seat_of(alfa, alfa.ngo.representative)]
    minutes.name_approvers(record, actor=alfa.ngo.secretary, seats=approvers)
    document = documents.minutes_of(meeting, Minutes.objects.get(pk=record.pk))
    assert document.context["sheet"] == "Vilka som är utsedda att godkänna"
    assert all("moment" not in row for row in document.context["approvals"])
