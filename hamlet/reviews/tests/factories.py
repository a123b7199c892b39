"""A small partnership with a Rapid Review Panel, its three partners, two agencies, and a case at each stage."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance import operations as governance
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner
from hamlet.meetings import operations as meetings
from hamlet.meetings.rules import Came
from hamlet.reviews import operations
from hamlet.reviews.models import EditionDuty
from hamlet.reviews.rules.cases import CRITERIA, Facts, Harm, National, Outcome, Section, Status, Suspicion, Told, Where
from hamlet.reviews.rules.seeds import DUTIES
from hamlet.reviews.rules.statutory import Publishing, ReviewKind

TODAY = date(2022, 11, 15)
BEGAN = date(2021, 4, 1)
CANARY = "canary-of-the-account"
FACTS = Facts(Harm.SERIOUS_HARM, Where.HERE, Suspicion.YES, Status.CHILD, 7)


@dataclass
class World:
    panel: Any
    executive: Any
    people: dict[str, Person]
    agencies: dict[str, Agency]
    made: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, key):
        return self.people[key]


def person(key, agency):
    return Person.objects.create(
        email=f"{key}@example.org", post_title=key.title(), agency=agency, invited_at="2021-01-01T00:00Z"
    )


def group(slug, kind):
    given = {"frequency": Frequency.QUARTERLY.value, "starts_on": BEGAN}
    return governance.add_group(slug=slug, name=slug.title(), kind=kind, purpose="For tests", by=system_person(), **given)


AGENCIES = (("council", "Local authority"), ("icb", "Integrated care board"), ("police", "Police"), ("schools", "Education"))
PEOPLE = (
    *(("manager", "council"), ("chair", "council"), ("member", "icb"), ("authority", "council"), ("health", "icb")),
    *(("police", "police"), ("school", "schools"), ("author", "schools"), ("other", "icb"), ("scrutineer", "council")),
    ("administrator", "council"),
)


def world():
    by = system_person()
    for seed in DUTIES:  # gone where a test of races emptied the tables before
        EditionDuty.objects.get_or_create(edition=seed.edition, defaults=asdict(seed))
    agencies = {
        slug: Agency.objects.create(name=slug.title(), short_name=slug.title(), slug=slug, kind=kind, starts_on=BEGAN)
        for slug, kind in AGENCIES
    }
    people = {key: person(key, agencies[agency]) for key, agency in PEOPLE}
    executive, panel = group("executive", GroupKind.EXECUTIVE), group("panel", GroupKind.RAPID_REVIEW_PANEL)
    for partner, key in zip(Partner, ("authority", "health", "police"), strict=True):
        seat = {"group": executive, "capacity": Capacity.MEMBER, "person": people[key], "partner": partner}
        governance.give_seat(**seat, starts_on=BEGAN, by=by)
    governance.give_seat(group=panel, capacity=Capacity.CHAIR, person=people["chair"], starts_on=BEGAN, by=by)
    governance.give_seat(group=panel, capacity=Capacity.MEMBER, person=people["member"], starts_on=BEGAN, by=by)
    for key, role in (
        ("manager", Role.PARTNERSHIP_MANAGER),
        ("scrutineer", Role.INDEPENDENT_SCRUTINEER),
        ("administrator", Role.ADMINISTRATOR),
        ("school", Role.PRACTITIONER),
    ):
        governance.appoint_role(person=people[key], role=role, starts_on=BEGAN, by=by)
    return World(panel, executive, people, agencies)


def executive_met(world, *, all_came=True, on=TODAY):
    starts_at = datetime(on.year, on.month, on.day, 10, tzinfo=LONDON)
    by = system_person()
    meeting = meetings.plan_meeting(group=world.executive, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), by=by)
    seats = list(world.executive.seats.order_by("id"))
    came = {seat.pk: (Came.PRESENT, "") for seat in seats}
    if not all_came:
        came[seats[-1].pk] = (Came.APOLOGIES, "")
    meetings.record_attendance(meeting=meeting, came=came, seen_version=None, by=by)
    return meetings.hold_meeting(meeting=meeting, seen_version=None, by=by)


def referred(world, *, facts=FACTS, on=TODAY, aware_on=None, **given):
    rest = {"what_happened": CANARY, "incident_on": None, "by": world["school"], **given}
    return operations.refer_incident(facts=facts, aware_on=aware_on, on=on, **rest)


def decided(world, *, told=Told.PANEL, on=TODAY, **given):
    case = referred(world, on=on, **given)
    return decide(world, case, told, facts=given.get("facts", FACTS), on=on)


def decide(world, case, told, **given):
    """The local authority's decision; where it tells fewer than is owed, it says why."""
    rest = {"facts": FACTS, "reasons": "By the facts", "departs_because": "The authority holds otherwise", "on": TODAY, **given}
    rest = {"by": world["authority"], "seen_version": None, **rest}
    return operations.decide_notification(case=case, told=told, **rest)


def notified(world, *, notified_on=TODAY, on=TODAY, **given):
    case = decided(world, on=on, **given)
    rest = {"reference": "N-1", "on": max(on, notified_on), "seen_version": None, "by": world["chair"]}
    return operations.record_notification(case=case, notified_on=notified_on, **rest)


def review(world, **given):
    return notified(world, **given).rapid_review


def sent_part(world, summary, *rows, on=TODAY):
    """An author's part, written and sent with the entries of its chronology."""
    parts = dict.fromkeys(("involvement", "analysis", "inequality"), "As it was")
    operations.read_in_entries(summary=summary, rows=rows, by=world["author"])
    operations.write_summary(summary=summary, **parts, seen_version=None, by=world["author"])
    return operations.send_summary(summary=summary, on=on, seen_version=None, by=world["author"])


def asked(world, on=TODAY, **given):
    found = given.pop("review", None) or review(world)
    rest = {"asks_for": "Records of two years", "due_on": date(2022, 11, 29), "on": on, "by": world["manager"], **given}
    return operations.ask_agency(review=found, agency=world.agencies["schools"], author=world["author"], **rest)


def recommended(world, outcome=Outcome.LCSPR, *, of=None, on=TODAY, **given):
    criteria = {row.key: (True, "Because it does") for row in CRITERIA}
    rest = {"because": "It may teach much", "criteria": criteria, "without_education": "Below school age"}
    rest |= {"on": on, "seen_version": None, "by": world["chair"]}
    return operations.recommend(review=of or review(world, **given), outcome=outcome, national=National.NO, **rest)


def jointly_decided(world, outcome=Outcome.LCSPR, *, on=TODAY, **given):
    found = recommended(world, outcome, on=on, **given)
    for key in ("authority", "health", "police"):
        rest = {"reason": "Agreed", "on": on, "seen_version": None, "by": world[key]}
        found = operations.decide_for_partner(review=found, outcome=outcome, national=National.NO, **rest)
    return found


def written(world, found):
    for section in Section:
        rest = {"text": f"About {section.value.lower()}", "seen_version": None, "by": world["chair"]}
        operations.write_section(review=found, section=section, **rest)
    return found


def sent(world, outcome=Outcome.LCSPR, *, on=TODAY, **given):
    found = written(world, jointly_decided(world, outcome, on=on, **given))
    return operations.send_to_panel(review=found, sent_on=on, on=on, seen_version=None, by=world["manager"])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def closed(world, on=TODAY):
    case = decided(world, told=Told.NOBODY, on=on)
    return operations.close_case(case=case, on=on, seen_version=None, by=world["manager"])


def commissioned(world, *, case=None, kind=ReviewKind.LCSPR, on=TODAY, **given):
    case = case or sent(world, on=on).case
    rest = {
        "independence": "From elsewhere",
        "terms_of_reference": "Two years",
        "family_part": "Asked",
        "parallel_proceedings": "",
    }
    rest |= {"agencies": [world.agencies["icb"]], "on": on, "by": world["manager"], **given}
    return operations.commission_review(case=fresh(case), kind=kind, reviewer=world["other"], **rest)


def found(world, review, text="Nobody asked"):
    given = {"agencies": [world.agencies["icb"]], "outcome": "Somebody asks", "measure": "An audit", "by": world["other"]}
    return operations.add_finding(review=review, text=text, **given)


def advised(world, review, **given):
    rest = {"agencies": [world.agencies["icb"]], "outcome": "Children are asked", "measure": "An audit", "by": world["other"]}
    return operations.add_advice(review=review, **{"text": "Ask what a day is like", **rest, **given})


def delayed(world, review, **given):
    rest = {"expected_on": date(2023, 9, 1), "reasons": "An inquest", "panel_told_on": TODAY, "state_told_on": TODAY, "on": TODAY}
    return operations.record_delay(review=review, **{**rest, "by": world["manager"], **given})


def versioned(world, review, on=TODAY):
    file = SimpleUploadedFile("report.txt", b"The report as it was handed over")
    return operations.keep_version(review=review, upload=file, note="", on=on, by=world["other"])


def whole(world, review, on=TODAY):
    """The review with all that it must hold before it is completed; what it holds already stays."""
    if not review.findings.exists():
        found(world, review)
    if not review.versions.exists():
        versioned(world, review, on)
    if not review.advice.exists():
        given = {"reasons": "It is done", "on": on, "seen_version": None, "by": world["manager"]}
        operations.reject_advice(advice=advised(world, review), **given)
    return review


def completed(world, *, of=None, text="What was learned", improvements="", on=TODAY, **given):
    review = whole(world, of or commissioned(world, on=on), on)
    by = world["manager"]
    review = operations.complete_review(review=review, completed_on=on, on=on, seen_version=None, by=by)
    texts = {"text": text, "improvements": improvements, "title": "A review of practice", "slug": "review-a", **given}
    return operations.write_text(review=review, **texts, seen_version=None, by=by)


def proposed(world, review):
    given = {"how": Publishing.REPORT, "because": "", "seen_version": None, "by": world["manager"]}
    return operations.propose_publication(review=review, **given)


def copied(world, review, *, planned_on=TODAY, sent_on=TODAY - timedelta(days=14), on=TODAY):
    """Publication planned, and the copies sent: two weeks before, unless the test says otherwise."""
    rest = {"on": on, "seen_version": None, "by": world["manager"]}
    operations.plan_publication(review=review, planned_on=planned_on, **rest)
    return operations.record_copies(review=review, copies_sent_on=sent_on, **rest)


def publish(world, review, *, by=None, on=TODAY, **given):
    if fresh(review).copies_sent_on is None:
        copied(world, review, planned_on=on, sent_on=on - timedelta(days=14), on=on)
    return operations.publish_review(review=review, on=on, seen_version=None, by=by or world["chair"], **given)


def published(world, **given):
    return publish(world, proposed(world, completed(world, **given)))
