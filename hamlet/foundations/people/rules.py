"""The kinds of agency, and the words of the trail about people. No Django."""

from enum import StrEnum


class AgencyKind(StrEnum):
    LOCAL_AUTHORITY = "Local authority"
    CLINICAL_COMMISSIONING_GROUP = "Clinical commissioning group"
    INTEGRATED_CARE_BOARD = "Integrated care board"
    POLICE = "Police"
    EDUCATION = "Education"
    HEALTH_PROVIDER = "Health provider"
    PROBATION = "Probation and youth justice"
    VOLUNTARY = "Voluntary, community and faith"
    INDEPENDENT = "Independent of the agencies"
    PARTNERSHIP = "The partnership itself"
    OTHER = "Another agency"


SENTENCES = {
    "people.added": "put the person on record",
    "people.became_persona": "became {persona} for the demonstration",
    "people.invited": "invited the person to sign in",
    "people.changed": "changed the person's record",
    "people.access_ended": "ended the person's access",
    "people.access_restored": "restored the person's access",
    "people.accepted_invitation": "accepted the invitation and chose a password",
    "people.sessions_forgotten": "deleted {count} sessions that were over",
    "people.agency_added": "added the agency",
    "people.agency_changed": "changed the agency",
    "people.agency_succeeded": "recorded the end of the agency and its successor",
    "people.password_changed": "changed their password",
    "people.signed_in": "signed in",
    "people.signed_out": "signed out",
    "people.sign_in_refused": "failed to sign in",
    "people.second_factor_set": "set up a second factor",
    "people.second_factor_refused": "typed a wrong second factor",
    "people.second_factor_removed": "removed their second factor",
}
