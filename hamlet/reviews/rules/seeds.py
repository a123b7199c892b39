"""The rules as they stand in domain sources, loaded once into an editable table. "Confirmed" is False wherever the text of the
guidance itself was not seen: the page says so, and an administrator can correct it.
"""

from dataclasses import dataclass, replace
from datetime import date

from hamlet.reviews.rules.clocks import Force, Sense, Starts, Stops, Unit

FIRST, WT2023, PANEL2025, WT2026 = date(2018, 7, 4), date(2023, 12, 15), date(2025, 6, 1), date(2026, 3, 31)
BEFORE_2023, BEFORE_2026, BEFORE_PANEL = date(2023, 12, 14), date(2026, 3, 30), date(2025, 5, 31)


@dataclass(frozen=True)
class Seed:
    key: str
    title: str
    edition: str
    starts: Starts
    stops: Stops
    length: int
    unit: Unit
    sense: Sense
    whose: str
    source: str
    force: Force
    confirmed: bool
    in_force_from: date
    in_force_to: date | None = None


EDITIONS = (
    ("Working Together 2018", "Working Together 2018, chapter 4", FIRST, BEFORE_2023),
    ("Working Together 2023", "Working Together 2023, chapter 5", WT2023, BEFORE_2026),
    ("Working Together 2026", "Working Together 2026, chapter 5", WT2026, None),
)
LA, PANEL, PARTNERS, TEAM = "Local authority", "Rapid Review Panel", "Safeguarding partners", "Partnership team"
AWARE_LAW = "; the duty itself: Children Act 2004, section 16C(1)"


Events = tuple[Starts, Stops]
Period = tuple[int, Unit, Sense]


def by_edition(key: str, title: str, events: Events, period: Period, whose: str, sure: bool) -> tuple[Seed, ...]:
    """The same rule in each edition. What the 2026 edition says was not seen, so there it is always unconfirmed."""
    length, unit, sense = period
    starts, stops = events
    return tuple(
        Seed(
            key=key,
            title=title,
            edition=edition,
            starts=starts,
            stops=stops,
            length=length,
            unit=unit,
            sense=sense,
            whose=whose,
            source=source,
            force=Force.GUIDANCE,
            confirmed=sure and first != WT2026,
            in_force_from=first,
            in_force_to=last,
        )
        for edition, source, first, last in EDITIONS
    )


def local(key: str, title: str, events: Events, length: int, unit: Unit) -> Seed:
    source, since = "The partnership's own rule: annual report 2022–23", date(2018, 4, 1)
    return Seed(key, title, "Local rule", *events, length, unit, Sense.BY, TEAM, source, Force.LOCAL, True, since)


# Regulation 14 says "at regular intervals": how often is the partnership's own choice, and may be corrected on the page of dates.
PROGRESS = replace(
    local("progress", "Look at the review's time and quality", (Starts.CHECKED, Stops.CHECKED), 42, Unit.DAYS),
    source="SI 2018/789, regulation 14, asks for regular intervals; how long they are is the partnership's own rule",
)
RAPID = "Send the rapid review to the national Panel"
FIFTEEN = (15, Unit.WORKING_DAYS, Sense.BY, PANEL)
SEEDS: tuple[Seed, ...] = (
    *by_edition(
        "notification",
        "Notify the national Panel",
        (Starts.AWARE, Stops.NOTIFIED),
        (5, Unit.WORKING_DAYS, Sense.BY),
        LA,
        sure=True,
    ),
    *by_edition(
        "partners",
        "Tell the safeguarding partners",
        (Starts.AWARE, Stops.PARTNERS_TOLD),
        (5, Unit.WORKING_DAYS, Sense.BY),
        LA,
        sure=True,
    ),
    Seed(
        *("rapid-review", RAPID, "Panel guidance before June 2025", Starts.AWARE, Stops.SENT_TO_PANEL, *FIFTEEN),
        *("Working Together 2018, chapter 4, and the national Panel's guidance of that time", Force.PANEL, False),
        *(FIRST, BEFORE_PANEL),
    ),
    Seed(
        *("rapid-review", RAPID, "Panel guidance of June 2025", Starts.NOTIFIED, Stops.SENT_TO_PANEL, *FIFTEEN),
        *("Guidance of the national Panel, June 2025", Force.PANEL, True, PANEL2025),
    ),
    *by_edition(
        "publication",
        "Publish the review",
        (Starts.DECIDED, Stops.PUBLISHED),
        (6, Unit.MONTHS, Sense.BY),
        PARTNERS,
        sure=False,
    ),
    *by_edition(
        "copies",
        "Send copies to the national Panel, the Secretary of State and Ofsted",
        (Starts.PUBLICATION_PLANNED, Stops.COPIES_SENT),
        (7, Unit.WORKING_DAYS, Sense.AHEAD),
        PARTNERS,
        sure=False,
    ),
    *by_edition(
        "public",
        "Keep the report public",
        (Starts.PUBLISHED, Stops.TAKEN_DOWN),
        (1, Unit.YEARS, Sense.NOT_BEFORE),
        PARTNERS,
        sure=False,
    ),
    PROGRESS,
    local("session", "Hold the learning session", (Starts.COMPLETED, Stops.SESSION_HELD), 14, Unit.DAYS),
    local("reflection", "Hold the Learning Reflection Session", (Starts.PUBLISHED, Stops.REFLECTION_HELD), 1, Unit.YEARS),
    local("working-group", "Hold the Rapid Review Working Group", (Starts.MET, Stops.MET), 42, Unit.DAYS),
)


@dataclass(frozen=True)
class DutySeed:
    edition: str
    in_force_from: date
    children_in_detail: int
    care_leaver_to_age: int | None
    source: str
    confirmed: bool


# The form of the 2018 edition took one child; the national system of today takes up to four in one notification.
DUTIES = (
    DutySeed(
        "Working Together 2018", FIRST, 1, None, "Working Together 2018, chapter 4; Children Act 2004, section 16C(1)", True
    ),
    DutySeed("Working Together 2023", WT2023, 4, 24, "Working Together 2023, chapter 5; Children Act 2004, section 16C(1)", True),
    DutySeed(
        "Working Together 2026", WT2026, 4, 24, "Working Together 2026, chapter 5; Children Act 2004, section 16C(1)", False
    ),
)

# Title, first and last working day from the start of the clock, whose it is, and whether agencies are asked for their summaries.
TIMETABLE = (
    ("Copy the notification to the partnership's team and write to the agencies", 1, 1, TEAM, False),
    ("Agencies write their summaries", 2, 10, "Agencies", True),
    ("Rapid Review Panel meets, and the review is drafted", 10, 12, PANEL, False),
    ("Safeguarding partners decide and sign off", 12, 15, PARTNERS, False),
)

# Fields of the notification whose answer may identify a child, and the one that the children's own page answers.
IDENTIFYING_FIELDS = ("Other children concerned", "Legal status and placement")
CHILDREN_FIELD = "The child or children, up to the number that the edition takes in detail"

# Label and help of the fields of the notification, in the order in which they are typed. The partnership keeps the list true.
FIELDS = (
    ("Local authority that notifies", "The authority in whose area it happened"),
    ("Name, post and telephone of the notifier", "The person with the role of notifier in the national system"),
    ("Date of the incident", "Or the date on which it was found"),
    ("Date on which the local authority became aware", "Five working days run from it"),
    ("Death or serious harm", ""),
    ("Where it happened", "Home, street, school, online, placement, elsewhere"),
    ("Why abuse or neglect is known or suspected", "Or why it is not, for a looked-after child or a care leaver"),
    ("What happened", "A short account of the facts as they are known today"),
    (CHILDREN_FIELD, "Others in free text below"),
    ("Other children concerned", ""),
    ("Legal status and placement", "Looked after, child protection plan, child in need, care leaver, none"),
    ("Services that knew the child", "Education included"),
    ("Parallel proceedings", "Police, coroner, family court, health investigation"),
    ("Likely public or media interest", ""),
    ("Other areas to be told", ""),
)
