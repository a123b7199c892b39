"""Who may do what: permissions, roles, the table of grants, and the powers they add up to on a day. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Permission(StrEnum):
    DESK = "See their own desk, account and notices"
    PARTNERSHIP_READ = "Read the partnership: agencies, groups, seats, priorities"
    PARTNERSHIP_MANAGE = "Change the partnership: agencies, groups, seats, rota, priorities"
    PRIORITIES_REPORT = "Record progress on a priority"
    PEOPLE_MANAGE = "Invite people and end their access"
    ACCESS_READ = "See who may see what, and why"
    AUDIT_READ = "Read the audit trail"
    MEETINGS_READ = "Read a group's meetings, packs and minutes"
    MEETINGS_MANAGE = "Plan meetings, circulate packs, write minutes"
    MEETINGS_APPROVE = "Approve minutes"
    CONCERNS_RAISE = "Raise a theme or concern in a group"
    DECISIONS_READ = "Read the register of decisions"
    ACTIONS_READ = "Read the action plan"
    ACTIONS_MANAGE = "Add actions and change their owner or date"
    ACTIONS_REPORT = "Report progress on their own actions"
    ESCALATIONS_READ = "Read the escalation tracker"
    ESCALATIONS_DRAFT = "Draft an escalation for their group"
    ESCALATIONS_SEND = "Send their group's escalation to the Executive"
    ESCALATIONS_ANSWER = "Draft the Executive's answer"
    ESCALATIONS_AGREE = "Agree an answer for their safeguarding partner"
    ESCALATIONS_RESTRICTED = "Open restricted attachments of an escalation"
    REVIEWS_REFER = "Refer a serious incident"
    REVIEWS_READ = "Open serious incidents and their reviews"
    REVIEWS_CHILDREN = "Open the details that identify the children of an incident"
    REVIEWS_NOTIFY = "Decide for the local authority whether an incident is notified"
    REVIEWS_MANAGE = "Keep incidents, rapid reviews and statutory reviews"
    REVIEWS_RECOMMEND = "Record what the Rapid Review Panel recommends"
    REVIEWS_AGREE = "Decide on a review for their safeguarding partner"
    REVIEWS_SCRUTINISE = "Read the reports and decisions of reviews"
    REVIEWS_OWN_PART = "Write their own part of a review"
    SESSIONS_ATTEND = "Read the material of a session that they attend"
    RECOMMENDATIONS_READ = "Read recommendations, their rungs and their evidence"
    RECOMMENDATIONS_MANAGE = "Add recommendations, join duplicates and choose themes"
    EVIDENCE_ADD = "Add evidence that learning is embedded"
    LADDER_CONFIRM = "Confirm that an action is done and that practice was checked"
    LADDER_EMBED = "Confirm impact and embedding, or lower a rung"
    LEARNING_EDIT = "Write learning briefings and the learning page"
    REPORTS_READ = "Read drafts of the yearly report"
    REPORTS_EDIT = "Write the yearly report"
    REPORTS_SIGN = "Sign the yearly report for their safeguarding partner"
    REPORTS_SCRUTINISE = "Write the independent scrutineer's commentary"
    WEBSITE_EDIT = "Edit the public website"
    DATA_READ = "Read the dashboard and partners' figures as they are"
    DATA_RETURN = "Send their agency's data"
    DATA_SIGN = "Sign off their agency's data"
    DATA_MANAGE = "Keep indicators, ask for returns, load official statistics"
    DATA_APPROVE = "Approve for Quality Assurance and Performance what is published, and what the limits are drawn from"
    MOVING_IN = "Import records from spreadsheets"
    SETTINGS_MANAGE = "Change holidays, guidance editions and settings"


class Role(StrEnum):
    PERSON = "Person on record"
    PARTNERSHIP_MANAGER = "Partnership manager"
    ADMINISTRATOR = "System administrator"
    EXECUTIVE_MEMBER = "Executive member"
    EXECUTIVE_CHAIR = "Chair of the Executive"
    LEAD_PARTNER = "Representative of a safeguarding partner"
    GROUP_CHAIR = "Chair of a group"
    GROUP_SECRETARY = "Secretary of a group"
    GROUP_MEMBER = "Member of a group"
    GROUP_SPONSOR = "Sponsor of a group"
    GROUP_ADVISER = "Adviser to a group"
    DATA_LEAD = "Agency data lead"
    DATA_SIGNATORY = "Second person for an agency's data"
    SCHOOL_LEAD = "School safeguarding lead"
    REVIEW_PANEL_CHAIR = "Chair of the Rapid Review Panel"
    REVIEW_PANEL_MEMBER = "Seat on the Rapid Review Panel"
    WORKING_GROUP_SEAT = "Seat on the Rapid Review Working Group"
    QUALITY_SEAT = "Seat on Quality Assurance and Performance"
    LEARNING_SECRETARY = "Secretary of a group that confirms learning"
    REVIEWER = "Reviewer of a commissioned review"
    SUMMARY_AUTHOR = "Author of an agency's summary"
    SESSION_ATTENDEE = "Attends a learning session"
    INDEPENDENT_SCRUTINEER = "Independent scrutineer"
    YOUNG_SCRUTINEER = "Young scrutineer"
    PRACTITIONER = "Practitioner"
    WEBSITE_EDITOR = "Website editor"


P = Permission

SEATED = frozenset(
    {
        *(P.DESK, P.PARTNERSHIP_READ, P.MEETINGS_READ, P.DECISIONS_READ, P.ACTIONS_READ, P.ACTIONS_REPORT, P.ESCALATIONS_READ),
        *(P.REVIEWS_REFER, P.EVIDENCE_ADD, P.DATA_READ),
    }
)
MEMBER = SEATED | {P.CONCERNS_RAISE, P.ESCALATIONS_DRAFT}
OFFICER = MEMBER | {
    P.MEETINGS_MANAGE,
    P.ESCALATIONS_SEND,
    P.ESCALATIONS_RESTRICTED,
    P.ACTIONS_MANAGE,
    P.PRIORITIES_REPORT,
}
EXECUTIVE = SEATED | {
    *(P.CONCERNS_RAISE, P.ESCALATIONS_ANSWER, P.ESCALATIONS_RESTRICTED, P.REPORTS_READ),
    *(P.REVIEWS_READ, P.RECOMMENDATIONS_READ),
}
PANEL = frozenset({P.DESK, P.REVIEWS_REFER, P.REVIEWS_READ, P.REVIEWS_CHILDREN, P.REVIEWS_NOTIFY, P.RECOMMENDATIONS_READ})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PERSON: frozenset({P.DESK}),
    Role.PARTNERSHIP_MANAGER: OFFICER
    | EXECUTIVE
    | {
        P.PARTNERSHIP_MANAGE,
        P.PEOPLE_MANAGE,
        P.ACCESS_READ,
        P.AUDIT_READ,
        P.REPORTS_EDIT,
        P.MOVING_IN,
        P.SETTINGS_MANAGE,
        P.WEBSITE_EDIT,
        P.REVIEWS_NOTIFY,
        P.REVIEWS_MANAGE,
        P.RECOMMENDATIONS_MANAGE,
        P.LEARNING_EDIT,
        P.DATA_MANAGE,
        P.DATA_RETURN,
    },
    Role.ADMINISTRATOR: frozenset({P.DESK, P.PARTNERSHIP_READ, P.PEOPLE_MANAGE, P.ACCESS_READ, P.AUDIT_READ, P.SETTINGS_MANAGE}),
    Role.EXECUTIVE_MEMBER: EXECUTIVE,
    Role.EXECUTIVE_CHAIR: EXECUTIVE | {P.MEETINGS_MANAGE, P.MEETINGS_APPROVE, P.ACTIONS_MANAGE},
    Role.LEAD_PARTNER: EXECUTIVE | {P.ESCALATIONS_AGREE, P.REPORTS_SIGN, P.REVIEWS_NOTIFY, P.REVIEWS_AGREE},
    Role.GROUP_CHAIR: OFFICER | {P.MEETINGS_APPROVE},
    Role.GROUP_SECRETARY: OFFICER,
    Role.GROUP_MEMBER: MEMBER,
    Role.GROUP_SPONSOR: SEATED | {P.CONCERNS_RAISE},
    Role.GROUP_ADVISER: SEATED,
    Role.REVIEW_PANEL_CHAIR: PANEL | {P.REVIEWS_MANAGE, P.REVIEWS_RECOMMEND},
    Role.REVIEW_PANEL_MEMBER: PANEL,
    Role.WORKING_GROUP_SEAT: frozenset({P.RECOMMENDATIONS_READ, P.RECOMMENDATIONS_MANAGE, P.LADDER_CONFIRM, P.EVIDENCE_ADD}),
    Role.QUALITY_SEAT: frozenset({P.RECOMMENDATIONS_READ, P.LADDER_EMBED, P.EVIDENCE_ADD, P.DATA_READ, P.DATA_APPROVE}),
    Role.LEARNING_SECRETARY: frozenset({P.RECOMMENDATIONS_READ, P.EVIDENCE_ADD}),
    Role.REVIEWER: frozenset({P.DESK, P.REVIEWS_OWN_PART}),
    Role.SUMMARY_AUTHOR: frozenset({P.DESK, P.REVIEWS_OWN_PART}),
    Role.SESSION_ATTENDEE: frozenset({P.DESK, P.SESSIONS_ATTEND}),
    Role.DATA_LEAD: frozenset(
        {
            P.DESK,
            P.PARTNERSHIP_READ,
            P.ACTIONS_READ,
            P.ACTIONS_REPORT,
            P.DATA_RETURN,
            P.DATA_READ,
            P.REVIEWS_REFER,
            P.EVIDENCE_ADD,
        }
    ),
    Role.DATA_SIGNATORY: frozenset({P.DESK, P.DATA_SIGN}),
    Role.SCHOOL_LEAD: frozenset({P.DESK, P.PARTNERSHIP_READ, P.ACTIONS_REPORT, P.REVIEWS_REFER, P.EVIDENCE_ADD}),
    Role.INDEPENDENT_SCRUTINEER: SEATED | {P.REPORTS_READ, P.REPORTS_SCRUTINISE, P.REVIEWS_SCRUTINISE, P.RECOMMENDATIONS_READ},
    Role.YOUNG_SCRUTINEER: frozenset({P.DESK, P.PARTNERSHIP_READ}),
    Role.PRACTITIONER: frozenset({P.DESK, P.PARTNERSHIP_READ, P.REVIEWS_REFER}),
    Role.WEBSITE_EDITOR: frozenset({P.DESK, P.PARTNERSHIP_READ, P.WEBSITE_EDIT}),
}

# Roles that reach restricted records: their powers begin only once a second factor was given.
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.PARTNERSHIP_MANAGER,
        Role.ADMINISTRATOR,
        Role.EXECUTIVE_MEMBER,
        Role.EXECUTIVE_CHAIR,
        Role.LEAD_PARTNER,
        Role.GROUP_CHAIR,
        Role.GROUP_SECRETARY,
        Role.INDEPENDENT_SCRUTINEER,
        Role.REVIEW_PANEL_CHAIR,
        Role.REVIEW_PANEL_MEMBER,
        Role.REVIEWER,
        Role.SUMMARY_AUTHOR,
        Role.SESSION_ATTENDEE,
    }
)

# What is restricted whatever the role: true counts of children, recommendations of reviews before they are published, and what is
# decided on them. Other roles keep the rest of their powers without a second factor.
SECOND_FACTOR_PERMISSIONS = frozenset(
    {
        *(P.DATA_READ, P.DATA_APPROVE, P.RECOMMENDATIONS_READ, P.RECOMMENDATIONS_MANAGE),
        *(P.LADDER_CONFIRM, P.LADDER_EMBED),
    }
)

# Roles that tell of a case under review: who holds one, since when and why is told only to holders of the permission.
CONFIDENTIAL_ROLES = dict.fromkeys((Role.REVIEWER, Role.SUMMARY_AUTHOR, Role.SESSION_ATTENDEE), Permission.REVIEWS_READ)


class Forbidden(Exception):
    """This person may not do this. `str(exception)` is the reason shown on the 403 page."""


@dataclass(frozen=True)
class HeldRole:
    """A role held from one date to another; scoped to one group or one agency, or to neither. `reason` names the seat."""

    role: Role
    reason: str
    starts_on: date
    ends_on: date | None = None
    group_id: int | None = None
    agency_id: int | None = None

    def held_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Powers:
    """What one person may do on one day. Without a second factor, roles and permissions that need one give nothing."""

    held: tuple[HeldRole, ...] = ()
    second_factor: bool = False
    day: date = date.min

    def effective(self) -> Iterable[HeldRole]:
        return (held for held in self.held if self.second_factor or held.role not in SECOND_FACTOR_ROLES)

    def giving(self, permission: Permission) -> Iterable[HeldRole]:
        """The roles that give `permission` now."""
        if permission in SECOND_FACTOR_PERMISSIONS and not self.second_factor:
            return ()
        return (held for held in self.effective() if permission in GRANTS[held.role])

    @property
    def waits_for_second_factor(self) -> bool:
        return not self.second_factor and any(
            held.role in SECOND_FACTOR_ROLES or SECOND_FACTOR_PERMISSIONS & GRANTS[held.role] for held in self.held
        )

    def may(self, permission: Permission) -> bool:
        """Whether the permission is held anywhere: in some group, for some agency, or everywhere."""
        return any(True for held in self.giving(permission))

    def everywhere(self, permission: Permission) -> bool:
        return any(held.group_id is None and held.agency_id is None for held in self.giving(permission))

    def groups(self, permission: Permission) -> frozenset[int]:
        """The ids of the groups in which the permission is held by a seat there."""
        return frozenset(held.group_id for held in self.giving(permission) if held.group_id is not None)

    def may_in(self, permission: Permission, group_id: int | None) -> bool:
        return self.everywhere(permission) or (group_id is not None and group_id in self.groups(permission))

    def agencies(self, permission: Permission) -> frozenset[int]:
        return frozenset(held.agency_id for held in self.giving(permission) if held.agency_id is not None)

    def has_role(self, role: Role) -> bool:
        return any(held.role == role for held in self.effective())

    def why(self, permission: Permission) -> list[str]:
        return [held.reason for held in self.giving(permission)]


NOBODY = Powers()
