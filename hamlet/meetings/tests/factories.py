"""A small partnership that meets: an Executive, a forum, a quality group and a restricted panel, with a chair and members."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.queries import content_of
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.publishing.content import Content, Paragraph
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance import operations as governance
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner, QuorumRule
from hamlet.meetings import operations
from hamlet.meetings.models import Meeting
from hamlet.meetings.rules import Came

TODAY = date(2022, 11, 15)
BEGAN = date(2021, 4, 1)
NOW = datetime(2022, 11, 15, 10, tzinfo=LONDON)
SOON = datetime(2022, 11, 29, 14, tzinfo=LONDON)
KEYS = ("chair", "secretary", "member", "council", "health", "police", "insider", "stranger")


@dataclass
class World:
    people: dict[str, Person]
    groups: dict[str, Any]
    seats: dict[str, Any]

    def __getitem__(self, key):
        return self.people[key]

    def empowered(self, key, day=TODAY):
        someone = Person.objects.get(pk=self.people[key].pk)
        someone.powers = powers_on(someone, day)
        return someone


def person(key, agency):
    return Person.objects.create(
        email=f"{key}@example.org", post_title=key.title(), agency=agency, invited_at="2021-01-01T00:00Z"
    )


def group(slug, kind, **given):
    given = {"frequency": Frequency.QUARTERLY.value, "starts_on": BEGAN, "purpose": "For tests", **given}
    return governance.add_group(slug=slug, name=slug.title(), kind=kind, by=system_person(), **given)


def world():
    council = Agency.objects.create(name="Council", short_name="Council", slug="council", kind="Local authority", starts_on=BEGAN)
    people = {key: person(key, council) for key in KEYS}
    groups = {
        "executive": group("executive", GroupKind.EXECUTIVE, quorum_rule=QuorumRule.ALL_PARTNERS.value),
        "forum": group("forum", GroupKind.EDUCATION),
        "quality": group("quality", GroupKind.QUALITY),
        "panel": group("panel", GroupKind.RAPID_REVIEW_PANEL, restricted=True),
    }
    seats = {}

    def sit(key, of, capacity, partner=None):
        given = {"group": groups[of], "capacity": capacity, "person": people[key], "partner": partner, "starts_on": BEGAN}
        seats[key] = governance.give_seat(**given, by=system_person())

    for partner, key in zip(Partner, ("council", "health", "police"), strict=True):
        sit(key, "executive", Capacity.MEMBER, partner)
    sit("chair", "forum", Capacity.CHAIR)
    sit("secretary", "forum", Capacity.SECRETARY)
    sit("member", "forum", Capacity.MEMBER)
    sit("insider", "panel", Capacity.CHAIR)
    return World(people, groups, seats)


def planned(of_group, starts_at=SOON, **given) -> Meeting:
    return operations.plan_meeting(
        group=of_group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=system_person(), **given
    )


def attended(meeting, how=Came.PRESENT) -> Meeting:
    came = {seat.pk: (how, "") for seat in meeting.group.seats.all()}
    return operations.record_attendance(meeting=meeting, came=came, seen_version=None, by=system_person())


def took_place(of_group, starts_at=datetime(2022, 11, 8, 14, tzinfo=LONDON)) -> Meeting:
    meeting = attended(planned(of_group, starts_at))
    return operations.hold_meeting(meeting=meeting, seen_version=None, by=system_person())


def approved(meeting, wrote, approves) -> Meeting:
    operations.write_minute(item=meeting.items.first(), text="It was said", seen_version=None, by=wrote)
    return operations.approve_minutes(meeting=meeting, approved_on=TODAY, seen_version=None, by=approves)


def pdf(text="What the paper says"):
    return to_pdf(Content("A paper", (Paragraph(text),), "For a test", "Today", publisher="The partnership"))


def blank_pdf():
    sheet, content = PdfWriter(), BytesIO()
    sheet.add_blank_page(200, 200)
    sheet.write(content)
    return content.getvalue()


def paper(item, content=None, *, title="The paper", marking=Marking.OFFICIAL, name="paper.pdf", kind="application/pdf", **given):
    upload = SimpleUploadedFile(name, pdf() if content is None else content, kind)
    given = {"at": NOW, "by": system_person(), **given}
    return operations.add_paper(item=item, upload=upload, title=title, marking=marking, **given)


def circulated(meeting, by=None, seen_version=None):
    return operations.circulate_pack(meeting=meeting, at=NOW, seen_version=seen_version, by=by or system_person())


def page_of(meeting, act=""):
    return f"/meetings/{meeting.pk}/{act}"


def read(pack):
    return PdfReader(BytesIO(content_of(Document.objects.on(pack).get())))


def text(pack):
    return " ".join(" ".join(page.extract_text() for page in read(pack).pages).split())


def bookmarks(pack):
    return [mark.title for mark in read(pack).outline if not isinstance(mark, list)]
