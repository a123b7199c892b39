"""The rooms of the house, and the lists of dotted paths through which lower rooms call what those above offer."""

from hamlet.foundations.access.rules import Permission

FOUNDATIONS = [
    "hamlet.foundations.design",
    "hamlet.foundations.working_days",
    "hamlet.foundations.publishing",
    "hamlet.foundations.access",
    "hamlet.foundations.audit",
    "hamlet.foundations.people",
    "hamlet.foundations.holidays",
    "hamlet.foundations.documents",
    "hamlet.foundations.notices",
    "hamlet.foundations.moving_in",
]
HOUSE = [
    *FOUNDATIONS,
    "hamlet.governance",
    "hamlet.learning",
    "hamlet.insight",
    "hamlet.meetings",
    "hamlet.escalations",
    "hamlet.reviews",
    "hamlet.annual_report",
    "hamlet.website",
    "hamlet.desk",
    "hamlet.config",
]

SECOND_FACTOR_GIVEN = "hamlet.foundations.people.sign_in.second_factor_given"

# (seat ids, starts_on, ends_on) -> {seat id: (attended, held)}
SPONSOR_ATTENDANCE = "hamlet.meetings.queries.attendance_of"

# (kind of group, today) -> the day of its next meeting, or None: owners are asked for an update before it
NEXT_MEETING_OF = "hamlet.meetings.queries.next_meeting_day"

# (key of the record) -> Reference or None, by the kind of record: what an action may say that it comes from
ACTION_SOURCES = {"insight.indicator": "hamlet.insight.queries.told.indicator_reference"}

# (user, keys of records) -> {key: Reference} for those that this person may open, by the kind of record: where a recommendation
# comes from is looked up when it is read, so that nothing of a case is stored beside it
SOURCE_PAGES = {"reviews.case": "hamlet.reviews.queries.sources.cases_seen"}

# (user, kind of record, its key) -> list[Reference]: the actions that came from it, of those that this person may see
ACTIONS_FROM = "hamlet.learning.queries.references_from"

# (kind of record, starts_on, ends_on) -> {key of the record: (actions raised, of them closed)}
ACTIONS_RAISED = "hamlet.learning.queries.raised_from"

# {kind of record: (kind, its key, texts) -> list[CouldBe]}: what in words drafted from it could identify somebody it knows of
IDENTIFIES = dict.fromkeys(("reviews.case", "reviews.publishedreview"), "hamlet.reviews.queries.could_identify_in")

NOTIFY = "hamlet.foundations.notices.operations.notify"

AUDIT_SENTENCES = [
    "hamlet.foundations.audit.rules.SENTENCES",
    "hamlet.foundations.people.rules.SENTENCES",
    "hamlet.foundations.documents.rules.SENTENCES",
    "hamlet.foundations.notices.rules.SENTENCES",
    "hamlet.foundations.holidays.rules.SENTENCES",
    "hamlet.foundations.moving_in.rules.SENTENCES",
    "hamlet.governance.rules.SENTENCES",
    "hamlet.learning.rules.SENTENCES",
    "hamlet.insight.rules.speech.SENTENCES",
    "hamlet.meetings.rules.SENTENCES",
    "hamlet.escalations.rules.SENTENCES",
    "hamlet.reviews.rules.speech.SENTENCES",
    "hamlet.annual_report.rules.SENTENCES",
]

# (on, why, by) -> None, when a bank holiday is added or removed
HOLIDAYS_CHANGED = ["hamlet.reviews.operations.recalculate_open_dates"]

# the rooms whose events only holders of a permission read in the whole trail: for others something restricted happened, no more
RESTRICTED_ROOMS = {"reviews": Permission.REVIEWS_READ}

# (user, document) -> whether they may open it, by the kind of record that the document hangs on
DOCUMENT_HOLDERS = {
    "escalations.escalation": "hamlet.escalations.queries.may_open_document",
    "meetings.paper": "hamlet.meetings.queries.may_open_document",
    "meetings.pack": "hamlet.meetings.queries.may_open_document",
    "learning.evidence": "hamlet.learning.queries.may_open_document",
    "reviews.reportversion": "hamlet.reviews.queries.may_open_document",
    "annual_report.report": "hamlet.annual_report.queries.may_open_document",
}

# (today, by) -> None, each morning
DAILY = [
    "hamlet.foundations.audit.seals.seal_daily",
    "hamlet.foundations.holidays.operations.know_ahead",
    "hamlet.foundations.documents.jobs.scan_waiting",
    "hamlet.foundations.moving_in.operations.forget_uploads",
    "hamlet.learning.operations.remind_owners",
    "hamlet.learning.operations.ask_for_updates",
    "hamlet.learning.operations.flag_what_to_look_at_again",
    "hamlet.insight.operations.ask_each_quarter",
    "hamlet.insight.operations.remind_suppliers",
    "hamlet.insight.operations.forget_uploads",
    "hamlet.insight.jobs.give_up_quiet",
    "hamlet.meetings.operations.remind_members",
    "hamlet.escalations.operations.remind_executive",
    "hamlet.reviews.operations.chase_authors",
    "hamlet.reviews.operations.remind_checks",
    "hamlet.reviews.operations.propose_due_disposals",
    "hamlet.annual_report.operations.remind_report",
    "hamlet.foundations.notices.operations.forget_notices",
    "hamlet.foundations.people.operations.forget_sessions",
    "hamlet.foundations.notices.jobs.send_daily",
]

# (by) -> None, when the service starts and before its worker does
AT_START = ["hamlet.insight.jobs.begin_again"]

# (user, today) -> list[Duty]
DESK = [
    "hamlet.learning.queries.duties",
    "hamlet.insight.queries.duties",
    "hamlet.meetings.queries.duties",
    "hamlet.escalations.queries.duties",
    "hamlet.reviews.queries.duties",
    "hamlet.reviews.queries.checks_due",
    "hamlet.governance.queries.duties",
    "hamlet.annual_report.queries.duties",
]

# (group, as_at) -> StandingPaper or None, for each pack that is circulated
STANDING_PAPERS = [
    "hamlet.escalations.queries.tracker_paper",
    "hamlet.learning.queries.actions_paper",
    "hamlet.learning.queries.working_group_paper",
    "hamlet.learning.queries.changed_paper",
    "hamlet.insight.queries.dashboard_paper",
]

# (kind of group, title, key of the standing paper that fills it, its page): items on each agenda of that kind of group
STANDING_ITEMS = [
    ("Executive", "Escalation tracker", "escalations.tracker", "/escalations/"),
    ("Executive", "What changed for children?", "learning.changed", "/learning/changed/"),
    ("Quality assurance and performance", "The action plan: progress and late actions", "learning.actions", "/actions/"),
    (
        "Quality assurance and performance",
        "The dashboard: what moved, what is missing",
        "insight.quarter",
        "/data/quarters/newest/",
    ),
    (
        "Rapid review working group",
        "The action plan: due, late, ready to close, awaiting evidence",
        "learning.working_group",
        "/learning/working-group/",
    ),
]

# (starts_on, ends_on) -> {key of a count: how many, or {agency: how many}}: what our rooms report into the dashboard each quarter.
# An indicator is given such a count in its form; a later room adds its two lines here.
DATA_COUNTS = [
    "hamlet.escalations.queries.data_counts",
    "hamlet.learning.queries.data_counts",
    "hamlet.meetings.queries.data_counts",
    "hamlet.reviews.queries.data_counts",
]
# {key of a count: what it counts}
DATA_COUNT_NAMES = [
    "hamlet.escalations.queries.COUNTS",
    "hamlet.learning.queries.COUNTS",
    "hamlet.meetings.queries.COUNTS",
    "hamlet.reviews.queries.COUNTS",
]

# (starts_on, ends_on, as_at) -> list[Evidence]
REPORT_SECTIONS = [
    "hamlet.governance.queries.report_evidence",
    "hamlet.meetings.queries.report_evidence",
    "hamlet.learning.queries.report_evidence",
    "hamlet.insight.queries.report_evidence",
    "hamlet.escalations.queries.report_evidence",
    "hamlet.reviews.queries.report_evidence",
]

# each an `Importer` of what a partnership brings with it, in the order in which they depend on each other
MOVING_IN = [
    "hamlet.foundations.moving_in.people.AGENCIES",
    "hamlet.foundations.moving_in.people.PERSONS",
    "hamlet.governance.moving_in.GROUPS",
    "hamlet.governance.moving_in.SEATS",
    "hamlet.meetings.moving_in.MEETINGS",
    "hamlet.learning.moving_in.ACTIONS",
    "hamlet.learning.moving_in.RECOMMENDATIONS",
    "hamlet.escalations.moving_in.ESCALATIONS",
]

# (cast, today) -> None, in this order
DEMO = [
    "hamlet.governance.demo.load",
    "hamlet.learning.demo.load",
    "hamlet.meetings.demo.load",
    "hamlet.escalations.demo.load",
    "hamlet.reviews.demo.load",
    "hamlet.insight.demo.load",
    "hamlet.annual_report.demo.load",
]

PARTNERSHIP = {
    "name": "Tower Hamlets Safeguarding Children Partnership",
    "short_name": "THSCP",
    "area": "London Borough of Tower Hamlets",
}
HELP_NUMBERS = {
    "emergency": "999",
    "nspcc": "0808 800 5000",
    "childline": "0800 1111",
    "local": "",
}
