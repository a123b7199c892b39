"""What the year 2022-23 achieved, found hard and promised, from the annual report. The days within it are illustrative."""

from datetime import date, timedelta
from typing import Any

from hamlet.governance import operations
from hamlet.governance.models import Group
from hamlet.governance.rules import ChallengeState, Partner, PlanState

PRIORITIES = [
    (
        "Exploitation",
        Partner.LOCAL_AUTHORITY,
        "exploitation",
        "Children at risk of exploitation are recognised early, and those who exploit them are disrupted.",
        [
            (
                "A screening tool, made with partners",
                "council police schools",
                "Partners look for the same signs.",
                date(2022, 6, 14),
            ),
            ("Disruption plans for children, joined up with the police", "council police", "", date(2022, 9, 20)),
            ("MACE reviewed and started anew, with missing children in its view", "council police icb", "", date(2022, 10, 11)),
            (
                "A framework for harm outside the home",
                "council",
                "One way of working where the risk lies outside the family.",
                date(2023, 1, 17),
            ),
            ("A training package by the exploitation team for partners", "council", "", date(2023, 2, 21)),
        ],
    ),
    (
        "Domestic abuse and its impact on children and young people",
        Partner.HEALTH,
        "domestic-abuse",
        "Children who live with domestic abuse are seen, heard and helped as victims themselves.",
        [
            (
                "A video log on the words professionals use about domestic abuse",
                "icb",
                "Better language in records.",
                date(2022, 7, 12),
            ),
            ("Multi-agency guidance on domestic abuse refreshed", "icb council police", "", date(2022, 10, 4)),
            ("A tool kit for young people on talking to an adult and helping each other", "icb schools", "", date(2022, 11, 22)),
            ("Events led by experts to understand domestic abuse more deeply", "icb voluntary", "", date(2022, 11, 29)),
        ],
    ),
    (
        "Staying safe online",
        Partner.POLICE,
        "online-safety",
        "Children, and the adults around them, know the risks online and where to turn.",
        [
            (
                "Training on harms of gaming and gambling for professionals, parents and carers",
                "police voluntary",
                "Professionals who came felt better able to talk with young people, and have packs to use.",
                date(2022, 6, 28),
            ),
            ("Events led by experts on safety online", "police", "", date(2022, 11, 15)),
            ("A tool kit for parents, carers and young people on where to go for help", "police schools", "", date(2023, 1, 24)),
            (
                "A survey of schools answered by 1,567 primary and 542 secondary pupils",
                "police schools",
                "What the pupils said shaped the group's work.",
                date(2023, 2, 7),
            ),
        ],
    ),
]

ACHIEVEMENTS = [
    (
        "Shared policies and procedures refreshed",
        "Four were renewed: non-accidental injury, neglect, non-recent abuse and domestic abuse.",
        "Professionals have current tools and pathways.",
        date(2022, 9, 30),
    ),
    (
        "NSPCC introduction and designated lead training delivered",
        "Open to partners and volunteers.",
        "People know the signs of abuse and neglect and how to pass on a worry before harm is done.",
        date(2022, 10, 20),
    ),
    (
        "Safeguarding month held in November 2022",
        "Sessions on infant neglect, domestic abuse, exploitation, online safety, learning from reviews and rapid reviews.",
        "Agencies heard the same messages at the same time.",
        date(2022, 11, 30),
    ),
    (
        "One training calendar for all agencies",
        "Courses on gaming and gambling, mental health, self-harm and sexual abuse within the family.",
        "Any professional working with children can find safeguarding training in one place.",
        date(2022, 12, 15),
    ),
    (
        "Rapid reviews tightened, with one action plan and a six-weekly working group",
        "All reviews feed one plan, worked by theme.",
        "Learning comes out earlier and the same work is not done twice.",
        date(2023, 1, 31),
    ),
    (
        "Learning sessions within two weeks of a review, and a reflection a year after publication",
        "The review's author meets the partners.",
        "Partners start on the findings at once and later ask whether they are embedded.",
        date(2023, 2, 14),
    ),
    (
        "Three young scrutineers at work",
        "Aged 16 and 17, up to four hours a week, paid an adult living wage, around their studies; with the independent scrutineer"
        " they work on the six steps of scrutiny.",
        "Young people's views shape policies and the choice of new priorities.",
        date(2023, 2, 28),
    ),
    (
        "Escalation tracker introduced",
        "It goes out with the papers of every meeting.",
        "Partners had felt far from the Executive; they now say they are better informed.",
        date(2022, 7, 5),
    ),
]

CHALLENGES = [
    (
        "Multi-agency data",
        "The dashboard asked for what was readily available, so its periods do not always line up.",
        "Build it around priorities and themes, add a compliance return and compare with the quarter or year before.",
    ),
    (
        "Capacity and funding",
        "Contributions are far from equal, the council's fell, its training post was lost, and agencies are stretched after the pandemic.",
        "Standard training was still commissioned, awareness events were held, and a training package is being commissioned.",
    ),
    (
        "Embedding learning",
        "Learning is now thematic and in one place, but it takes hold slowly.",
        "A working group meets every six weeks with that as its only purpose.",
    ),
    (
        "Website",
        "Partners find the website not interactive. A new one was meant for 2022.",
        "Other work came first; it is planned for 2023.",
    ),
]

PLAN = [
    ("Show that learning is embedded", "quality-chair", date(2024, 3, 29)),
    ("Develop the multi-agency training package further", "partnership-manager", date(2024, 3, 29)),
    ("Keep young people included", "independent-scrutineer", date(2024, 3, 29)),
    ("Improve the partnership's presence online", "website-editor", date(2023, 12, 29)),
    ("Choose the next priorities, with the young scrutineers, and launch them", "partnership-manager", date(2023, 9, 29)),
]


def load(cast: Any, groups: dict[str, Group], today: date, by: Any) -> None:
    for title, partner, slug, success, achieved in PRIORITIES:
        priority = operations.set_priority(
            title=title,
            lead_partner=partner,
            group=groups[slug],
            success=f"Illustrative: {success}",
            starts_on=date(2021, 9, 1),
            ends_on=date(2023, 9, 30),
            by=by,
        )
        for name, agencies, impact, day in achieved:
            who = [cast.agency(key) for key in agencies.split()]
            operations.record_achievement(title=name, achieved_on=day, priority=priority, agencies=who, impact=impact, by=by)
        if slug == "online-safety":
            what = "Illustrative: younger pupils' answers to the survey have not been turned into advice for parents yet."
            step = "Illustrative: advice with the schools by the summer term."
            operations.note_lack_of_progress(priority=priority, noted_on=date(2023, 3, 7), what=what, next_step=step, by=by)
    for title, evidence, impact, day in ACHIEVEMENTS:
        operations.record_achievement(title=title, achieved_on=day, evidence=evidence, impact=impact, by=by)
    for title, what, response in CHALLENGES:
        owner = cast["partnership-manager"]
        challenge = operations.raise_challenge(title=title, what=what, owner=owner, raised_on=date(2022, 9, 6), by=by)
        operations.answer_challenge(
            challenge=challenge, response=response, state=ChallengeState.ANSWERED, seen_version=None, by=by
        )
    load_plan(cast, today, by)


def load_plan(cast: Any, today: date, by: Any) -> None:
    website = operations.plan_item(
        title="Commission a new website",
        what="One that is interactive and has room for resources.",
        owner=cast["website-editor"],
        year_from=date(2022, 4, 1),
        target_on=date(2022, 12, 31),
        by=by,
    )
    operations.slip_plan_item(
        item=website,
        target_on=date(2023, 12, 29),
        reason="other priorities came first",
        said_on=date(2022, 11, 8),
        seen_version=None,
        by=by,
    )
    tracker = operations.plan_item(
        title="Bring the groups closer to the Executive",
        owner=cast["partnership-manager"],
        year_from=date(2022, 4, 1),
        target_on=date(2022, 9, 30),
        by=by,
    )
    outcome = "The escalation tracker was introduced and goes with every pack."
    operations.finish_plan_item(
        item=tracker, state=PlanState.DONE, outcome=outcome, closed_on=date(2022, 9, 1), seen_version=None, by=by
    )
    for title, key, target in PLAN:
        operations.plan_item(title=title, owner=cast[key], year_from=date(2023, 4, 1), target_on=target, by=by)
    operations.plan_item(
        title="Illustrative: set the next priorities",
        what="Dated from today, so that the desk shows something that comes due.",
        owner=cast["partnership-manager"],
        year_from=today,
        target_on=today + timedelta(days=21),
        by=by,
    )
