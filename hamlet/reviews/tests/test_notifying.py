"""The local authority's decision: who takes it, what it is held against, and how it is taken again. Each step on a day of its own."""

from dataclasses import replace
from datetime import date

import pytest

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.notices.models import Notice
from hamlet.reviews import operations, queries
from hamlet.reviews.models import EarlierDecision, EditionDuty, Notification, NotificationField
from hamlet.reviews.operations.children import TooMany
from hamlet.reviews.operations.incidents import NotNow, NotSaid
from hamlet.reviews.operations.notifying import AgeNotKnown, AlwaysTold, Departs, NotTheAuthority
from hamlet.reviews.rules.cases import Facts, Harm, Holds, Stage, Status, Suspicion, Told, Where
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import FACTS, fresh

pytestmark = pytest.mark.django_db
REFERRED, DECIDED, SENT, SUSPECTED, AGAIN = (date(2022, 11, day) for day in (15, 17, 21, 28, 30))
LOOKED_AFTER = Facts(Harm.DEATH, Where.HERE, Suspicion.YES, Status.LOOKED_AFTER, 5)
UNSUSPECTED = replace(LOOKED_AFTER, suspicion=Suspicion.NOT_YET)


def decide(world, case, told, facts=FACTS, on=DECIDED, **given):
    return factories.decide(world, case, told, **{"facts": facts, "on": on, "departs_because": "", **given})


def test_looked_after_childs_death_cannot_be_left_untold(world):
    with pytest.raises(AlwaysTold):
        decide(world, factories.referred(world), Told.NOBODY, UNSUSPECTED, departs_because="The authority holds otherwise")


@pytest.mark.parametrize(("told", "facts"), [(Told.STATE, FACTS), (Told.NOBODY, FACTS), (Told.STATE, LOOKED_AFTER)])
def test_decision_below_what_is_owed_says_why_and_the_case_shows_it(world, enter, told, facts):
    case = factories.referred(world)
    with pytest.raises(Departs, match="Say why the local authority departs from it"):
        decide(world, case, told, facts)

    decide(world, case, told, facts, departs_because="It was an accident")
    html = enter(world["manager"]).get(case.get_absolute_url()).content.decode()
    assert "It departs from what the law and the guidance ask, because: It was an accident" in html


def test_decision_is_held_against_the_facts_as_they_are_decided(world):
    case = factories.referred(world, facts=replace(FACTS, suspicion=Suspicion.NO))
    with pytest.raises(Departs):
        decide(world, case, Told.NOBODY, FACTS)

    decided = decide(world, case, Told.NOBODY, replace(FACTS, suspicion=Suspicion.NO), departs_because="Not needed")
    assert (decided.stage, decided.departs_because) == (Stage.NOT_MET.value, "")


def test_care_leaver_needs_an_age_before_the_decision(world):
    unknown = replace(FACTS, status=Status.CARE_LEAVER, age=None)
    case = factories.referred(world, facts=unknown)
    with pytest.raises(AgeNotKnown):
        decide(world, case, Told.PANEL, unknown)

    assert decide(world, case, Told.PANEL, replace(unknown, age=17)).stage == Stage.TO_NOTIFY.value


@pytest.mark.parametrize("key", ["member", "health", "school"])
def test_nobody_outside_the_local_authority_decides_or_is_offered_it(world, enter, key):
    case = factories.referred(world)
    with pytest.raises(NotTheAuthority):
        decide(world, case, Told.PANEL, by=world[key])
    if key != "school":
        client, home = enter(world[key]), case.get_absolute_url()
        client.post(f"{home}reason/", {"reason": "To see"})
        assert "notification/decide/" not in client.get(home).content.decode()
        assert client.get(f"{home}notification/decide/").status_code == 403


def test_team_records_on_behalf_of_somebody(world, enter):
    case = factories.referred(world)
    with pytest.raises(NotSaid, match="on their behalf"):
        decide(world, case, Told.PANEL, by=world["manager"])

    decided = decide(world, case, Told.PANEL, by=world["manager"], decided_for="Director of Children's Services")
    assert (decided.decided_for, decided.decided_by) == ("Director of Children's Services", world["manager"])
    assert (
        "Director of Children&#39;s Services, recorded by"
        in enter(world["manager"]).get(case.get_absolute_url()).content.decode()
    )


def test_local_authoritys_deciders_are_told_and_their_desk_asks_them(world):
    case = factories.referred(world)
    assert Notice.objects.filter(person=world["authority"]).count() == 1
    person = world["authority"]
    person.powers = powers_on(person, REFERRED)
    (duty,) = queries.duties(person, REFERRED)
    assert (duty.title, duty.due_on) == (f"Decide who is told: {case}", date(2022, 11, 22))

    decide(world, case, Told.PANEL)
    assert queries.duties(person, DECIDED) == []


def test_abuse_suspected_after_the_secretary_of_state_was_told(world):
    case = decide(world, factories.referred(world, facts=UNSUSPECTED), Told.STATE, UNSUSPECTED)
    given = {"reference": "N-1", "on": SENT, "seen_version": None, "by": world["chair"]}
    case = operations.record_notification(case=case, notified_on=SENT, **given)
    assert case.stage == Stage.NOTIFIED.value

    case = decide(world, case, Told.PANEL, LOOKED_AFTER, on=AGAIN, suspected_on=SUSPECTED, reasons="The post-mortem")
    clocks = {row.rule.key: (row.started_on, row.due_on, row.stopped_on) for row in case.deadlines.select_related("rule")}
    assert clocks["notification"] == (SUSPECTED, date(2022, 12, 5), None)
    assert clocks["rapid-review"] == (SUSPECTED, date(2022, 12, 19), None)
    kept = EarlierDecision.objects.get(case=case)
    assert (kept.told, kept.suspicion, kept.superseded_on) == (Told.STATE.value, Suspicion.NOT_YET.value, AGAIN)

    given |= {"reference": "N-2", "on": AGAIN}
    case = operations.record_notification(case=case, notified_on=AGAIN, **given)
    assert case.stage == Stage.RAPID_REVIEW.value
    assert [row.reference for row in case.notifications.order_by("id")] == ["N-1", "N-2"]


@pytest.mark.parametrize(("told", "stage"), [(Told.PANEL, Stage.TO_NOTIFY), (Told.NOBODY, Stage.NOT_MET)])
def test_wrong_click_is_decided_again_before_anything_was_sent(world, enter, told, stage):
    case = decide(world, factories.referred(world), Told.STATE, departs_because="A wrong click", reasons="First reasons")
    case = decide(world, case, told, on=SENT, departs_because="Held otherwise")

    assert case.stage == stage.value
    html = enter(world["manager"]).get(case.get_absolute_url()).content.decode()
    assert "First reasons Departs because: A wrong click" in html


def test_siblings_of_2022_get_a_notification_each(world, enter):
    case = factories.notified(world)
    first = operations.describe_child(case=case, child=None, name="Testchild", by=world["chair"])
    second = operations.describe_child(case=case, child=None, name="Othertest", by=world["chair"])
    Notification.objects.filter(case=case).update(child=first)
    given = {"notified_on": SENT, "reference": "N-2", "on": SENT, "seen_version": None, "by": world["chair"]}
    operations.record_another_notification(case=case, child=second, **given)

    with pytest.raises(NotNow, match="The notification of Child 2 is on record"):
        operations.record_another_notification(case=case, child=second, **given)
    html = enter(world["manager"]).get(case.get_absolute_url()).content.decode()
    assert "Every notification of this incident" in html and "N-2" in html


def test_child_described_by_mistake_is_emptied_and_its_number_stays(world, enter):
    EditionDuty.objects.filter(edition="Working Together 2018").update(children_in_detail=2)
    case, by = factories.referred(world), world["chair"]
    wrong, _ = (operations.describe_child(case=case, child=None, name=name, by=by) for name in ("Wrongchild", "Testchild"))
    with pytest.raises(TooMany):
        operations.describe_child(case=case, child=None, name="Third", by=by)

    client, path = enter(by), f"{case.get_absolute_url()}children/{wrong.position}/remove/"
    assert client.get(path).status_code == 200
    client.post(path, {"reason": "Another family", "seen_version": wrong.version})
    assert (fresh(wrong).name, fresh(wrong).removed_because) == ("", "Another family")
    assert str(operations.describe_child(case=case, child=None, name="Third", by=by)) == "Child 3"


def test_what_identifies_a_child_in_the_notification_is_held_for_the_panel(world, enter):
    case, by = factories.decided(world), world["chair"]
    operations.describe_child(case=case, child=None, name="Testchild", date_of_birth="1/2/2015", by=by)
    field = NotificationField.objects.get(holds=Holds.IDENTIFYING.value, label="Other children concerned")
    operations.prepare_notification(case=case, answers={field.pk: "Othertest"}, seen_version=None, by=by)

    path = f"{case.get_absolute_url()}notification/"
    seen = enter(by).get(path).content.decode()
    assert "Name: Testchild<br>Date of birth: 1/2/2015" in seen and "Othertest" in seen
    hidden = enter(world["manager"]).get(path).content.decode()
    assert "Testchild" not in hidden and "Othertest" not in hidden and "Held for the Rapid Review Panel" in hidden
    form = enter(world["manager"]).get(f"{path}fields/").content.decode()
    assert "Othertest" not in form and "Other children concerned" not in form


def test_manager_writing_the_fields_leaves_what_identifies_as_it_is(world, enter):
    case = factories.decided(world)
    field = NotificationField.objects.get(label="Other children concerned")
    operations.prepare_notification(case=case, answers={field.pk: "Othertest"}, seen_version=None, by=world["chair"])
    enter(world["manager"]).post(f"{case.get_absolute_url()}notification/fields/", {f"field-{field.pk}": "Overwritten"})

    assert case.notification_answers.get(field=field).answer == "Othertest"
