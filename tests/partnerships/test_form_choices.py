"""The choice of form: weighed by the coordinators, settled by one from each side, and then as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from partnerships import access, clock, form_choices, road, tasks
from partnerships.models import CriteriaSet, Criterion, FormChoice, Notification
from partnerships.steps import EditConflict, StepRefused
from reporting import entries, history
from reporting.waits import waits_in
from tests.factories import PDF, login, save

FORUM = [
    "Verksamheten sker på initiativ av den idéburna organisationen",
    "Ett led i att förverkliga ett politiskt program eller plan där de idéburna organisationerna särskilt nämns",
    "Inte del av det normerade föreningsbidraget",
    "Ingen marknad eller konkurrenssituation att vårda",
    "Båda parter är med och finansierar (pengar eller andra insatser)",
    "Verksamheten detaljregleras inte från kommunen",
    "Avses drivas under längre tid",
]


@pytest.fixture
def forum(db):
    return CriteriaSet.objects.get(name="Forums kriterier")


@pytest.fixture
def choice(world, forum):
    return form_choices.begin(world.alfa.partnership, actor=world.alfa.city.coordinator, sets=[forum])


@pytest.fixture
def written(world, choice):
    values = {"outcome": "partnership", "conclusion": "Ingen klarar det ensam"}
    return form_choices.conclude(choice, actor=world.alfa.ngo.coordinator, **values)


@pytest.fixture
def settled(world, written):
    form_choices.propose(written, actor=world.alfa.city.coordinator)
    return form_choices.settle(written, actor=world.alfa.ngo.coordinator)


def url(name, *keys):
    return reverse(f"partnerships:{name}", args=keys)


# -- The criteria -----------------------------------------------------------------------------------------------------
def test_the_national_sets_are_there_in_their_own_words(forum):
    assert list(forum.criteria.order_by("position").values_list("wording", flat=True)) == FORUM
    numbers = Criterion.objects.filter(criteria_set__name="SKR:s kriterier 2017").order_by("position")
    assert list(numbers.values_list("number", flat=True)) == [f"K{number}" for number in range(1, 9)]
    assert Criterion.objects.filter(criteria_set__kind="red_flags").count() == 8
    assert Criterion.objects.filter(criteria_set__kind="questions").count() == 5
    assert all(CriteriaSet.objects.values_list("source", flat=True))


def test_a_set_is_offered_on_its_days_and_where_it_applies(world, travel):
    alfa = world.alfa
    alfa.city.organisation.municipality_code = "1480"
    alfa.city.organisation.save()
    days = {"valid_from": date(2020, 1, 1), "valid_until": date(2030, 1, 1), "source": "Göteborgs Stad"}
    CriteriaSet.objects.create(name="Göteborg", municipality_code="1480", **days)
    CriteriaSet.objects.create(name="Malmö", municipality_code="1280", **days)
    names = {day: set() for day in (date(2015, 1, 1), date(2024, 1, 1), date(2030, 1, 1))}
    for day in names:
        travel(day)
        names[day] = {one.name for one in form_choices.offered(alfa.partnership)}
    national = {"Forums kriterier", "SKR:s kriterier 2017"}
    assert list(names.values()) == [{"Forums kriterier"}, national | {"Göteborg"}, national]


def test_a_used_set_keeps_its_words_but_may_get_a_last_day(choice, forum):
    assert forum.is_used
    with pytest.raises(IntegrityError, match="has been used"), transaction.atomic():
        Criterion.objects.filter(criteria_set=forum).update(wording="x")
    with pytest.raises(IntegrityError, match="has been used"), transaction.atomic():
        CriteriaSet.objects.filter(pk=forum.pk).update(source="x")
    forum.valid_until = date(2099, 1, 1)
    forum.save()
    unused = CriteriaSet.objects.get(name="SKR:s kriterier 2017")
    assert not unused.is_used
    unused.criteria.update(question="?")


def test_the_back_office_lets_an_unused_set_be_edited_and_no_other(choice, client, world, forum):
    login(client, world.superuser)
    unused = CriteriaSet.objects.get(name="SKR:s kriterier 2017")
    for one, editable in ((forum, False), (unused, True)):
        page = client.get(reverse("admin:partnerships_criteriaset_change", args=[one.pk])).content.decode()
        assert ('name="source"' in page) is editable
        assert ('name="criteria-0-wording"' in page) is editable
        assert 'name="valid_until"' in page
    assert client.get(reverse("admin:partnerships_criteriaset_add")).status_code == 200


# -- Weighing ---------------------------------------------------------------------------------------------------------
def test_beginning_gives_every_form_criterion_and_red_flag(choice):
    assert [row.form for row in choice.weighed.order_by("pk")] == list(FormChoice.Form.values)
    assert choice.answers.count() == 7
    assert choice.red_flags.count() == 8
    assert {one.name for one in choice.sets} == {"Forums kriterier", "Varningsflaggor"}


def test_one_is_open_at_a_time_and_it_takes_a_coordinator(world, choice, forum):
    alfa = world.alfa
    with pytest.raises(StepRefused):
        form_choices.begin(alfa.partnership, actor=alfa.ngo.coordinator, sets=[forum])
    beta = world.beta.partnership
    for stranger in (alfa.city.coordinator, world.beta.city.representative, world.superuser):
        with pytest.raises(PermissionDenied):
            form_choices.begin(beta, actor=stranger, sets=[forum])
    flags = CriteriaSet.objects.get(kind="red_flags")
    for sets in ([], [flags]):
        with pytest.raises(StepRefused):
            form_choices.begin(beta, actor=world.beta.city.coordinator, sets=sets)
    assert not beta.form_choices.exists()


def test_what_remains_is_counted_down(world, choice):
    actor = world.alfa.city.coordinator
    with translation.override("en"):
        words = [point.text for point in form_choices.open_points(choice)]
    assert words == [
        "No form has been weighed yet.",
        "7 of 7 criteria are left to judge.",
        "8 red flags are left to look at.",
        "The conclusion is not written yet.",
    ]
    first = choice.answers.order_by("pk").first()
    form_choices.answer(first, actor=actor, answer="partly", evidence="Initiativet togs av Famna Väst")
    flag = choice.red_flags.order_by("pk").first()
    form_choices.judge(flag, actor=actor, applies="yes")
    with translation.override("en"):
        words = [point.text for point in form_choices.open_points(choice)]
    assert "6 of 7 criteria are left to judge." in words
    assert "1 red flag applies without a reason." in words
    assert form_choices.next_point(first).criterion.number == "F2"
    form_choices.judge(flag, actor=actor, applies="yes", reason="Dygnsersättningen är bara en del")
    assert not any("reason" in point.text for point in form_choices.open_points(choice))
    assert [row.criterion.number for row in form_choices.unmet(choice.answers.all())] == ["F1"]


def test_two_who_judge_the_same_criterion_at_once_see_both_texts(client, world, choice):
    alfa, row = world.alfa, choice.answers.order_by("pk").first()
    address = url("criterion_answer", alfa.slug, row.pk)
    login(client, alfa.city.coordinator)
    data = {"answer": "met", "evidence": "Min text", "version": row.version}
    form_choices.answer(row, actor=alfa.ngo.coordinator, answer="partly", evidence="Deras text")
    with pytest.raises(EditConflict):
        form_choices.answer(row, actor=alfa.city.coordinator, version=row.version, answer="met")
    response = client.post(address, data)
    page = response.content.decode()
    assert (response.status_code, "Deras text" in page, "Min text" in page) == (422, True, True)
    again = client.post(address, {**data, "version": response.context["version"]})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.evidence == "Min text"


def test_other_criteria_can_be_chosen_while_it_is_a_draft(world, choice, forum):
    actor, skr = world.alfa.city.coordinator, CriteriaSet.objects.get(name="SKR:s kriterier 2017")
    kept = choice.answers.order_by("pk").first()
    form_choices.answer(kept, actor=actor, answer="met")
    form_choices.choose_sets(choice, actor=actor, sets=[forum, skr])
    assert choice.answers.count() == 15
    assert choice.answers.get(pk=kept.pk).answer == "met"
    form_choices.choose_sets(choice, actor=actor, sets=[skr])
    assert set(choice.answers.values_list("criterion__criteria_set", flat=True)) == {skr.pk}
    with pytest.raises(StepRefused):
        form_choices.choose_sets(choice, actor=actor, sets=[])
    assert choice.answers.count() == 8


def test_an_answer_can_rest_on_a_document(client, world, choice):
    alfa, row = world.alfa, choice.answers.order_by("pk").first()
    address = url("criterion_answer", alfa.slug, row.pk)
    login(client, alfa.city.coordinator)
    data = {"answer": "met", "evidence": "", "link": ""}
    wrong = client.post(address, {**data, "file": SimpleUploadedFile("a.pdf", b"x" * 500)})
    assert wrong.status_code == 422
    assert client.post(address, {**data, "file": SimpleUploadedFile("Plan.pdf", PDF)}).status_code == 302
    row.refresh_from_db()
    assert row.document.name == "Plan.pdf"
    assert "Plan.pdf" in client.get(form_choices.address(choice)).content.decode()
    assert client.post(address, {**data, "without_document": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.document is None


def test_the_system_tells_what_it_knows_and_decides_nothing(world, furnished):
    choice = furnished.form_choice
    flags = Criterion.objects.filter(criteria_set__kind="red_flags").exclude(suggestion="")
    assert flags.count() == 2
    row = save(type(choice.red_flag)(choice=choice, criterion=flags.get(suggestion="extension")))
    with translation.override("en"):
        told = form_choices.suggestions(choice, [row])
    assert told == {row.pk: "“Partnerskapsavtal” has no last day."}
    row.refresh_from_db()
    assert row.applies == ""


# -- Settling ---------------------------------------------------------------------------------------------------------
def test_it_takes_a_conclusion_and_a_yes_from_each_side(world, choice):
    alfa = world.alfa
    with pytest.raises(StepRefused):
        form_choices.propose(choice, actor=alfa.city.coordinator)
    form_choices.conclude(choice, actor=alfa.city.coordinator, outcome="grant", conclusion="Det räcker")
    with pytest.raises(PermissionDenied):
        form_choices.propose(choice, actor=alfa.city.representative)
    with pytest.raises(StepRefused):
        form_choices.settle(choice, actor=alfa.ngo.coordinator)
    proposed = form_choices.propose(choice, actor=alfa.city.coordinator)
    assert (proposed.status, proposed.proposed_for) == ("proposed", alfa.city.organisation)
    with pytest.raises(StepRefused):
        form_choices.settle(choice, actor=alfa.city.coordinator)
    with pytest.raises(StepRefused):
        form_choices.conclude(choice, actor=alfa.ngo.coordinator, conclusion="Annat")
    with pytest.raises(StepRefused):
        form_choices.answer(choice.answers.first(), actor=alfa.ngo.coordinator, answer="met")
    done = form_choices.settle(choice, actor=alfa.ngo.coordinator)
    assert (done.status, done.settled_by, done.settled_for) == (
        "settled",
        alfa.ngo.coordinator,
        alfa.ngo.organisation,
    )
    with pytest.raises(StepRefused):
        form_choices.return_to_draft(choice, actor=alfa.ngo.coordinator, reason="Ånger")


def test_either_side_may_take_it_back_with_a_reason(world, written):
    alfa = world.alfa
    form_choices.propose(written, actor=alfa.city.coordinator)
    with pytest.raises(StepRefused):
        form_choices.return_to_draft(written, actor=alfa.ngo.coordinator, reason=" ")
    back = form_choices.return_to_draft(written, actor=alfa.ngo.coordinator, reason="En flagga fattas")
    assert (back.status, back.proposed_by) == ("draft", None)
    keys = Notification.objects.filter(person=alfa.city.coordinator).values_list("key", flat=True)
    assert any(key.startswith(f"form:{written.pk}:return") for key in keys)


def test_the_other_side_is_told_and_has_a_task(world, written):
    alfa = world.alfa
    form_choices.propose(written, actor=alfa.city.coordinator)
    assert Notification.objects.filter(person=alfa.ngo.coordinator, key__contains=":propose:").exists()
    assert not Notification.objects.filter(person=alfa.city.coordinator, key__contains=":propose:").exists()
    address = form_choices.address(written)
    assert address in [task.url for task in tasks.waiting_for(alfa.ngo.coordinator, alfa.partnership)]
    assert address not in [task.url for task in tasks.waiting_for(alfa.city.coordinator, alfa.partnership)]
    assert address in [wait.url for wait in waits_in(alfa.partnership, alfa.observer)]


def test_a_review_copies_what_is_settled_and_leaves_it_alone(world, settled, forum, travel):
    alfa, day = world.alfa, clock.today() + timedelta(days=400)
    travel(day)
    access.sync(alfa.ngo.coordinator)
    again = form_choices.begin(alfa.partnership, actor=alfa.ngo.coordinator, sets=[forum])
    assert (again.number, again.status, again.conclusion) == (2, "draft", settled.conclusion)
    assert again.review_on is None
    assert form_choices.latest(alfa.partnership) == again
    assert FormChoice.objects.get(pk=settled.pk).status == "settled"


def test_the_coordinators_are_reminded_of_the_review(world, choice, travel):
    alfa = world.alfa
    values = {"outcome": "partnership", "conclusion": "Ingen klarar det ensam"}
    due = clock.today() + timedelta(days=100)
    form_choices.conclude(choice, actor=alfa.city.coordinator, review_on=due, **values)
    form_choices.propose(choice, actor=alfa.city.coordinator)
    form_choices.settle(choice, actor=alfa.ngo.coordinator)
    assert not list(form_choices.tasks_for(alfa.city.coordinator, alfa.partnership))
    travel(due - timedelta(days=30))
    access.sync(alfa.city.coordinator)
    assert [task.due_on for task in form_choices.tasks_for(alfa.city.coordinator, alfa.partnership)] == [due]


def test_it_is_a_milestone_and_tells_its_history(world, settled):
    alfa = world.alfa
    assert road.State.DONE in [
        one.state
        for one in road.milestones(alfa.partnership, alfa.observer)
        if one.url == form_choices.address(settled)
    ]
    with translation.override("en"):
        told = [entry.sentence for entry in entries.tell(history.of_object(settled, alfa.observer), alfa.observer)]
    assert told == [
        "Ansgar settled choice of form 1 for the other side",
        "Alfastad said yes to choice of form 1 for its side",
        "Ansgar wrote the conclusion of choice of form 1",
        "Alfastad began choice of form 1",
    ]


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_the_choice_is_made_through_the_pages(client, world, forum):
    alfa = world.alfa
    login(client, alfa.city.coordinator)
    start = url("form_choice", alfa.slug)
    assert url("form_choice_begin", alfa.slug) in client.get(start).content.decode()
    assert client.post(url("form_choice_begin", alfa.slug), {}).status_code == 422
    begun = client.post(url("form_choice_begin", alfa.slug), {"sets": [forum.pk]})
    choice = FormChoice.objects.get()
    assert begun["Location"] == form_choices.address(choice)
    row = choice.answers.order_by("pk").first()
    saved = client.post(url("criterion_answer", alfa.slug, row.pk), {"answer": "met", "evidence": "Protokoll"})
    assert saved["Location"] == url("criterion_answer", alfa.slug, row.pk + 1), "on to the next"
    again = client.post(url("criterion_answer", alfa.slug, row.pk), {"answer": "partly", "evidence": "Protokoll"})
    assert again["Location"].startswith(form_choices.address(choice)), "what was done leads back"
    weighed = choice.weighed.order_by("pk").first()
    assert client.post(url("weighed_form", alfa.slug, weighed.pk), {"speaks_for": "Enkelt"}).status_code == 302
    flag = choice.red_flags.order_by("pk").first()
    assert client.post(url("red_flag", alfa.slug, flag.pk), {"applies": "yes"}).status_code == 302
    address = url("form_choice_conclude", alfa.slug, choice.pk)
    tomorrow = clock.today() + timedelta(days=1)
    values = {"outcome": "partnership", "conclusion": "Ingen klarar det ensam"}
    assert client.post(address, {**values, "judged_on": f"{tomorrow}"}).status_code == 422
    assert client.post(address, values).status_code == 302
    confirm = client.get(url("form_choice_propose", alfa.slug, choice.pk)).content.decode()
    assert "6 av 7 kriterier" in confirm
    assert client.post(url("form_choice_propose", alfa.slug, choice.pk)).status_code == 302
    login(client, alfa.ngo.coordinator)
    assert url("form_choice_settle", alfa.slug, choice.pk) in client.get(start).content.decode()
    assert client.post(url("form_choice_settle", alfa.slug, choice.pk)).status_code == 302
    choice.refresh_from_db()
    assert choice.status == "settled"
    assert "Fastställt" in client.get(start).content.decode()


def test_every_page_answers_each_reader_as_it_should(client, world, furnished):
    alfa, choice = world.alfa, furnished.form_choice
    pages = [
        url("form_choice", alfa.slug),
        form_choices.address(choice),
        url("form_choice_begin", alfa.slug),
        url("form_choice_conclude", alfa.slug, choice.pk),
        url("criterion_answer", alfa.slug, choice.criterion_answer.pk),
    ]
    expected = {
        alfa.city.coordinator: [200, 200, 200, 200, 200],
        alfa.ngo.representative: [200, 200, 403, 403, 403],
        alfa.observer: [200, 200, 403, 403, 403],
        world.beta.city.coordinator: [404] * 5,
        world.superuser: [404] * 5,
    }
    for reader, codes in expected.items():
        login(client, reader)
        assert [client.get(page).status_code for page in pages] == codes, reader.name


def test_the_page_never_speaks_of_applying(client, world, furnished):
    page = login(client, world.alfa.observer).get(form_choices.address(furnished.form_choice)).content.decode()
    assert "söka" not in page.lower().replace("söka i", "")
    assert "ansök" not in page.lower()
