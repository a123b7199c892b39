"""One escalation from its draft to the yearly report, tried as a new user would; then a stranger tries every address of it."""

from tests.journeys import sentences as s

REPORT = "/reports/2022-23/"
OPEN = {"/", "/demo/", "/reports/", REPORT, f"{REPORT}pdf/", f"{REPORT}docx/"}


def given_an_escalation_that_was_answered(visitor):
    member, chair = visitor("education-forum-member"), visitor("education-forum-chair")
    health, manager = visitor("executive-health"), visitor("partnership-manager")
    before = s.escalated_by_the_forum(manager)
    s.when_a_member_drafts_an_escalation(member)
    number = s.when_the_chair_sends_it(chair)
    s.when_the_executive_drafts_the_answer(health, number)
    s.then_the_member_sees_no_answer(member, number)
    s.when_the_executive_meets(manager)
    s.when_the_answer_is_minuted(manager, number)
    s.then_the_member_sees_it(member, number, "Answered")
    s.when_the_chair_accepts(chair)
    s.then_the_member_sees_it(member, number, "Answer accepted")
    pack = s.words_of(s.when_the_next_pack_is_circulated(chair))
    assert [words for words in (number, s.TITLE, "Answer accepted", s.REASONS) if words not in pack] == []
    assert s.escalated_by_the_forum(manager) == before + 1


def given_a_report_that_was_published(visitor):
    manager = visitor("partnership-manager")
    s.when_the_scrutineer_gives_the_commentary(visitor("independent-scrutineer"))
    s.when_it_is_sent_for_signature(manager)
    for name in ("local-authority", "health", "police"):
        s.when_a_partner_signs(visitor(f"executive-{name}"), name)
    s.when_it_is_published(manager)


def test_what_a_group_escalates_is_answered_counted_and_reported_and_a_stranger_sees_the_report_alone(visitor):
    given_an_escalation_that_was_answered(visitor)
    given_a_report_that_was_published(visitor)
    stranger = visitor()

    s.then_anyone_reads_and_downloads_it(stranger)
    tried = s.when_a_stranger_tries(stranger, {path for someone in visitor.opened for path in someone.trail})

    open_to_all = {path for path, came_to in tried.items() if came_to == 200 and "/figures/" not in path}
    assert open_to_all == OPEN
    assert set(tried.values()) == {200, 404, 405, "sign-in"}
    assert [path for path, came_to in tried.items() if came_to == 405] == ["/demo/sign-in/"]
    rooms = {"demo", "desk", "documents", "escalations", "meetings", "reports"}
    assert rooms <= {path.split("/")[1] for path in tried}
