"""How each organisation sees the challenge: its own draft, shared when it wants, changed as a new version."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import analyses, perspectives, road, tasks
from partnerships.models import Notification, Perspective
from partnerships.steps import EditConflict, StepRefused
from tests.factories import login

#: A word that stands in a draft and nowhere else.
WORD = "Hemligstenen"


def tell(member, **texts):
    """A view that the member has shared."""
    perspectives.write(member.party, actor=member.representative, **(texts or {"sees": "Unga utan sammanhang"}))
    return perspectives.share(member.party, actor=member.representative)


def test_a_view_is_written_shared_and_then_stays(world):
    ngo = world.alfa.ngo
    first = tell(ngo, sees="Unga utan sammanhang", fears="Att rösten tystnar")
    assert first.number == 1
    assert first.shared_at is not None

    draft = perspectives.write(ngo.party, actor=ngo.representative, hopes="Ett hem")
    assert (draft.number, draft.sees, draft.shared_at) == (2, "Unga utan sammanhang", None)
    second = perspectives.share(ngo.party, actor=ngo.representative)
    assert perspectives.latest(ngo.party) == second
    first.refresh_from_db()
    assert first.hopes == "", "the earlier version is as it was"


def test_only_a_representative_of_that_very_organisation_writes(world):
    alfa = world.alfa
    for somebody in (alfa.city.coordinator, alfa.ngo.coordinator, alfa.ngo.signatory, alfa.ngo2.representative):
        with pytest.raises(PermissionDenied):
            perspectives.write(alfa.ngo.party, actor=somebody, sees="x")
    perspectives.write(alfa.ngo.party, actor=alfa.ngo.representative, sees="x")
    for step in (perspectives.share, perspectives.discard):
        with pytest.raises(PermissionDenied):
            step(alfa.ngo.party, actor=alfa.ngo2.representative)


def test_who_is_only_proposed_or_gone_writes_nothing(world):
    from tests.factories import mandate, organisation, party, person

    asked = organisation("ideburen", "Tillfrågad")
    somebody = person("Somebody")
    mandate(somebody, asked, "representative")
    for status in ("declined", "left", "proposed"):
        with pytest.raises(StepRefused):
            perspectives.write(party(world.alfa.partnership, asked, status), actor=somebody, sees="x")


def test_nothing_is_shared_without_words_or_unseen(world):
    ngo = world.alfa.ngo
    with pytest.raises(StepRefused):
        perspectives.share(ngo.party, actor=ngo.representative)
    draft = perspectives.write(ngo.party, actor=ngo.representative, sees=" ")
    with pytest.raises(StepRefused):
        perspectives.share(ngo.party, actor=ngo.representative)
    perspectives.write(ngo.party, actor=ngo.representative, sees="En kollegas ord")
    with pytest.raises(StepRefused):
        perspectives.share(ngo.party, actor=ngo.representative, version=draft.version)


def test_a_draft_can_be_thrown_away_and_what_is_shared_cannot(world):
    ngo = world.alfa.ngo
    tell(ngo)
    with pytest.raises(StepRefused):
        perspectives.discard(ngo.party, actor=ngo.representative)
    perspectives.write(ngo.party, actor=ngo.representative, sees="Annat")
    perspectives.discard(ngo.party, actor=ngo.representative)
    assert Perspective.objects.get(party=ngo.party).number == 1


def test_two_who_write_at_once_see_both_texts(client, world):
    ngo = world.alfa.ngo
    url = reverse("partnerships:perspective_write", args=[world.alfa.slug, ngo.party.pk])
    login(client, ngo.representative)
    page = client.get(url)
    assert page.context["version"] == 0
    perspectives.write(ngo.party, actor=ngo.representative, sees="Deras ord")
    with pytest.raises(EditConflict):
        perspectives.write(ngo.party, actor=ngo.representative, version=0, sees="x")

    response = client.post(url, {"sees": "Mina ord", "version": "0"})
    assert response.status_code == 422
    assert "Deras ord" in response.content.decode()
    assert "Mina ord" in response.content.decode()
    again = client.post(url, {"sees": "Mina ord", "version": response.context["version"]})
    assert again.status_code == 302
    assert perspectives.draft(ngo.party).sees == "Mina ord"


def test_a_draft_that_was_shared_meanwhile_is_no_longer_written_on(client, world):
    ngo = world.alfa.ngo
    draft = perspectives.write(ngo.party, actor=ngo.representative, sees="Ett")
    perspectives.share(ngo.party, actor=ngo.representative)
    url = reverse("partnerships:perspective_write", args=[world.alfa.slug, ngo.party.pk])
    response = login(client, ngo.representative).post(url, {"sees": "Två", "version": draft.version})
    assert response.status_code == 422
    assert "Två" in response.content.decode()
    assert client.post(url, {"sees": "Två", "version": response.context["version"]}).status_code == 302
    assert perspectives.draft(ngo.party).number == 2


# -- The wall ---------------------------------------------------------------------------------------------------------
def addresses(alfa, party):
    """Where a view could show."""
    here = [alfa.slug]
    pages = [
        reverse("partnerships:initiative", args=here),
        reverse("partnerships:perspective_list", args=here),
        reverse("partnerships:perspective", args=[alfa.slug, party.pk]),
        reverse("partnerships:analysis", args=here),
        reverse("partnerships:party", args=[alfa.slug, party.pk]),
        reverse("reporting:overview", args=here),
        reverse("reporting:history", args=here),
        reverse("reporting:object_history", args=["partnerships.party", party.pk]),
        reverse("reporting:object_history", args=["partnerships.organisation", party.organisation_id]),
        reverse("reporting:my_day"),
    ]
    queries = ["", f"?q={WORD}", "?format=csv", f"?format=csv&q={WORD}", "?version=1", "?version=2"]
    return [page + query for page in pages for query in queries]


def said(client, address):
    import re

    text = client.get(address).content.decode("utf-8-sig", errors="replace")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def others(alfa):
    return [
        alfa.city.coordinator,
        alfa.city.representative,
        alfa.ngo2.representative,
        alfa.observer,
        alfa.ngo.coordinator,
    ]


def test_nobody_else_sees_that_there_is_a_draft(client, world):
    """Not a word, a count, a history row or a gap in its numbers: every page stands still."""
    alfa, ngo = world.alfa, world.alfa.ngo
    tell(ngo)
    for somebody in others(alfa):
        login(client, somebody)
        asked = addresses(alfa, ngo.party)
        before = {address: said(client, address) for address in asked}
        draft = perspectives.write(ngo.party, actor=ngo.representative, sees=f"{WORD} {somebody.pk}", brings=WORD)
        after = {address: said(client, address) for address in asked}
        assert {address for address in asked if before[address] != after[address]} == set()
        address = reverse("reporting:object_history", args=["partnerships.perspective", draft.pk])
        assert client.get(address).status_code == 404
    assert not Notification.objects.filter(text__contains=WORD).exists()
    assert Notification.objects.filter(key__startswith="perspective:").exclude(key__endswith="shared").count() == 0
    login(client, ngo.representative)
    assert any(WORD in said(client, address) for address in addresses(alfa, ngo.party)), "the control"


def test_words_that_were_never_shared_stand_in_no_log(client, world):
    alfa, ngo = world.alfa, world.alfa.ngo
    perspectives.write(ngo.party, actor=ngo.representative, sees=f"{WORD} ska bort")
    perspectives.write(ngo.party, actor=ngo.representative, sees="Det vi vill säga")
    perspectives.share(ngo.party, actor=ngo.representative)
    for somebody in [*others(alfa), ngo.representative]:
        login(client, somebody)
        assert not any(WORD in said(client, address) for address in addresses(alfa, ngo.party) if WORD not in address)
    chains = [alfa.partnership.chain, ngo.organisation.chain]
    assert not any(WORD in str(list(chain.events.values())) for chain in chains)


def test_control_a_queryset_that_leaks_is_found_out(client, world, monkeypatch):
    alfa, ngo = world.alfa, world.alfa.ngo
    draft = perspectives.write(ngo.party, actor=ngo.representative, sees=WORD)
    address = reverse("reporting:object_history", args=["partnerships.perspective", draft.pk])
    assert login(client, alfa.observer).get(address).status_code == 404
    monkeypatch.setattr(type(Perspective.objects.all()), "visible_to", lambda rows, user: rows)
    assert client.get(address).status_code == 200


# -- Pages ------------------------------------------------------------------------------------------------------------
def test_the_pages_as_each_role(client, world):
    alfa = world.alfa
    party = alfa.ngo.party
    tell(alfa.ngo)
    tell(alfa.city, sees="Staden ser boendet", hopes="Samma mål")
    read = [
        reverse("partnerships:perspective_list", args=[alfa.slug]),
        reverse("partnerships:perspective", args=[alfa.slug, party.pk]),
    ]
    perspectives.write(party, actor=alfa.ngo.representative, fears="Rösten")
    steps = [
        reverse(f"partnerships:perspective_{name}", args=[alfa.slug, party.pk])
        for name in ("write", "share", "discard")
    ]
    for somebody in (alfa.ngo.representative, alfa.ngo.reader, alfa.city.coordinator, alfa.observer):
        login(client, somebody)
        assert [client.get(url).status_code for url in read] == [200, 200]
        expected = 200 if somebody == alfa.ngo.representative else 403
        assert [client.get(url).status_code for url in steps] == [expected] * 3
    for somebody in (world.beta.city.coordinator, world.outsider, world.superuser):
        login(client, somebody)
        assert [client.get(url).status_code for url in [*read, *steps]] == [404] * 5
    page = login(client, alfa.observer).get(read[0]).content.decode()
    assert "Staden ser boendet" in page
    assert "Unga utan sammanhang" in page
    assert "Birgitta" in page, "who has not shared a view is named"


def test_the_whole_way_through_the_pages(client, world):
    alfa, ngo = world.alfa, world.alfa.ngo
    login(client, ngo.representative)
    here = [alfa.slug, ngo.party.pk]
    write = reverse("partnerships:perspective_write", args=here)
    too_long = client.post(write, {"sees": "x" * 20_000, "version": "0"})
    assert (too_long.status_code, Perspective.objects.count()) == (422, 0)
    assert "x" * 20_000 in too_long.content.decode(), "nothing is lost"
    number = client.post(write, {"sees": "Om 811228-9874", "version": "0"})
    assert number.status_code == 422
    assert client.post(write, {"sees": "Det vi ser", "version": "0"}).status_code == 302
    share = reverse("partnerships:perspective_share", args=here)
    assert "mottagit" in client.get(share).content.decode(), "it says that the city has then received it"
    assert client.post(share, {"version": "1"}).status_code == 302
    assert perspectives.latest(ngo.party).sees == "Det vi ser"
    client.post(write, {"sees": "Det vi ser nu", "version": "0"})
    client.post(share)
    page = client.get(reverse("partnerships:perspective", args=here)).content.decode()
    assert "<ins>" in page
    earlier = client.get(reverse("partnerships:perspective", args=here), {"version": "1"})
    assert earlier.status_code == 200
    for bad in ("0", "99", "x", "9" * 40):
        assert client.get(reverse("partnerships:perspective", args=here), {"version": bad}).status_code == 404


def test_the_list_is_searched_and_exported(client, world):
    alfa = world.alfa
    tell(alfa.ngo, sees="=SUMMA")
    tell(alfa.ngo2, sees="Ensamhet")
    url = reverse("partnerships:perspective_list", args=[alfa.slug])
    login(client, alfa.observer)
    found = client.get(url, {"q": "ensamhet"}).content.decode()
    assert "Ensamhet" in found
    assert "SUMMA" not in found
    assert "'=SUMMA" in client.get(url, {"format": "csv"}).content.decode("utf-8-sig")


# -- What waits -------------------------------------------------------------------------------------------------------
def test_who_is_in_dialogue_is_asked_for_its_view(world):
    from tests.factories import mandate, organisation, party, person

    alfa = world.alfa
    assert not list(perspectives.tasks_for(alfa.ngo.representative)), "a running partnership is not asked"
    new = organisation("ideburen", "Ny")
    somebody = person("Somebody")
    mandate(somebody, new, "representative")
    incoming = party(alfa.partnership, new, "in_dialogue")
    (task,) = perspectives.tasks_for(somebody)
    assert task.url == perspectives.address(incoming)
    assert task in tasks.waiting_for(somebody)
    perspectives.write(incoming, actor=somebody, sees="Det vi ser")
    (other,) = perspectives.tasks_for(somebody)
    assert other.title != task.title, "now it waits to be shared"
    perspectives.share(incoming, actor=somebody)
    assert not list(perspectives.tasks_for(somebody))


def test_while_the_analysis_is_written_all_are_asked(world):
    alfa = world.alfa
    analyses.begin(alfa.partnership, actor=alfa.city.coordinator)
    assert list(perspectives.tasks_for(alfa.ngo.representative))
    assert not list(perspectives.tasks_for(alfa.ngo.reader))


def test_coordinators_are_told_and_the_road_counts(world):
    alfa = world.alfa

    def the_milestone():
        return next(one for one in road.milestones(alfa.partnership, alfa.observer) if "/syn/" in one.url)

    assert the_milestone().state == "not_begun"
    tell(alfa.ngo)
    told = set(Notification.objects.filter(key__startswith="perspective:").values_list("person", flat=True))
    assert told == {alfa.city.coordinator.pk, alfa.ngo.coordinator.pk}
    assert the_milestone().state == "under_way"
    assert "Birgitta" in the_milestone().text
    for one in alfa.members[:1] + alfa.members[2:]:
        tell(one)
    assert the_milestone().state == "done"
