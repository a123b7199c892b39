"""What people do in the story of one escalation and one report, a sentence each: each follows what the page before it offers."""

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import docx
from pypdf import PdfReader

FORUM = "Education Safeguarding Forum"
TITLE = "Schools hear too late that a plan has ended"
ISSUE = "Illustrative: information about the end of a plan reaches schools weeks later."
REASONS = "Illustrative: one agency will tell every school within five working days."


def day_of(days_from_now=0):
    """The three boxes of a date."""
    day = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=days_from_now)
    return (day.day, day.month, day.year)


def words_of(pdf):
    """The words of a PDF, in lines of any length."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def when_a_member_drafts_an_escalation(member):
    member.follow("Escalations")
    member.press("Draft an escalation")
    member.choose(group=FORUM).tick("High")
    member.write(title=TITLE, issue=ISSUE, why_not_here="It needs agencies that do not sit here.", asked="Say who owns it.")
    member.write(answer_by=day_of(28)).press("Save the draft")
    member.says("The draft is saved").says("chair or secretary sends it")


def when_the_chair_sends_it(chair):
    chair.open("/desk/")
    chair.follow(f"Send or finish: {TITLE}")
    chair.press("Send it to the Executive")
    chair.choose(meeting_id=1).press("Send it")
    chair.says("Sent to the Executive")
    return re.search(r"E-\d{4}-\d{3}", chair.page.locator("main").inner_text())[0]


def when_the_executive_drafts_the_answer(executive, number):
    executive.open("/desk/")
    executive.follow(f"Answer {number}")
    executive.press("Draft the answer")
    executive.tick("Agreed").write(reasons=REASONS, due_on=day_of(60)).choose(owner=1).press("Save the draft")
    executive.says("The draft answer is saved")


def when_the_executive_meets(manager):
    manager.follow("Meetings")
    manager.press("Plan a meeting")
    manager.choose(group="Executive").write(on=day_of(), begins="00:00").tick("By video").press("Plan it")
    manager.says("Planned, and its agenda begun")
    manager.press("Who came")
    for number in range(manager.page.locator("select").count()):
        manager.page.locator("select").nth(number).select_option(index=1)
    manager.press("Save")
    manager.press("It took place")
    manager.press("Record that it was held")
    manager.says("Recorded")


def when_the_answer_is_minuted(manager, number):
    manager.follow("Minutes of Escalation tracker")
    manager.write(text=f"Illustrative: the answer to {number} was read and agreed by all three partners.").press("Save")
    manager.open("/escalations/")
    manager.follow(number)
    manager.press("It was minuted")
    manager.choose(meeting_id=1).press("Record it")
    manager.says("The group is told")


def when_the_chair_accepts(chair):
    chair.open("/desk/")
    chair.follow(f"Accept or come back to: {TITLE}")
    chair.press("Accept the answer")
    chair.press("Accept it")
    chair.says("Accepted")


def when_the_next_pack_is_circulated(chair):
    chair.follow("Meetings")
    chair.page.locator("main").get_by_role("link", name=FORUM).first.click()
    chair.press("Circulate the pack")
    chair.press("Circulate it")
    chair.says("The pack is circulated")
    return chair.download("Pack 1 (PDF)")


def row_of(someone, number):
    return someone.page.get_by_role("row").filter(has_text=number)


def then_the_member_sees_no_answer(member, number):
    member.open("/escalations/")
    member.follow(number)
    member.says("The Executive answers next")
    assert REASONS not in member.page.content()


def then_the_member_sees_it(member, number, state):
    member.open("/escalations/")
    cells = row_of(member, number).locator("th, td").all_inner_texts()
    assert (cells[1], cells[2], cells[5], cells[7]) == (TITLE, FORUM, state, "Agreed")
    member.follow(number)
    member.says(REASONS)
    assert member.faults_here() == []


def escalated_by_the_forum(manager):
    """How many escalations of the forum the draft of the current year counts."""
    manager.open("/reports/")
    manager.page.locator("main table").first.get_by_role("link").last.click()
    manager.follow("Read it as it stands")
    found = row_of(manager, FORUM).filter(has=manager.page.locator('[data-label="Escalated"]'))
    return int(found.locator("td").first.inner_text()) if found.count() else 0


def when_the_scrutineer_gives_the_commentary(scrutineer):
    scrutineer.open("/desk/")
    scrutineer.follow("Write the commentary")
    scrutineer.tick("This is my commentary: the partners may sign").press("Save")
    scrutineer.says("Saved")


def when_it_is_sent_for_signature(manager):
    manager.open("/desk/")
    manager.follow("Send it for signature")
    manager.press("Send it for signature")
    manager.says("Nobody has signed yet")


def when_a_partner_signs(partner, name):
    partner.open("/desk/")
    partner.follow("Yearly report 2022–23: Sign")
    assert partner.faults_here() == []
    partner.tick("I have read this text and sign it for my safeguarding partner").press("Sign the report")
    partner.says("You signed for the partner")


def when_it_is_published(manager):
    manager.open("/desk/")
    manager.follow("Yearly report 2022–23: Publish it")
    assert manager.faults_here() == []
    manager.press("Publish it")
    manager.says("is published. Now send the copies")
    assert manager.faults_here() == []


def then_anyone_reads_and_downloads_it(stranger):
    stranger.open("/")
    stranger.follow("Yearly report 2022–23, published")
    assert stranger.faults_here() == []
    pdf, word = stranger.download("PDF"), stranger.download("Word")
    headings = [row.text for row in docx.Document(io.BytesIO(word)).paragraphs if row.style.name == "Heading 1"]
    assert stranger.page.locator(".hamlet-content h2").all_inner_texts() == headings
    assert [row.title for row in PdfReader(io.BytesIO(pdf)).outline if not isinstance(row, list)] == headings
    assert headings[-1] == "Signed by the safeguarding partners"
    assert words_of(pdf).count("In person") == 3


def when_a_stranger_tries(stranger, addresses):
    """What each address leads to: a status, or the sign-in. Nothing of the escalation is read on any of them."""
    found = {}
    for path in sorted(addresses):
        if not path.startswith("/static/"):
            response = stranger.context.request.get(f"{stranger.service}{path}")
            assert TITLE.encode() not in response.body(), path
            found[path] = "sign-in" if "/login/" in response.url else response.status
    return found
