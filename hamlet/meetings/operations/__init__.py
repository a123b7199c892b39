from hamlet.meetings.operations.agenda import add_item, carry_forward, change_item, remove_item
from hamlet.meetings.operations.concerns import make_feed, move_concern, raise_concern, remind_members, revoke_feed
from hamlet.meetings.operations.forward import plan_ahead, take_out_of_plan
from hamlet.meetings.operations.holding import (
    approve_minutes,
    give_action,
    hold_meeting,
    record_attendance,
    record_decision,
    release_decision,
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
    "change_item",
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
    "release_decision",
    "remind_members",
    "remove_item",
    "revoke_feed",
    "take_out_of_plan",
    "withdraw_paper",
    "write_minute",
]
