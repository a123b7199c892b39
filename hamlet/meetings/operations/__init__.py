from hamlet.meetings.operations.agenda import add_item, carry_forward, plan_ahead, remove_item
from hamlet.meetings.operations.concerns import make_feed, move_concern, raise_concern, remind_members, revoke_feed
from hamlet.meetings.operations.holding import (
    approve_minutes,
    give_action,
    hold_meeting,
    record_attendance,
    record_decision,
    write_minute,
)
from hamlet.meetings.operations.packs import add_paper, circulate_pack, withdraw_paper
from hamlet.meetings.operations.planning import cancel_meeting, move_meeting, plan_meeting, plan_series

__all__ = [
    "add_item",
    "add_paper",
    "approve_minutes",
    "cancel_meeting",
    "carry_forward",
    "circulate_pack",
    "give_action",
    "hold_meeting",
    "make_feed",
    "move_concern",
    "move_meeting",
    "plan_ahead",
    "plan_meeting",
    "plan_series",
    "raise_concern",
    "record_attendance",
    "record_decision",
    "remind_members",
    "remove_item",
    "revoke_feed",
    "withdraw_paper",
    "write_minute",
]
