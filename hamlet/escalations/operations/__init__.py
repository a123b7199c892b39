from hamlet.escalations.operations.answering import (
    accept_answer,
    agree_answer,
    close_escalation,
    come_back,
    draft_answer,
    minute_answer,
    remind_executive,
)
from hamlet.escalations.operations.sending import (
    add_document,
    change_draft,
    draft_escalation,
    send_to_executive,
    withdraw,
)

__all__ = [
    "accept_answer",
    "add_document",
    "agree_answer",
    "change_draft",
    "close_escalation",
    "come_back",
    "draft_answer",
    "draft_escalation",
    "minute_answer",
    "remind_executive",
    "send_to_executive",
    "withdraw",
]
