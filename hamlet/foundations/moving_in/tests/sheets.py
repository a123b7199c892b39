"""A partnership's own spreadsheets, as the tests of moving in send them: headings as people write them."""

from hamlet.foundations.moving_in.operations import check_rows, import_rows, keep_upload
from hamlet.foundations.moving_in.queries import importer_of
from hamlet.foundations.moving_in.rules import guess
from hamlet.foundations.publishing.sheets import to_csv
from hamlet.foundations.working_days.clock import now

FILES = {
    "agencies": [
        ["Name", "Abbreviation", "Type", "From", "To", "Succeeded by"],
        ["Illustrative CCG", "CCG", "Clinical commissioning group", "1/4/2013", "30/6/2022", "Illustrative ICB"],
        ["Illustrative ICB", "ICB", "Integrated care board", "1/7/2022", "", ""],
        ["Illustrative Youth Service", "Youth", "Other", "1/4/2013", "31/3/2020", ""],
    ],
    "persons": [
        ["E-mail", "Job title", "Organisation"],
        ["nurse@example.org", "Designated Nurse", "icb"],
        ["head@example.org", "Head of Safeguarding", ""],
    ],
    "groups": [
        ["Group", "Type", "Purpose", "Reports to", "Frequency", "From"],
        ["Exploitation", "Priority group", "Harm outside the home", "Executive", "every six weeks", "1/4/2021"],
        ["Executive", "Executive", "Oversees", "", "Every two months", "1/4/2021"],
    ],
    "seats": [
        ["Group", "Role", "Email", "Post", "From", "Safeguarding partner"],
        ["Executive", "Member", "nurse@example.org", "", "1/4/2021", "Health"],
        ["Exploitation", "Chair", "head@example.org", "", "1/4/2021", ""],
        ["Exploitation", "Member", "", "Vacant post of the police", "1/4/2021", ""],
    ],
    "meetings": [
        ["Group", "Date", "Time", "Status", "Minutes", "Minutes approved on"],
        ["Exploitation", "7/6/2022", "2pm", "Held", "Illustrative: the tool was agreed.", "19/7/2022"],
        ["Exploitation", "13/12/2022", "14:00", "Planned", "", ""],
    ],
    "recommendations": [
        ["Recommendation", "Kind of source", "Source", "Date", "Themes", "Addressed to", "Answer", "Answered on", "Reasons"],
        ["Record words", "Audit", "Audit of 2022", "7/6/2022", "Words; Visits", "ccg", "Accepted", "9/6/2022", ""],
        ["Buy a van", "Inspection", "", "7/6/2022", "", "", "Rejected", "", "Not ours"],
        ["Ask schools", "Local review", "", "8/6/2022", "words", "", "", "", ""],
    ],
    "actions": [
        ["Ref", "Action", "Owner", "Raised", "Due", "Group", "Theme", "Status", "Closed on", "Outcome"],
        [
            "QA/7",
            "Write the note",
            "head@example.org",
            "7/6/2022",
            "30/9/2022",
            "Exploitation",
            "Words",
            "Done",
            "1/9/2022",
            "Sent",
        ],
        ["", "Tell schools", "nurse@example.org", "7/6/2022", "31/1/2023", "Exploitation", "words", "", "", ""],
    ],
    "escalations": [
        ["Ref", "Group", "Title", "Issue", "Ask", "Date", "Status", "Answered on", "Answer", "Response", "Agencies"],
        [
            "E-2022-001",
            "Exploitation",
            "Tool",
            "Four tools",
            "One",
            "8/6/2022",
            "Answered",
            "1/7/2022",
            "Agreed",
            "Saves time",
            "icb; CCG",
        ],
    ],
}


def uploaded(key, rows, by):
    return keep_upload(importer=importer_of(key), name=f"{key}.csv", content=to_csv(rows[0], rows[1:]), at=now(), by=by)


def checked(key, rows, by):
    upload, importer = uploaded(key, rows, by), importer_of(key)
    return check_rows(upload=upload, mapping=guess(importer.columns, rows[0]), seen_version=upload.version, by=by)


def moved_in(key, rows, by):
    return import_rows(upload=checked(key, rows, by), by=by)
