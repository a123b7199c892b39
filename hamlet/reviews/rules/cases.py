"""A case from referral to its end: its stages, what is owed, who decides, how long it is kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamlet.governance.rules import Partner
from hamlet.reviews.rules.clocks import add_months


class Stage(StrEnum):
    REFERRED = "Referred"
    NOT_MET = "Criteria not met"
    TO_NOTIFY = "To be notified"
    NOTIFIED = "Notified"
    RAPID_REVIEW = "Rapid review"
    RECOMMENDED = "With the safeguarding partners"
    DECIDED = "Decided by the safeguarding partners"
    WITH_PANEL = "With the national Panel"
    REVIEW = "Review under way"
    COMPLETED = "Review completed"
    PUBLISHED = "Published"
    NOT_PUBLISHED = "Completed, report not published"
    WITHDRAWN = "Withdrawn"
    CLOSED = "Closed"


S = Stage
FOLLOWS: dict[Stage, frozenset[Stage]] = {
    S.REFERRED: frozenset({S.NOT_MET, S.TO_NOTIFY, S.WITHDRAWN}),
    S.NOT_MET: frozenset({S.TO_NOTIFY, S.REVIEW, S.CLOSED}),
    S.TO_NOTIFY: frozenset({S.NOTIFIED, S.RAPID_REVIEW, S.WITHDRAWN, S.TO_NOTIFY, S.NOT_MET}),
    S.NOTIFIED: frozenset({S.CLOSED, S.TO_NOTIFY}),
    S.RAPID_REVIEW: frozenset({S.RECOMMENDED, S.WITHDRAWN}),
    S.RECOMMENDED: frozenset({S.RECOMMENDED, S.DECIDED}),
    S.DECIDED: frozenset({S.WITH_PANEL}),
    S.WITH_PANEL: frozenset({S.REVIEW, S.CLOSED, S.RECOMMENDED}),
    S.REVIEW: frozenset({S.COMPLETED}),
    S.COMPLETED: frozenset({S.PUBLISHED, S.NOT_PUBLISHED}),
    S.PUBLISHED: frozenset({S.CLOSED}),
    S.NOT_PUBLISHED: frozenset({S.CLOSED}),
    S.WITHDRAWN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}
OVER = frozenset({S.NOT_MET, S.WITHDRAWN, S.CLOSED})
COLOURS = {
    S.REFERRED: "yellow",
    S.TO_NOTIFY: "orange",
    S.RAPID_REVIEW: "purple",
    S.RECOMMENDED: "purple",
    S.DECIDED: "blue",
    S.WITH_PANEL: "blue",
    S.REVIEW: "turquoise",
    S.COMPLETED: "turquoise",
    S.PUBLISHED: "green",
    S.NOT_PUBLISHED: "green",
}
# The way a case goes when every step is taken: what its page shows as the road travelled.
ROAD = (
    ("Referred", {S.REFERRED}),
    ("Notified", {S.TO_NOTIFY, S.NOTIFIED}),
    ("Rapid review", {S.RAPID_REVIEW}),
    ("Partners decide", {S.RECOMMENDED}),
    ("National Panel", {S.DECIDED, S.WITH_PANEL}),
    ("Review", {S.REVIEW, S.COMPLETED}),
    ("Published", {S.PUBLISHED, S.NOT_PUBLISHED}),
)


def may_follow(before: Stage, after: Stage) -> bool:
    return after in FOLLOWS[before]


def road(stage: Stage, before: Stage | None = None) -> list[tuple[str, str]]:
    """The steps of a case's way as its page shows them: done, now, or to do. A closed case shows those that it took, by the stage
    `before` it was closed.

    None for a case that left the road: the criteria were not met, or it was withdrawn.
    """
    last = before if stage is Stage.CLOSED else stage
    if last in (None, Stage.NOT_MET, Stage.WITHDRAWN, Stage.CLOSED):
        return []
    reached = next(place for place, (_, stages) in enumerate(ROAD) if last in stages)
    labels = [label if last is not Stage.NOT_PUBLISHED or label != "Published" else "Not published" for label, _ in ROAD]
    if stage is Stage.CLOSED:
        return [(label, "done") for label in labels[: reached + 1]]
    return [(label, "done" if n < reached else "now" if n == reached else "to-do") for n, label in enumerate(labels)]


class Harm(StrEnum):
    DEATH = "A child died"
    SERIOUS_HARM = "A child was seriously harmed"


class Where(StrEnum):
    HERE = "In this area"
    ABROAD = "Outside England, of a child who normally lives here"
    ELSEWHERE = "In another area of England"


class Suspicion(StrEnum):
    YES = "Known or suspected"
    NO = "Neither known nor suspected"
    NOT_YET = "Not known yet"


class Status(StrEnum):
    CHILD = "A child"
    LOOKED_AFTER = "A looked-after child"
    CARE_LEAVER = "A care leaver"


@dataclass(frozen=True)
class Duties:
    """What an edition asks for: children described in one notification, and the age up to which a care leaver's death is told of."""

    edition: str
    children_in_detail: int
    care_leaver_to_age: int | None
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Facts:
    harm: Harm
    where: Where
    suspicion: Suspicion
    status: Status
    age: int | None = None


class Told(StrEnum):
    PANEL = "The national Panel, the Secretary of State and Ofsted"
    STATE = "The Secretary of State and Ofsted"
    NOBODY = "Nobody outside the partnership"


@dataclass(frozen=True)
class Owed:
    """Who must be told, whether a rapid review follows, and why: one sentence each."""

    told: Told
    rapid_review: bool
    why: tuple[str, ...]


ADULT_AT = 18


def what_is_owed(facts: Facts, duties: Duties) -> Owed:
    """What follows from an incident under an edition. The local authority decides; this is what its decision is held against.

    Children Act 2004 section 16C(1): abuse or neglect known or suspected, and a death or serious harm here, or outside England of a
    child who normally lives here: every child, so also a care leaver under 18. Working Together: a looked-after child's death always;
    a care leaver's from 18 on from the 2023 edition. A care leaver of unknown age may be a child, and is judged as one.
    """
    here = facts.where is not Where.ELSEWHERE
    if facts.status is Status.CARE_LEAVER and facts.age is not None and facts.age >= ADULT_AT:
        return owed_for_care_leaver(facts, duties)
    if facts.suspicion is Suspicion.YES and here:
        return Owed(Told.PANEL, True, (f"{facts.harm}, and abuse or neglect is known or suspected: {duties.source}",))
    if always_told(facts):
        return Owed(Told.STATE, False, (f"The death of a looked-after child is always told: {duties.source}",))
    if not here:
        return Owed(Told.NOBODY, False, ("It happened in another area of England, whose local authority notifies",))
    return Owed(Told.NOBODY, False, ("Abuse or neglect is not known or suspected: look again when more is known",))


def owed_for_care_leaver(facts: Facts, duties: Duties) -> Owed:
    limit = duties.care_leaver_to_age
    if limit is None:
        return Owed(Told.NOBODY, False, (f"{duties.edition} asks for no notification of a care leaver",))
    if facts.harm is not Harm.DEATH or facts.age is None or facts.age > limit:
        return Owed(Told.NOBODY, False, (f"{duties.edition} asks for the death of a care leaver up to the age of {limit}",))
    return Owed(Told.STATE, False, (f"The death of a care leaver up to the age of {limit}: {duties.source}. No rapid review",))


def always_told(facts: Facts) -> bool:
    """The death of a looked-after child: told whether or not abuse or neglect is suspected, and no decision can leave it out."""
    return facts.status is Status.LOOKED_AFTER and facts.harm is Harm.DEATH


REACH = (Told.NOBODY, Told.STATE, Told.PANEL)


def falls_short(told: Told, owed: Owed) -> bool:
    """Whether a decision tells fewer than the law and the guidance ask: it then says why."""
    return REACH.index(told) < REACH.index(owed.told)


def most_children(duties: Duties) -> int | None:
    """How many children of an incident are described; None where each gets a notification of its own."""
    return None if duties.children_in_detail == 1 else duties.children_in_detail


class Decides(StrEnum):
    """By what right somebody records the decision on a notification."""

    AUTHORITY = "The local authority decides"
    TEAM = "The partnership’s team records what the local authority decided"


def who_decides(*, may_notify: bool, of_the_authority: bool, of_the_team: bool) -> Decides | None:
    """The local authority's own people decide; the partnership's team records a decision and names who took it; nobody else."""
    if not may_notify:
        return None
    if of_the_team:
        return Decides.TEAM
    return Decides.AUTHORITY if of_the_authority else None


class Holds(StrEnum):
    """What a field of the notification holds: who may read it follows from it."""

    PLAIN = "Nothing that identifies a child"
    IDENTIFYING = "Something that identifies a child"
    CHILDREN = "The children, from their own page"


class Outcome(StrEnum):
    NONE = "No further review"
    LEARNING = "A non-statutory learning review"
    LCSPR = "A local child safeguarding practice review"


class National(StrEnum):
    NO = "No national review is suggested"
    YES = "A national review may be right"


@dataclass(frozen=True)
class Criterion:
    key: str
    question: str
    source: str
    confirmed: bool
    may_wait: bool = False


REGULATION = "Child Safeguarding Practice Review and Relevant Agency (England) Regulations 2018 (SI 2018/789), regulation 11"
# What the safeguarding partners must take into account when they decide on a local review.
CRITERIA = (
    Criterion("improvements", "Does the case show improvements that are needed, found before or not?", REGULATION, True),
    Criterion("themes", "Does it show themes that recur in how children are kept safe?", REGULATION, True),
    Criterion("together", "Does it raise concerns about how two or more agencies worked together?", REGULATION, True),
    Criterion("panel", "Does the national Panel hold that a local review may be more fitting?", REGULATION, True, may_wait=True),
    Criterion("local", "Is there another reason why it matters for children here?", "Working Together; not confirmed", False),
)


class Section(StrEnum):
    FACTS = "The facts"
    EPISODES = "Key practice episodes"
    IMMEDIATE = "Immediate action"
    GOOD = "Good practice"
    LEARNING = "Learning"
    INEQUALITY = "Racism, inequality and protected characteristics"
    VOICE = "The voice of the child"


ASKS = {
    Section.FACTS: "What happened, as far as it can be established quickly, and what each agency knew",
    Section.EPISODES: "The moments in which practice could have gone another way, and why it went as it did",
    Section.IMMEDIATE: "What was done at once to keep children safe, and what must be done now",
    Section.GOOD: "What went well and should go on",
    Section.LEARNING: "What services should learn, and whether it was found before",
    Section.INEQUALITY: "How racism, inequality or a protected characteristic may have shaped the family's life and what practitioners saw and did",
    Section.VOICE: "What the child's days were like, what the child said or showed, and who heard it",
}


def differ(outcomes: dict[Partner, tuple[Outcome, National]]) -> bool:
    """Whether the safeguarding partners that have decided so far do not say the same."""
    return len(set(outcomes.values())) > 1


def agreed(outcomes: dict[Partner, tuple[Outcome, National]]) -> tuple[Outcome, National] | None:
    """The joint decision: all three safeguarding partners, and the same in both parts; None until then."""
    said = set(outcomes.values())
    return said.pop() if set(outcomes) == set(Partner) and len(said) == 1 else None


KEPT_YEARS = 10


def dispose_on(closed_on: date) -> date:
    """The day from which a closed case may be disposed of: the partnership's own rule, for the law fixes no period."""
    return add_months(closed_on, KEPT_YEARS * 12)


def number(year: int, serial: int) -> str:
    """ "SI-2022-007": says nothing of the case."""
    return f"SI-{year}-{serial:03}"
