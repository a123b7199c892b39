"""Escalations that a partnership brings with it: they keep their own numbers and days."""

import re
from typing import Any

from hamlet.escalations.models import Escalation
from hamlet.escalations.operations.importing import EarlierAnswer, move_in_escalation
from hamlet.escalations.rules import AnswerKind, State, Urgency, looks_like_a_case
from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.lookups import agencies, persons
from hamlet.foundations.moving_in.rules import Column, Importer, Wrong
from hamlet.governance.moving_in import groups

OURS = re.compile(r"E-\d{4}-\d{3,6}")
ANSWERED = frozenset({State.ANSWERED, State.ACCEPTED, State.CLOSED, State.COME_BACK})
OVER = frozenset({State.CLOSED, State.WITHDRAWN})
TEXTS = ("title", "issue", "why_not_here", "asked")


def prepare() -> dict[str, Any]:
    known = dict(Escalation.objects.exclude(number=None).values_list("number", "title"))
    return {"groups": groups(), "agencies": agencies(), "persons": persons(), "known": known}


def bring(row: dict[str, Any], world: dict[str, Any], by: Any) -> bool:
    known = world["known"].get(row["number"])
    if known is not None and known.casefold() != row["title"].casefold():
        raise Wrong("another escalation here has this number", "number")
    if known is not None:
        return False
    group = world["groups"].find(row["group"], "group")
    if group.is_executive:
        raise Wrong("the Executive answers escalations: it does not escalate to itself", "group")
    check(row)
    texts: dict[str, Any] = {name: row[name] or "" for name in TEXTS}
    given: dict[str, Any] = {name: row[name] for name in ("number", "state", "sent_on", "answer_by", "closed_on")}
    move_in_escalation(
        **given,
        **texts,
        group=group,
        urgency=row["urgency"] or Urgency.MEDIUM,
        agencies=tuple(world["agencies"].find(name, "agencies") for name in row["agencies"] or ()),
        answer=answer_of(row, world),
        outcome=row["outcome"] or "",
        by=by,
    )
    world["known"][row["number"]] = row["title"]
    return True


def check(row: dict[str, Any]) -> None:
    if row["state"] is State.DRAFT:
        raise Wrong("only what was sent moves in: draft it here instead", "state")
    if row["number"].startswith("E-") and not OURS.fullmatch(row["number"]):
        raise Wrong("a number that begins with E- is written like E-2022-007", "number")
    reasons = [] if row["looked"] else looks_like_a_case(*(row[name] or "" for name in TEXTS))
    if reasons:
        raise Wrong(f"this may be about one child: {reasons[0].lower()}. Change it, or say yes in “Looked at”", "issue")
    check_days(row)


def check_days(row: dict[str, Any]) -> None:
    wanted: tuple[str, ...] = ("answered_on", "answer", "reasons") if row["state"] in ANSWERED else ()
    wanted += ("closed_on", "outcome") if row["state"] in OVER else ()
    for name in wanted:
        if not row[name]:
            raise Wrong(f"“{row['state'].value}” needs this", name)
    for name in ("answered_on", "closed_on"):
        if row[name] and row[name] < row["sent_on"]:
            raise Wrong("this is before it was sent", name)
    if row["closed_on"] and row["state"] not in OVER:
        raise Wrong("it has no closing day while it is open", "closed_on")
    if row["answered_on"] and row["state"] not in ANSWERED:
        raise Wrong(f"“{row['state'].value}” has no answer yet", "answered_on")


def answer_of(row: dict[str, Any], world: dict[str, Any]) -> EarlierAnswer | None:
    if row["state"] not in ANSWERED:
        return None
    owner = world["persons"].find(row["owner"], "owner") if row["owner"] else None
    return EarlierAnswer(row["answer"], row["reasons"], row["answered_on"], owner, row["owed_on"])


ESCALATIONS = Importer(
    key="escalations",
    title="Escalations",
    about="What groups escalated before, and the Executive's answers. Every group reads the tracker: name no child.",
    columns=(
        Column("number", "Number", "E-2021-001", cells.text(20), needed=True, also=("reference", "ref", "no")),
        Column("group", "Group", "Exploitation", cells.text(160), needed=True, also=("from", "subgroup")),
        Column("title", "Title", "Illustrative: no shared screening tool", cells.text(160), needed=True, also=("escalation",)),
        Column("issue", "The issue", "Partners use four tools", cells.text(), needed=True, also=("issue", "description")),
        Column("why_not_here", "Why the group cannot solve it", "It needs money of two partners", cells.text()),
        Column("asked", "What is asked", "Agree one tool and its cost", cells.text(), needed=True, also=("ask", "request")),
        Column("sent_on", "Sent on", "7/11/2021", cells.day, needed=True, also=("date sent", "date", "raised on")),
        Column("answer_by", "Answer wanted by", "19/12/2021", cells.day, also=("answer by", "deadline")),
        Column("urgency", "Urgency", Urgency.MEDIUM.value, cells.one_of(Urgency), about="Medium, when it is empty."),
        Column("agencies", "Agencies", "", cells.several(cells.text(200)), about="With semicolons between them."),
        Column("state", "State", State.CLOSED.value, cells.one_of(State), needed=True, also=("status",)),
        Column("answered_on", "Answered on", "14/12/2021", cells.day, also=("date of answer",)),
        Column("answer", "Answer", AnswerKind.AGREED.value, cells.one_of(AnswerKind), also=("decision",)),
        Column("reasons", "Reasons", "One tool saves every partner time", cells.text(), also=("response", "executive response")),
        Column("owner", "Owner's email address", "", cells.email, also=("owner",)),
        Column("owed_on", "To be done by", "", cells.day),
        Column("closed_on", "Closed on", "1/3/2022", cells.day, also=("date closed",)),
        Column("outcome", "Outcome", "One tool is in use", cells.text()),
        Column(
            "looked", "Looked at", "", cells.yes_or_no, about="Yes, when a person looked and the text is not about one child."
        ),
    ),
    identity=lambda row: row["number"],
    prepare=prepare,
    bring=bring,
)
