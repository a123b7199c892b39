"""A commissioned review: what it is, how it is checked on, how it ends. No Django."""

from enum import StrEnum


class ReviewKind(StrEnum):
    LCSPR = "Local child safeguarding practice review"
    LEARNING = "Non-statutory learning review"


class Answer(StrEnum):
    WAITING = "Waiting for an answer"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    WITHDRAWN = "Withdrawn"


class Quality(StrEnum):
    GOOD = "Good"
    MENDING = "Needs mending"
    POOR = "Not good enough"


class Publishing(StrEnum):
    REPORT = "Publish the report"
    IMPROVEMENTS = "Do not publish the report: publish the improvements"


class SessionKind(StrEnum):
    LEARNING = "Learning session"
    REFLECTION = "Learning Reflection Session"


class Reflecting(StrEnum):
    """What the Learning Reflection Session decides on a recommendation, a year on."""

    STANDS = "It stands where it is"
    PROPOSE = "It has reached the next rung: propose it"
    AGAIN = "Its rung may be too high: look at it again"
    ACT = "More is to be done: an action"


STATUTORY_SENTENCES = {
    "reviews.commissioned": "commissioned the review",
    "reviews.reviewer_appointed": "appointed the reviewer",
    "reviews.commission_changed": "changed what was commissioned",
    "reviews.progress_checked": "checked the review's time and quality",
    "reviews.version_kept": "added a version of the report",
    "reviews.delay_recorded": "recorded a delay and its reasons",
    "reviews.finding_added": "added a finding",
    "reviews.finding_changed": "corrected a finding",
    "reviews.finding_withdrawn": "withdrew a finding",
    "reviews.advice_changed": "corrected a recommendation of the review",
    "reviews.advice_withdrawn": "withdrew a recommendation of the review",
    "reviews.advice_added": "added a recommendation of the review",
    "reviews.advice_accepted": "accepted a recommendation as {reference}",
    "reviews.advice_rejected": "rejected a recommendation",
    "reviews.learning_recommended": "recommended what was learned, as {reference}",
    "reviews.review_completed": "completed the review",
    "reviews.text_written": "wrote the text to be published",
    "reviews.hit_resolved": "decided about words that could identify somebody: {mark}",
    "reviews.publication_planned": "planned publication for {planned_on}",
    "reviews.publication_proposed": "proposed what is published: {how}",
    "reviews.copies_sent": "recorded the copies sent before publication",
    "reviews.published": "published: {how}",
    "reviews.public_change_proposed": "proposed a change of what the public reads: {kind}",
    "reviews.public_change_made": "decided on a change of what the public reads: {kind}",
    "reviews.public_change_declined": "set aside a change of what the public reads: {kind}",
    "reviews.taken_down": "took the report off the public site",
    "reviews.session_planned": "planned the {kind}",
    "reviews.session_changed": "changed the {kind}",
    "reviews.attendee_named": "named somebody who attends",
    "reviews.confidentiality_agreed": "agreed to keep the material confidential",
    "reviews.attendance_recorded": "recorded who came",
    "reviews.question_asked": "wrote down a question or an idea",
    "reviews.question_answered": "answered a question or an idea",
    "reviews.session_held": "recorded that the {kind} was held",
    "reviews.recommendation_reflected": "decided on {reference} a year on: {decided}",
    "reviews.agencies_invited": "invited agencies to the {kind}: {invited}",
}
