"""What people get wrong, in a real browser: each gets a clear sentence, and nothing is lost or doubled."""

import pytest

from tests.journeys.sentences import FORUM, day_of

WORDS = {"issue": "Illustrative: long typed.", "why_not_here": "It needs others.", "asked": "Say who owns it."}
MEGABYTE = 1024 * 1024


def given_a_draft(member, title):
    member.open("/escalations/new/")
    member.choose(group=FORUM).write(title=title, answer_by=day_of(28), **WORDS).press("Save the draft")
    member.says("The draft is saved")


def problems(someone):
    """The sentences of the error summary, once each of their links has led to a box that can be typed in."""
    links = someone.page.locator(".govuk-error-summary a")
    for number in range(links.count()):
        links.nth(number).click()
        assert someone.page.evaluate("document.activeElement.matches('input, select, textarea')")
    return [words.strip() for words in someone.page.locator(".govuk-error-summary__list li").all_inner_texts()]


def test_wrong_date_and_missing_field_are_said_and_what_was_typed_stays(visitor):
    member = visitor("education-forum-member")
    member.open("/escalations/new/")
    member.write(title="Typed before the mistake", answer_by=(31, 2, 2027), **WORDS).press("Save the draft")

    assert problems(member) == ["Choose the group", "The date must be a real date, like 7 11 2022"]
    assert member.page.title().startswith("Error: Draft an escalation")
    assert member.page.locator("[name=title]").input_value() == "Typed before the mistake"
    assert [member.page.locator(f"[name=answer_by_{part}]").input_value() for part in range(3)] == ["31", "2", "2027"]
    assert member.faults_here() == []


@pytest.mark.parametrize(
    ("begins", "size", "said"),
    [
        (
            b"MZ\x90\x00\x03",
            4000,
            "paper.pdf is not really a .pdf file: its content is something else. Save it again as .pdf and send that",
        ),
        (b"%PDF-1.7\n", 30 * MEGABYTE, "paper.pdf is 30 MB. The most that can be sent is 25 MB"),
    ],
    ids=["an executable named .pdf", "30 MB"],
)
def test_file_that_cannot_be_kept_is_refused_beside_its_box(visitor, tmp_path, begins, size, said):
    (tmp_path / "paper.pdf").write_bytes(begins.ljust(size, b"\0"))
    member = visitor("education-forum-member")
    given_a_draft(member, f"Draft with a file of {size} bytes")
    member.press("Add a document")
    member.write(title="Evaluation").tick("Official")
    member.page.locator("input[type=file]").set_input_files(tmp_path / "paper.pdf")
    member.press("Add it")

    assert problems(member) == [said]
    assert member.page.locator("#id_upload-error").text_content().split() == ["Error:", *said.split()]
    assert member.page.locator("[name=title]").input_value() == "Evaluation"


def test_stale_form_changes_nothing_and_keeps_what_was_typed(visitor):
    member, chair = visitor("education-forum-member"), visitor("education-forum-chair")
    given_a_draft(member, "Draft that two people change")
    draft = member.page.url.removeprefix(member.service)
    for someone in (member, chair):
        someone.open(f"{draft}change/")
    chair.write(issue="Illustrative: the chair was first.").press("Save the draft")
    member.write(issue="Illustrative: mine, typed long.").press("Save the draft")

    member.says("Someone changed this since you opened it, so nothing of yours was saved")
    assert member.page.locator("[name=issue]").input_value() == "Illustrative: mine, typed long."
    chair.open(draft)
    chair.says("Illustrative: the chair was first.")


def test_double_click_drafts_one_escalation(visitor):
    member = visitor("education-forum-member")
    member.open("/escalations/new/")
    member.choose(group=FORUM).write(title="Clicked twice", answer_by=day_of(28), **WORDS)
    sent = member.page.evaluate("Array.from(new FormData(document.querySelector('form.hamlet-form')).entries())")
    member.page.get_by_role("button", name="Save the draft").dblclick()
    member.says("The draft is saved")
    again = member.context.request.post(
        f"{member.service}/escalations/new/", form=dict(sent), headers={"Referer": member.service}
    )

    assert again.url == member.page.url
    member.open("/escalations/")
    assert member.page.get_by_role("row").filter(has_text="Clicked twice").count() == 1
