"""Meetings that a partnership brings with it: those that were held, with their minutes, and those that are planned."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.rules import Column, Importer, Wrong
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.moving_in import groups
from hamlet.meetings.models import Meeting
from hamlet.meetings.operations.importing import move_in_meeting
from hamlet.meetings.operations.planning import plan_meeting
from hamlet.meetings.rules import Way

LASTS = timedelta(hours=2)


class Stands(StrEnum):
    HELD = "Held"
    PLANNED = "Planned"


def prepare() -> dict[str, Any]:
    return {"groups": groups(), "known": set(Meeting.objects.standing().values_list("group_id", "starts_at"))}


def bring(row: dict[str, Any], world: dict[str, Any], by: Any) -> bool:
    group = world["groups"].find(row["group"], "group")
    starts_at = datetime.combine(row["on"], row["from"], tzinfo=LONDON)
    if (group.pk, starts_at) in world["known"]:
        return False
    ends_at = datetime.combine(row["on"], row["until"], tzinfo=LONDON) if row["until"] else starts_at + LASTS
    if ends_at <= starts_at:
        raise Wrong("a meeting cannot end before it begins", "until")
    given = {"group": group, "starts_at": starts_at, "ends_at": ends_at, "way": row["way"] or Way.IN_PERSON}
    given |= {"place": row["place"] or "", "by": by}
    if row["state"] is Stands.PLANNED:
        check_planned(row)
        plan_meeting(**given)
    else:
        move_in_meeting(minutes=row["minutes"] or "", approved_on=row["approved_on"], **given)
    world["known"].add((group.pk, starts_at))
    return True


def check_planned(row: dict[str, Any]) -> None:
    for name in ("minutes", "approved_on"):
        if row[name]:
            raise Wrong("a planned meeting has no minutes yet", name)


MEETINGS = Importer(
    key="meetings",
    title="Meetings",
    about="Meetings that were held, with their minutes, and those that are planned. Nobody is told of them.",
    columns=(
        Column("group", "Group", "Exploitation", cells.text(160), needed=True),
        Column("on", "Day", "7/11/2022", cells.day, needed=True, also=("date", "meeting date", "on")),
        Column("from", "From", "14:00", cells.clock, needed=True, also=("time", "start time", "starts at")),
        Column("until", "Until", "16:00", cells.clock, about="Two hours later, when it is empty.", also=("end time", "ends at")),
        Column("way", "How", Way.VIDEO.value, cells.one_of(Way), about="In person, when it is empty."),
        Column("place", "Place", "", cells.text(200), also=("venue", "location")),
        Column("state", "State", Stands.HELD.value, cells.one_of(Stands), needed=True, also=("status",)),
        Column("minutes", "Minutes", "", cells.text(100_000)),
        Column("approved_on", "Minutes approved on", "", cells.day, about="When it is empty, their approval is still owed."),
    ),
    identity=lambda row: (row["group"].casefold(), row["on"], row["from"]),
    prepare=prepare,
    bring=bring,
)
