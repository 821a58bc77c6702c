"""Monthly reports: draft, submitted, sent back, corrected."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from partnerships import monthly_reports, offerings, steps
from partnerships.models import ServiceReport
from partnerships.steps import StepRefused
from tests import factories

MARCH = date(2024, 3, 1)


@pytest.fixture
def alfa(world, travel):
    travel(date(2024, 4, 10))
    return world.alfa


@pytest.fixture
def service(alfa):
    made = offerings.create(
        alfa.ngo.party, actor=alfa.ngo.representative, name="Boendet", kind="housing", status="active"
    )
    return offerings.share(made, actor=alfa.ngo.representative)


def draft(alfa, service, **values):
    values = {"month": MARCH, "days": 100} | values
    return monthly_reports.save_draft(service, actor=alfa.ngo.representative, **values)


def confirmed(alfa, service):
    report = monthly_reports.submit(draft(alfa, service), actor=alfa.ngo.representative)
    return factories.save(
        report, status="confirmed", confirmed_at=report.submitted_at, confirmed_by=alfa.city.economist
    )


def test_a_draft_is_invisible_to_the_city(alfa, service):
    report = draft(alfa, service)
    seen = ServiceReport.objects.visible_to
    assert report in seen(alfa.ngo.reader)
    assert report not in seen(alfa.city.economist)
    assert report not in seen(alfa.ngo2.representative)
    monthly_reports.submit(report, actor=alfa.ngo.representative)
    assert report in seen(alfa.city.economist)


def test_writing_again_changes_the_same_draft(alfa, service):
    first = draft(alfa, service)
    second = draft(alfa, service, days=110, version=first.version)
    assert (second.pk, second.days) == (first.pk, 110)
    with pytest.raises(steps.EditConflict):
        draft(alfa, service, days=120, version=first.version)


@pytest.mark.parametrize(
    "values",
    [
        {"month": date(2024, 5, 1)},
        {"month": date(2024, 3, 2)},
        {"month": date(1999, 1, 1)},
        {"days": -1},
        {"days": 10**9},
        {"participants": -1},
        {"hours": 10**7},
    ],
)
def test_what_cannot_be_is_refused(alfa, service, values):
    with pytest.raises(StepRefused):
        draft(alfa, service, **values)


def test_more_days_than_places_is_doubted_not_refused(alfa, service):
    offerings.set_capacity(service, actor=alfa.ngo.representative, capacity=3, valid_from=MARCH)
    assert monthly_reports.doubt(draft(alfa, service, days=93)) == ""
    report = draft(alfa, service, days=94)
    assert "93" in monthly_reports.doubt(report)
    assert monthly_reports.submit(report, actor=alfa.ngo.representative).status == "submitted"


def test_an_empty_report_is_not_submitted(alfa, service):
    with pytest.raises(StepRefused):
        monthly_reports.submit(draft(alfa, service, days=None), actor=alfa.ngo.representative)


def test_zero_days_is_an_answer(alfa, service):
    assert monthly_reports.submit(draft(alfa, service, days=0), actor=alfa.ngo.representative).status == "submitted"


def test_the_service_is_shared_before_its_reports(alfa):
    own = offerings.create(alfa.ngo.party, actor=alfa.ngo.representative, name="Nytt", kind="housing")
    with pytest.raises(StepRefused):
        monthly_reports.submit(draft(alfa, own), actor=alfa.ngo.representative)


def test_a_submitted_month_is_not_written_over(alfa, service):
    monthly_reports.submit(draft(alfa, service), actor=alfa.ngo.representative)
    with pytest.raises(StepRefused):
        draft(alfa, service, days=1)


def test_sent_back_with_a_reason(alfa, service):
    report = monthly_reports.submit(draft(alfa, service), actor=alfa.ngo.representative)
    with pytest.raises(StepRefused):
        monthly_reports.send_back(report, actor=alfa.city.economist, reason=" ")
    back = monthly_reports.send_back(report, actor=alfa.city.economist, reason="Februari hade 29 dagar")
    assert back.status == "draft"
    assert monthly_reports.sent_back_because(back) == "Februari hade 29 dagar"
    changed = draft(alfa, service, days=90)
    assert monthly_reports.sent_back_because(changed) == "Februari hade 29 dagar"


@pytest.mark.parametrize("who", ["city.representative", "ngo2.representative", "ngo.economist", "ngo.reader"])
def test_only_the_owner_writes(alfa, service, who):
    member, role = who.split(".")
    actor = getattr(getattr(alfa, member), role)
    with pytest.raises(PermissionDenied):
        monthly_reports.save_draft(service, actor=actor, month=MARCH, days=1)
    with pytest.raises(PermissionDenied):
        monthly_reports.submit(draft(alfa, service), actor=actor)


def test_a_draft_can_be_thrown_away_but_nothing_later(alfa, service):
    monthly_reports.discard(draft(alfa, service), actor=alfa.ngo.representative)
    assert not ServiceReport.objects.exists()
    report = monthly_reports.submit(draft(alfa, service), actor=alfa.ngo.representative)
    with pytest.raises(StepRefused):
        monthly_reports.discard(report, actor=alfa.ngo.representative)


def test_a_correction_is_a_revision_and_the_first_stays(alfa, service):
    report = confirmed(alfa, service)
    revision = monthly_reports.correct(report, actor=alfa.ngo.representative, days=69)
    assert (revision.revision, revision.days, revision.status) == (2, 69, "draft")
    report.refresh_from_db()
    assert (report.days, report.status) == (100, "confirmed")
    with pytest.raises(StepRefused):
        monthly_reports.correct(report, actor=alfa.ngo.representative, days=70)


def test_what_is_not_confirmed_needs_no_correction(alfa, service):
    with pytest.raises(StepRefused):
        monthly_reports.correct(draft(alfa, service), actor=alfa.ngo.representative)


def test_last_month_is_due_on_the_fifteenth(alfa, service):
    (task,) = monthly_reports.tasks_for(alfa.ngo.representative)
    assert task.due_on == date(2024, 4, 15)
    assert list(monthly_reports.tasks_for(alfa.city.representative)) == []
    report = draft(alfa, service)
    assert len(list(monthly_reports.tasks_for(alfa.ngo.representative))) == 1
    monthly_reports.submit(report, actor=alfa.ngo.representative)
    assert list(monthly_reports.tasks_for(alfa.ngo.representative)) == []
