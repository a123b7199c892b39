from hamlet.governance.operations.groups import add_group, change_group, end_group
from hamlet.governance.operations.partners import appoint_lead, end_lead, set_partner, succeed_partner
from hamlet.governance.operations.roles import appoint_role, end_role
from hamlet.governance.operations.rota import change_chair_term, plan_chair_term
from hamlet.governance.operations.seating import appoint_deputy, end_seat, give_seat, withdraw_seat
from hamlet.governance.operations.work import (
    answer_challenge,
    change_edition,
    change_priority,
    correct_achievement,
    finish_plan_item,
    note_lack_of_progress,
    plan_item,
    publish_arrangements,
    raise_challenge,
    record_achievement,
    set_priority,
    slip_plan_item,
)

__all__ = [
    "add_group",
    "answer_challenge",
    "appoint_deputy",
    "appoint_lead",
    "appoint_role",
    "change_chair_term",
    "change_edition",
    "change_group",
    "change_priority",
    "correct_achievement",
    "end_group",
    "end_lead",
    "end_role",
    "end_seat",
    "finish_plan_item",
    "give_seat",
    "note_lack_of_progress",
    "plan_chair_term",
    "plan_item",
    "publish_arrangements",
    "raise_challenge",
    "record_achievement",
    "set_partner",
    "set_priority",
    "slip_plan_item",
    "succeed_partner",
    "withdraw_seat",
]
