"""What the partnership promises, achieves and finds hard: every operation works once, leaves its event and refuses in words."""

from datetime import date

import pytest

from hamlet.foundations.audit.models import Event
from hamlet.foundations.audit.queries import history
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.records import ChangedMeanwhile, Refusal
from hamlet.governance import operations, queries
from hamlet.governance.models import Achievement, Arrangements, Challenge, Edition, LackOfProgress, PlanItem, Priority
from hamlet.governance.rules import PARTS, ChallengeState, Partner, PlanState
from hamlet.governance.tests.factories import TODAY, agency, priority, promised

KEY = "12345678-1234-5678-1234-567812345678"
WORDS = {part: f"What is said on {part}" for part in PARTS}


def published(on=TODAY, **given):
    given = {**WORDS, "relevant_agencies": [], **given}
    return operations.publish_arrangements(published_on=on, today=TODAY, by=system_person(), **given)


def verbs(subject):
    return list(Event.objects.about(subject).order_by("id").values_list("verb", flat=True))


def test_versions_follow_each_other_and_say_what_changed(world):
    schools = agency("schools")
    first, second = published(date(2022, 7, 1)), published(funding="Equal parts", relevant_agencies=[schools])

    assert [first.number, second.number] == [1, 2]
    assert queries.changed_since_last(first) == []
    assert queries.changed_since_last(second) == ["funding", "relevant agencies"]
    assert Arrangements.objects.get(number=1).funding == WORDS["funding"]
    assert verbs(second) == ["governance.arrangements_published"]


@pytest.mark.parametrize("part", PARTS)
def test_arrangements_without_one_of_their_parts_are_not_published(world, part):
    with pytest.raises(Refusal, match=f"must say something on: {part.replace('_', ' ')}$"):
        published(**{part: " "})
    assert Arrangements.objects.count() == 0


def test_version_from_before_the_last_or_still_to_come_is_refused(world):
    published(date(2022, 7, 1))
    with pytest.raises(Refusal, match="Version 1 was published on 1 July 2022: this one cannot be earlier"):
        published(date(2022, 6, 30))
    with pytest.raises(Refusal, match="on the day it is published, not before"):
        published(date(2022, 11, 16))


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2018, 7, 3), None),
        (date(2018, 7, 4), 2018),
        (date(2023, 12, 14), 2018),
        (date(2023, 12, 15), 2023),
        (date(2026, 3, 30), 2023),
        (date(2026, 3, 31), 2026),
    ],
)
def test_edition_in_force_on_a_day(db, day, year):
    found = queries.edition_on(day)

    assert (found.year if found else None) == year


def test_edition_is_corrected_without_a_release(world):
    edition = queries.edition_of(2026)
    given = {"implemented_by": date(2027, 3, 31), "confirmed": True, "source": "Published 2 April 2026", "by": world["manager"]}
    operations.change_edition(edition=edition, in_force_on=date(2026, 4, 2), seen_version=1, **given)

    assert queries.edition_on(date(2026, 4, 1)).year == 2023
    with pytest.raises(ChangedMeanwhile):
        operations.change_edition(edition=edition, in_force_on=date(2026, 4, 3), seen_version=1, **given)
    with pytest.raises(Refusal, match="Working Together 2023 is in force from that day"):
        operations.change_edition(edition=edition, in_force_on=date(2023, 12, 15), seen_version=None, **given)
    with pytest.raises(Refusal, match="cannot end before it begins"):
        operations.change_edition(edition=edition, in_force_on=date(2028, 1, 1), seen_version=None, **given)
    assert Edition.objects.get(year=2026).in_force_on == date(2026, 4, 2)
    assert verbs(edition) == ["governance.edition_changed"]


def test_priority_is_set_once_changed_and_keeps_its_address(world):
    held = priority(world, made_with=KEY)
    assert priority(world, made_with=KEY) == held
    given = {"title": "Exploitation and harm", "ends_on": date(2023, 9, 30), "lead_partner": Partner.POLICE.value}
    operations.change_priority(priority=held, **given, seen_version=1, by=world["manager"])

    now = Priority.objects.get()
    assert (now.slug, now.title, now.lead_partner) == ("exploitation", "Exploitation and harm", "Police")
    assert verbs(held) == ["governance.priority_set", "governance.priority_changed"]
    with pytest.raises(ChangedMeanwhile):
        operations.change_priority(priority=held, title="Other", seen_version=1, by=world["manager"])
    with pytest.raises(Refusal, match="cannot end before it begins"):
        operations.change_priority(priority=held, ends_on=date(2020, 1, 1), seen_version=None, by=world["manager"])


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "called Exploitation stands already"),
        ({"title": "Achievements"}, "No short address can be made"),
        ({"title": "Other", "ends_on": date(2020, 1, 1)}, "A priority cannot end before it begins"),
    ],
)
def test_priority_that_cannot_be_is_refused(world, given, refusal):
    priority(world)
    with pytest.raises(Refusal, match=refusal):
        priority(world, **given)
    assert Priority.objects.count() == 1


def test_achievement_and_lack_stand_in_the_history_of_their_priority_once(world):
    held, council = priority(world), world["council"].agency
    done = {"title": "A screening tool", "achieved_on": TODAY, "agencies": [council], "impact": "Seen earlier", "made_with": KEY}
    lack = {"noted_on": TODAY, "what": "Too slow", "next_step": "Sooner", "made_with": KEY}
    for _ in range(2):
        operations.record_achievement(priority=held, **done, by=world["manager"])
        operations.note_lack_of_progress(priority=held, **lack, by=world["manager"])

    assert (Achievement.objects.count(), LackOfProgress.objects.count()) == (1, 1)
    assert list(Achievement.objects.get().agencies.all()) == [council]
    assert [row.sentence for row in history(held)] == [
        "noted where progress is lacking",
        "recorded the achievement A screening tool",
        "set the priority Exploitation",
    ]


def test_challenge_is_answered_and_never_without_words(world):
    given = {"title": "Data", "what": "Its periods differ", "owner": world["council"], "raised_on": TODAY, "made_with": KEY}
    held = operations.raise_challenge(**given, by=world["manager"])
    assert operations.raise_challenge(**given, by=world["manager"]) == held
    with pytest.raises(Refusal, match="Say what is being done"):
        answer(world, held, response=" ")
    answer(world, held)

    assert Challenge.objects.get().state == "Being answered"
    assert verbs(held) == ["governance.challenge_raised", "governance.challenge_answered"]
    with pytest.raises(ChangedMeanwhile):
        answer(world, held)


def answer(world, held, response="One return for all"):
    state = ChallengeState.ANSWERED
    return operations.answer_challenge(challenge=held, response=response, state=state, seen_version=1, by=world["manager"])


def slip(world, item, target_on, seen_version=None):
    words = {"reason": "Other work came first", "said_on": TODAY, "seen_version": seen_version}
    return operations.slip_plan_item(item=item, target_on=target_on, **words, by=world["manager"])


def finish(world, item, state=PlanState.DONE, outcome="It is there", seen_version=None):
    given = {"state": state, "outcome": outcome, "closed_on": TODAY, "seen_version": seen_version}
    return operations.finish_plan_item(item=item, **given, by=world["manager"])


def test_website_slips_and_what_was_first_promised_stays(world):
    item = promised(world, made_with=KEY)
    assert promised(world, made_with=KEY) == item
    slip(world, item, date(2023, 12, 29), seen_version=1)

    now = PlanItem.objects.get()
    assert (now.first_target_on, now.target_on) == (date(2022, 12, 31), date(2023, 12, 29))
    assert [str(row) for row in now.slippages.all()] == ["2022-12-31 to 2023-12-29"]
    assert verbs(item) == ["governance.item_planned", "governance.item_slipped"]
    with pytest.raises(ChangedMeanwhile):
        slip(world, item, date(2024, 12, 29), seen_version=1)


@pytest.mark.parametrize("target_on", [date(2022, 12, 31), date(2022, 3, 31)])
def test_target_that_stays_or_leaves_the_plan_is_no_slippage(world, target_on):
    with pytest.raises(Refusal, match="Give a target that differs"):
        slip(world, promised(world), target_on)


def test_promise_before_its_plan_begins_is_refused(world):
    with pytest.raises(Refusal, match="cannot be before the plan begins"):
        promised(world, target_on=date(2022, 3, 31))


def test_finished_item_is_history(world):
    item = promised(world)
    for state, outcome in ((PlanState.PLANNED, "Words"), (PlanState.DONE, " ")):
        with pytest.raises(Refusal, match="done or dropped"):
            finish(world, item, state, outcome)
    finish(world, item, seen_version=1)

    with pytest.raises(Refusal, match="A new website is done already"):
        finish(world, item)
    with pytest.raises(Refusal, match="its target cannot move"):
        slip(world, item, date(2024, 1, 1))
    assert verbs(item) == ["governance.item_planned", "governance.item_finished"]


def test_nothing_is_kept_when_the_event_cannot_be_written(world, monkeypatch):
    item = promised(world)

    def broken(**given):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(Event.objects, "create", broken)
    for act in (lambda: slip(world, item, date(2024, 1, 1)), lambda: priority(world), published):
        with pytest.raises(RuntimeError):
            act()
    item.refresh_from_db()
    assert (item.target_on, item.slippages.count()) == (date(2022, 12, 31), 0)
    assert (Priority.objects.count(), Arrangements.objects.count()) == (0, 0)


def test_achievement_is_corrected_and_the_trail_keeps_what_stood(world):
    held, schools = priority(world), agency("schools")
    given = {"title": "One calender", "achieved_on": TODAY, "priority": held}
    done = operations.record_achievement(**given, by=world["manager"])
    new = {"title": "One calendar", "achieved_on": date(2022, 11, 1), "evidence": "", "impact": "Fewer clashes"}
    operations.correct_achievement(achievement=done, agencies=[schools], **new, seen_version=1, by=world["manager"])

    done.refresh_from_db()
    assert (str(done), done.impact, list(done.agencies.all())) == ("One calendar", "Fewer clashes", [schools])
    told = Event.objects.about(held).get(verb="governance.achievement_corrected").details["changes"]
    assert (told["title"], told["agencies"]) == (["One calender", "One calendar"], [[], ["Schools"]])
    with pytest.raises(ChangedMeanwhile):
        operations.correct_achievement(achievement=done, agencies=[], **new, seen_version=1, by=world["manager"])
