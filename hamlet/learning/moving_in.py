"""Actions and recommendations that a partnership brings with it: closed ones and answered ones too, with their own days."""

from typing import Any

from django.utils.text import slugify

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.lookups import Lookup, agencies, persons
from hamlet.foundations.moving_in.rules import Column, Importer, Wrong
from hamlet.foundations.references import Reference
from hamlet.governance.moving_in import groups
from hamlet.learning import operations
from hamlet.learning.models import Action, Recommendation, Theme
from hamlet.learning.rules import State
from hamlet.learning.rules.recommendations import Answer, SourceKind

CLOSE = {State.DONE: operations.complete_action, State.STOPPED: operations.stop_action}


def key_of(title: str, group_id: int | None, due_on: Any) -> tuple[Any, ...]:
    return title.casefold(), group_id, due_on


def prepare() -> dict[str, Any]:
    rows = Action.objects.values_list("reference", "title", "group_id", "first_due_on")
    return {
        "groups": groups(),
        "persons": persons(),
        "themes": themes(),
        "titles": {reference: title.casefold() for reference, title, *_ in rows},
        "keys": {key_of(title, group, due_on) for _, title, group, due_on in rows},
    }


def themes() -> Lookup:
    return Lookup("theme", ((row, (row.name, row.slug)) for row in Theme.objects.order_by("id")))


def bring(row: dict[str, Any], world: dict[str, Any], by: Any) -> bool:
    group = world["groups"].find(row["group"], "group") if row["group"] else None
    key = key_of(row["title"], group.pk if group else None, row["due_on"])
    if is_here(row, key, world):
        return False
    state = row["state"] or State.OPEN
    check_closing(row, state)
    theme = theme_of(row["theme"], world["themes"], by) if row["theme"] else None
    action = operations.add_action(
        **{name: row[name] for name in ("title", "due_on", "raised_on")},
        detail=row["detail"] or "",
        reference=row["reference"] or "",
        owner=world["persons"].find(row["owner"], "owner"),
        group_id=group.pk if group else None,
        theme=theme,
        by=by,
    )
    if state is not State.OPEN:
        CLOSE[state](action=action, note=row["closing_note"], closed_on=row["closed_on"], seen_version=None, by=by)
    if theme:
        world["themes"].add(theme, row["theme"])
    world["titles"][action.reference] = row["title"].casefold()
    world["keys"].add(key)
    return True


def is_here(row: dict[str, Any], key: tuple[Any, ...], world: dict[str, Any]) -> bool:
    title = world["titles"].get(row["reference"])
    if title is not None and title != row["title"].casefold():
        raise Wrong("another action here has this reference", "reference")
    return title is not None or (not row["reference"] and key in world["keys"])


def check_closing(row: dict[str, Any], state: State) -> None:
    if state is State.OPEN:
        if row["closed_on"]:
            raise Wrong("an open action has no closing day", "closed_on")
        return
    for name in ("closed_on", "closing_note"):
        if not row[name]:
            raise Wrong("a closed action says when it was closed and why", name)


def theme_of(name: str, known: Lookup, by: Any) -> Theme:
    if known.has(name):
        return known.find(name, "theme")
    if not slugify(name):
        raise Wrong("this holds no letter and no figure", "theme")
    return operations.add_theme(name=name, by=by)


ACTIONS = Importer(
    key="actions",
    title="Actions",
    about="The actions of every group's log, open and closed, into the one action plan.",
    columns=(
        Column(
            "reference", "Reference", "", cells.text(20), about="Your own, or the next one when it is empty.", also=("ref", "no")
        ),
        Column("title", "What is to be done", "Write the practice note", cells.text(200), True, "", ("action", "title")),
        Column("detail", "More about it", "", cells.text(), also=("detail", "details", "notes")),
        Column("theme", "Theme", "Professional curiosity", cells.text(80), about="Made, when there is none of that name."),
        Column("group", "Group", "Exploitation", cells.text(160)),
        Column("owner", "Owner's email address", "head.of.safeguarding@example.org", cells.email, True, "", ("owner", "lead")),
        Column("raised_on", "Raised on", "7/11/2022", cells.day, needed=True, also=("date raised", "raised", "meeting date")),
        Column("due_on", "Due on", "31/1/2023", cells.day, needed=True, also=("due date", "due", "deadline", "by when")),
        Column("state", "State", State.OPEN.value, cells.one_of(State), about="Open, when it is empty.", also=("status",)),
        Column("closed_on", "Closed on", "", cells.day, also=("date closed", "completed on", "completed")),
        Column("closing_note", "What was done", "", cells.text(), also=("outcome", "closing note")),
    ),
    identity=lambda row: row["reference"] or key_of(row["title"], row["group"], row["due_on"]),
    prepare=prepare,
    bring=bring,
)


def said_on(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["text"].strip().casefold(), row["found_on"]


def prepare_recommendations() -> dict[str, Any]:
    rows = Recommendation.objects.values_list("text", "found_on")
    return {"agencies": agencies(), "themes": themes(), "keys": {(text.casefold(), day) for text, day in rows}}


def bring_recommendation(row: dict[str, Any], world: dict[str, Any], by: Any) -> bool:
    """Accepted ones begin on the first rung: higher ones are confirmed here, by evidence."""
    if said_on(row) in world["keys"]:
        return False
    answer = row["answer"] or Answer.WAITING
    if answer is Answer.REJECTED and not row["reasons"]:
        raise Wrong("a rejected recommendation says why", "reasons")
    found = [theme_of(name, world["themes"], by) for name in row["themes"] or ()]
    for theme in found:
        world["themes"].add(theme, theme.name)
    label = row["source"] or ""
    made = operations.add_recommendation(
        **{name: row[name] for name in ("text", "source_kind", "found_on")},
        source=Reference("", label.casefold()[:40], label, ""),
        agencies=[world["agencies"].find(name, "agencies") for name in row["agencies"] or ()],
        outcome=row["outcome"] or "",
        measure=row["measure"] or "",
        themes=found,
        by=by,
    )
    given = {"recommendation": made, "reasons": row["reasons"] or "", "on": row["answered_on"] or row["found_on"]}
    if answer is not Answer.WAITING:
        act = operations.accept_recommendation if answer is Answer.ACCEPTED else operations.reject_recommendation
        act(**given, seen_version=None, by=by)
    world["keys"].add(said_on(row))
    return True


RECOMMENDATIONS = Importer(
    key="recommendations",
    title="Recommendations",
    about="What reviews, audits and inspections recommended, into the one plan. Evidence and rungs are added here.",
    columns=(
        Column("text", "What is recommended", "Record what children say", cells.text(), True, "", ("recommendation",)),
        Column("source_kind", "Kind of source", SourceKind.AUDIT.value, cells.one_of(SourceKind), True, "", ("source type",)),
        Column(
            "source", "Which one", "Audit of 2022", cells.text(200), about="Its published title: name no case.", also=("source",)
        ),
        Column("found_on", "Found on", "7/6/2022", cells.day, needed=True, also=("date", "published")),
        Column(
            "themes", "Themes", "Neglect; Voice of the child", cells.several(cells.text(80)), about="Made, when there is none."
        ),
        Column("agencies", "Agencies", "", cells.several(cells.text(160)), also=("addressed to",)),
        Column("outcome", "Outcome expected", "", cells.text(), also=("outcome",)),
        Column("measure", "How it is measured", "", cells.text(), also=("measure",)),
        Column("answer", "Answer", Answer.ACCEPTED.value, cells.one_of(Answer), about="Waiting, when it is empty."),
        Column("answered_on", "Answered on", "", cells.day),
        Column("reasons", "Reasons", "", cells.text()),
    ),
    identity=said_on,
    prepare=prepare_recommendations,
    bring=bring_recommendation,
)
