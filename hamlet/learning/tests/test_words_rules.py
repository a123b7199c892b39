import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamlet.foundations.identifying import What, could_identify, is_nhs_number, is_upn
from hamlet.learning.rules.likeness import Index, band, marked, stem, stems
from hamlet.learning.rules.recommendations import SAFE_LABELS, Doing, SourceKind, doing, reference_of, source_shown
from hamlet.learning.rules.wording import MEASURE, PRACTICE, STEP, questioned, weak_wording


@pytest.mark.parametrize(
    ("text", "phrase", "question"),
    [
        ("Remind staff of the thresholds", "Remind", PRACTICE),
        ("Send a reminder to all teams", "Send a reminder", PRACTICE),
        ("Reissue the policy on bruising", "Reissue", PRACTICE),
        ("Re-circulate the guidance", "Re-circulate", PRACTICE),
        ("Raise awareness of neglect", "Raise awareness", MEASURE),
        ("Raise staff awareness of neglect", "Raise staff awareness", MEASURE),
        ("Make sure to update the policy", "update the policy", PRACTICE),
        ("Make all staff aware of the form", "Make all staff aware", MEASURE),
        ("Ensure that records are kept", "Ensure", STEP),
        ("Consider a new form", "Consider", STEP),
        ("Continue to meet", "Continue to", STEP),
        ("Monitor attendance", "Monitor", STEP),
        ("Share it where possible", "where possible", STEP),
        ("Disseminate the learning from the review", "Disseminate the learning", PRACTICE),
        ("Share learning with all teams", "Share learning", PRACTICE),
        ("Circulate the key messages", "Circulate the key messages", PRACTICE),
        ("Deliver training to all staff", "Deliver training", MEASURE),
        ("Provide further refresher training", "Provide further refresher training", MEASURE),
        ("Roll out workshops on neglect", "Roll out workshops", MEASURE),
        ("All staff to be aware of the form", "All staff to be aware", MEASURE),
        ("A refresher email goes to schools", "refresher email", PRACTICE),
        ("Update the policy and publish it", "Update the policy", PRACTICE),
    ],
)
def test_weak_wording_is_questioned(text, phrase, question):
    assert next((weak.phrase, weak.question) for weak in weak_wording(text)) == (phrase, question)
    assert questioned(text).startswith(f"“{phrase}”")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Audit twenty cases of neglect by March and report what changed",
        "The reminiscence group meets in May",
        "Train forty health visitors and watch ten visits",
        "Write down considerations raised by children",
        "Put a promotional price on nothing",
        "Measure the assured calls",
        "Update the policy and audit its use after three months",
        "Remind staff of the form, then dip-sample twenty files",
        "Deliver training and measure what changed by a second audit",
        "Training of forty visitors was watched",
    ],
)
def test_strong_wording_is_left_alone(text):
    assert weak_wording(text) == []
    assert questioned(text) == ""


def test_weak_phrases_come_in_their_order_each_once():
    text = "Ensure staff know, remind them, and ensure they ask"

    assert [weak.phrase for weak in weak_wording(text)] == ["Ensure", "remind"]
    assert questioned(text) == f"“Ensure” and “remind” may change little by itself. {STEP}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The number 943 476 5919 stands here", [(What.NHS_NUMBER, "943 476 5919")]),
        ("The number 943 476 5918 is none", []),
        ("Lives at E14 2BG now", [(What.POSTCODE, "E14 2BG")]),
        ("Lives in E14", []),
        ("Born on 3 May 2011 in the town", [(What.BIRTH, "Born on 3 May 2011")]),
        ("DOB: 03/05/2011", [(What.BIRTH, "DOB: 03/05/2011")]),
        ("Published on 3 May 2011", []),
        ("Write to someone@example.org", [(What.EMAIL, "someone@example.org")]),
        ("Call 020 7946 0018 now", [(What.PHONE, "020 7946 0018")]),
        ("Call +44 20 7946 0018", [(What.PHONE, "+44 20 7946 0018")]),
        ("In 2022 there were 1,250 referrals to 14 teams", []),
        ("The pupil H801200001001 moved", [(What.UPN, "H801200001001")]),
        ("The pupil B801200001001 moved", []),
    ],
)
def test_what_could_identify_someone_is_found(text, found):
    assert [(hit.what, hit.text) for hit in could_identify(text)] == found


@pytest.mark.parametrize(("number", "is_one"), [("9434765919", True), ("9434765910", False), ("943476591", False), ("", False)])
def test_nhs_number_by_its_checksum(number, is_one):
    assert is_nhs_number(number) is is_one


def test_upn_whose_last_letter_is_none_of_theirs():
    assert not is_upn("A80120000100I")


@given(st.text(max_size=200))
def test_checking_a_text_never_fails_and_quotes_it(text):
    assert all(text[hit.start : hit.start + len(hit.text)] == hit.text for hit in could_identify(text))


@pytest.mark.parametrize(
    "words",
    [("recording", "records", "recorded"), ("children's", "child", "children"), ("police", "police’s"), ("visits", "visiting")],
)
def test_words_of_one_stem_meet(words):
    assert len({tuple(stems(word)) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPs", "a general practitioner"),
        ("the MASH", "the multi-agency safeguarding hub"),
        ("CSE", "child sexual exploitation"),
        ("an IRO", "independent reviewing officers"),
        ("what the child says", "the child’s voice"),
        ("children’s wishes and feelings", "children are heard"),
        ("timely", "timeliness"),
        ("without delay", "promptly"),
        ("analyse", "analysis"),
        ("written down", "documented"),
        ("policies", "a policy"),
        ("policing", "the police"),
        ("looked-after children", "children in care"),
    ],
)
def test_what_is_said_in_several_ways_meets(one, other):
    assert stems(one) == stems(other) != []


@pytest.mark.parametrize(("one", "other"), [("police", "policy"), ("GP", "group"), ("word", "world")])
def test_what_only_looks_alike_stays_apart(one, other):
    assert not set(stems(one)) & set(stems(other))


def test_names_of_the_partnership_and_the_word_illustrative_tell_nothing():
    assert stems("Illustrative: the LSCB, the local safeguarding children board, the SCP") == []


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (1, "Nearly the same words"),
        (0.8, "Nearly the same words"),
        (0.79, "Much of the same words"),
        (0.3, "Some of the same words"),
    ],
)
def test_how_alike_is_said_in_words(score, said):
    assert band(score) == said


def test_words_that_all_say_tell_nothing():
    assert stems("The agencies and their partners should ensure that") == []
    assert stem("class") == "clas"


@pytest.fixture
def index():
    made = Index()
    made.add(
        (key, stems(text))
        for key, text in enumerate(
            [
                "Record the child's own words at every home visit",
                "Home visits must record what the child said in the child's words",
                "Agree one form for sharing information with schools",
                "Publish the training calendar of the year",
            ]
        )
    )
    return made


def test_likely_duplicates_come_best_first_with_the_words_they_share(index):
    found = index.alike(stems("Practitioners record the words of the child on each home visit"))

    assert [row.key for row in found] == [0, 1]
    assert found[0].shared >= {stem("record"), "voice", "child", stem("visit")}
    assert index.alike(stems("Buy a new bicycle shed")) == []
    assert [row.key for row in index.alike(stems("record child words home visit"), leaving=[0])] == [1]


def test_one_shared_word_is_not_enough(index):
    assert index.alike(stems("calendar")) == []


def test_shared_words_are_marked_and_nothing_is_lost():
    text = "Record the child’s words."
    pieces = marked(text, {"record", "child"})

    assert pieces == [("Record", True), (" the ", False), ("child’s", True), (" words.", False)]


@given(st.text(max_size=200), st.sets(st.text(max_size=8)))
def test_marked_text_is_the_text(text, shared):
    assert "".join(piece for piece, _ in marked(text, shared)) == text


def test_index_weighs_anew_as_it_grows():
    made = Index()
    made.add((key, [f"word{key}", "child"]) for key in range(500))
    made.add([(500, ["rare", "child"])])

    assert made.weighed == 500
    assert made.alike(["rare", "child"])[0].key == 500


@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.parametrize("reads", [True, False])
def test_source_of_a_case_is_named_to_readers_of_reviews_alone(kind, reads):
    hidden = not reads and kind in (SourceKind.LOCAL_REVIEW, SourceKind.RAPID_REVIEW)

    assert source_shown(kind, "A canary", reads) == (SAFE_LABELS[kind] if hidden else "A canary")
    assert source_shown(kind, "", reads) == SAFE_LABELS[kind]


@pytest.mark.parametrize(("actions", "opened", "answer"), [(0, 0, Doing.NONE), (2, 1, Doing.OPEN), (2, 0, Doing.DONE)])
def test_how_far_the_actions_are(actions, opened, answer):
    assert doing(actions, opened) is answer


def test_reference_of_a_number():
    assert [reference_of(number) for number in (7, 12345)] == ["R-0007", "R-12345"]
