import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.encryption import decrypt
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.publishing.sheets import to_csv
from hamlet.insight import operations
from hamlet.insight.models import Figure, Return, Upload
from hamlet.insight.queries.template import HEAD
from hamlet.insight.rules.returns import Standing, State
from hamlet.insight.rules.supplying import COLUMNS, HEADINGS
from hamlet.insight.tests.conftest import AT, TODAY, Quarter, line, make_agency, supplied

Q1 = "/data/returns/2022-23-Q1/"
HERE = f"{Q1}police/"
KEYS = [key for key, _, _ in COLUMNS]


def numbers():
    return [(int(number), standing) for number, standing in Figure.objects.order_by("id").values_list("numerator", "standing")]


def sheet(asked_quarter="Q1 2022–23", *rows, name="figures.csv"):
    found = [{"asked": asked_quarter, "code": "missing-episodes", **row} for row in rows]
    content = to_csv([HEADINGS[key] for key in KEYS], [[row.get(key, "") for key in KEYS] for row in found])
    return SimpleUploadedFile(name, content)


@pytest.fixture
def lead(client, sign_in, agency):
    return sign_in(client, Role.DATA_LEAD, agency=agency)


def test_data_lead_puts_figures_in_and_sends_them(client, lead, asked):
    response = client.post(f"{HERE}figures/", {"numerator-0": "12", "of_quarter": "Q1 2022–23", "area": "tower hamlets"})
    assert (response["Location"], numbers()) == (HERE, [(12, Standing.WAITING)])

    response = client.post(f"{HERE}send/", {"comment": "May is estimated"})

    assert (response["Location"], numbers()) == (HERE, [(12, Standing.STANDING)])
    assert Return.objects.get().comment == "May is estimated"


def test_wrong_number_is_said_beside_its_box_and_what_was_typed_is_kept(client, lead, asked):
    page = client.post(
        f"{HERE}figures/", {"numerator-0": "twelve", "of_quarter": "Q1 2022–23", "area": "tower hamlets"}
    ).content.decode()
    assert "Missing episodes: “twelve” is not a number" in page
    assert 'value="twelve"' in page
    assert numbers() == []


def test_stale_form_puts_nothing_in(client, lead, asked, supplier):
    supplied(asked, supplier, line(asked, 9))
    typed = {
        "numerator-0": "12",
        "revised_because-0": "x",
        "of_quarter": "Q1 2022–23",
        "area": "tower hamlets",
        "seen_version": "1",
    }
    assert "Someone changed this since you opened it" in client.post(f"{HERE}figures/", typed).content.decode()
    assert numbers() == [(9, Standing.STANDING)]


def test_template_prints_the_quarter_locks_what_is_asked_and_checks_what_is_typed(client, lead, asked):
    book = load_workbook(BytesIO(client.get(f"{HERE}template.xlsx").content))
    page = book["Return"]
    places = {key: place for place, key in enumerate(KEYS, 1)}

    assert page["A2"].value.startswith("Asked: Q1 2022–23 (April to June 2022) for Tower Hamlets.")
    assert page.protection.sheet
    assert page.cell(HEAD + 1, places["code"]).protection.locked
    assert not page.cell(HEAD + 1, places["numerator"]).protection.locked
    assert {check.type for check in page.data_validations.dataValidation} == {"list", "whole"}
    assert Event.objects.filter(verb="audit.exported").count() == 1


def test_filled_template_is_looked_at_then_taken_in(client, lead, asked):
    book = load_workbook(BytesIO(client.get(f"{HERE}template.xlsx").content))
    book["Return"].cell(HEAD + 1, KEYS.index("numerator") + 1, 12)
    written = BytesIO()
    book.save(written)

    staged = client.post(f"{HERE}upload/", {"file": SimpleUploadedFile("police.xlsx", written.getvalue())})["Location"]
    assert "1 figure would change" in client.get(staged).content.decode()
    assert numbers() == []
    client.post(f"{staged}take-in/")

    assert numbers() == [(12, Standing.WAITING)]
    assert Upload.objects.get().sealed_rows == ""


def test_second_click_takes_in_once_and_the_same_file_changes_nothing(client, lead, asked):
    staged = client.post(f"{HERE}upload/", {"file": sheet("Q1 2022–23", {"numerator": "12"})})["Location"]
    for _ in range(2):
        assert client.post(f"{staged}take-in/")["Location"] == HERE
    again = client.post(f"{HERE}upload/", {"file": sheet("Q1 2022–23", {"numerator": "12"})})["Location"]

    assert "Nothing would change" in client.get(again).content.decode()
    assert numbers() == [(12, Standing.WAITING)]


def test_figures_of_the_wrong_quarter_are_told_and_kept_as_late(client, lead, asked):
    staged = client.post(f"{HERE}upload/", {"file": sheet("Q1 2022–23", {"numerator": "12", "of_quarter": "Q3 2021–22"})})[
        "Location"
    ]
    page = client.get(staged).content.decode()
    assert "1 figure of an earlier quarter than Q1 2022–23, which is asked" in page
    assert "Q3 2021–22, two quarters behind" in page

    client.post(f"{staged}take-in/")

    assert "of Q3 2021–22: two quarters behind" in client.get(HERE).content.decode()


def test_template_of_another_quarter_is_refused_in_one_sentence(client, lead, asked):
    staged = client.post(f"{HERE}upload/", {"file": sheet("Q4 2021–22", {"numerator": "12"})})["Location"]
    assert "this template was made for Q4 2021–22, and this return is of Q1 2022–23" in client.get(staged).content.decode()
    client.post(f"{staged}take-in/")
    assert numbers() == []


@pytest.mark.parametrize(
    "content",
    [
        b"UPN,Number\nH801200001001,1\n",
        b"Code,Number,Note\nmissing-episodes,1,943 476 5919\n",
        b"Code,Number,Note\nmissing-episodes,1,14/02/2009\n",
        b"Code,Number,Note\nmissing-episodes,1,E1 4NS\n",
    ],
)
def test_child_level_file_is_refused_and_nothing_of_it_is_kept(client, lead, asked, content):
    page = client.post(f"{HERE}upload/", {"file": SimpleUploadedFile("children.csv", content)}).content.decode()
    assert "This file is about single children, so nothing of it was kept." in page
    for secret in ("H801200001001", "943 476 5919", "14/02/2009", "E1 4NS"):
        assert secret not in page
    assert (Upload.objects.count(), Figure.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b"PK\x03\x04 broken"])
def test_what_is_no_return_is_refused_in_words(client, lead, asked, content):
    for name in ("figures.csv", "figures.xlsx"):
        page = client.post(f"{HERE}upload/", {"file": SimpleUploadedFile(name, content)})
        assert page.status_code == 200 and "There is a problem" in page.content.decode()
    assert Upload.objects.count() == 0


def test_second_person_without_any_role_signs_off(client, asked, agency, home, sign_in, supplier):
    second = sign_in(client, None)
    operations.set_supplier(agency=agency, area=home, signs_off=second, on=TODAY, by=system_person())
    supplied(asked, supplier, line(asked, 12))

    assert "These figures wait for you." in client.get(HERE).content.decode()
    client.post(f"{HERE}sign/")

    assert Return.objects.get().state == State.COMPLETE


def test_figures_sent_before_the_second_person_signed_are_not_on_the_return_as_sent(
    client, asked, agency, home, sign_in, supplier, person_factory
):
    operations.set_supplier(agency=agency, area=home, signs_off=person_factory("Head"), on=TODAY, by=system_person())
    supplied(asked, supplier, line(asked, 7412))
    sign_in(client, Role.GROUP_MEMBER)
    assert "7412" not in client.get("/data/indicators/missing-episodes/").content.decode()


@pytest.mark.parametrize("page", ["figures/", "upload/", "send/", "discard/", "template.xlsx", "template.csv"])
def test_data_lead_of_another_agency_puts_nothing_in(client, asked, sign_in, page):
    sign_in(client, Role.DATA_LEAD, agency=make_agency("health"))
    expected = 200 if "template" in page else 403
    assert client.get(f"{HERE}{page}").status_code == expected


@pytest.mark.parametrize("role", [Role.YOUNG_SCRUTINEER, Role.PRACTITIONER, Role.SCHOOL_LEAD, Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "page", ["/data/", "/data/returns/", Q1, "/data/compliance/", "/data/indicators/", "/data/quarters/2022-23-Q1/"]
)
def test_data_are_not_for_everyone(client, sign_in, role, page):
    sign_in(client, role)
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("role", [Role.YOUNG_SCRUTINEER, Role.PRACTITIONER])
def test_return_that_someone_may_not_see_is_not_found(client, sign_in, asked, role):
    sign_in(client, role)
    assert client.get(HERE).status_code == 404


def test_stranger_signs_in_first(client, asked):
    for page in ("/data/", HERE, f"{HERE}figures/", "/data/indicators/"):
        assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    "page", [f"{Q1}nobody/", "/data/returns/2022-24-Q1/", "/data/returns/words/police/", "/data/quarters/x/"]
)
def test_bad_address_is_not_found(client, sign_in, asked, page):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(page).status_code == 404


def test_upload_is_seen_by_whoever_sent_it_alone(client, sign_in, lead, agency, asked):
    staged = client.post(f"{HERE}upload/", {"file": sheet("Q1 2022–23", {"numerator": "12"})})["Location"]
    sign_in(client, Role.DATA_LEAD, agency=agency)
    assert client.get(staged).status_code == 404


def test_manager_asks_for_a_quarter_once(client, sign_in, count, agency):
    count()
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    for _ in range(2):
        client.post(f"{Q1}ask/")
    assert Return.objects.count() == 1
    assert "Police" in client.get(Q1).content.decode()


def test_freshness_picture_names_the_worst(client, sign_in, asked, supplier):
    sign_in(client, Role.GROUP_MEMBER)
    assert "Late" in client.get("/data/returns/").content.decode()
    supplied(asked, supplier, line(asked, 12, of=Quarter(2021, 4)))
    assert "Earlier quarter" in client.get("/data/returns/").content.decode()


def test_desk_shows_the_return_to_whoever_sends_it(client, lead, asked, supplier):
    assert "Send the figures: Police, Q1 2022–23" in client.get("/desk/").content.decode()
    supplied(asked, supplier, line(asked, 12), at=AT)
    assert TODAY and "Send the figures" not in client.get("/desk/").content.decode()


def test_what_was_previewed_is_what_is_put_in(client, lead, asked):
    """Two look at their files; the first to put theirs in changes what the second saw."""
    first, second = (
        client.post(f"{HERE}upload/", {"file": sheet("Q1 2022–23", {"numerator": number})})["Location"] for number in ("12", "13")
    )
    seen = [re.search(r'name="seen" value="(\d+)"', client.get(page).content.decode())[1] for page in (first, second)]
    client.post(f"{first}take-in/", {"seen": seen[0]})
    answer = client.post(f"{second}take-in/", {"seen": seen[1]})

    assert answer["Location"] == second
    assert "Someone changed this since you opened it" in client.get(second).content.decode()
    assert numbers() == [(12, Standing.WAITING)]


@pytest.mark.parametrize("page", ["figures/", "send/"])
def test_words_that_could_identify_a_child_are_not_kept(client, lead, asked, supplier, page):
    version = asked.version
    typed = {"missing_because-0": CANARY, "comment": CANARY, "of_quarter": "Q1 2022–23", "area": "tower hamlets"}
    answer = client.post(f"{HERE}{page}", {**typed, "seen_version": version})
    assert "This could identify a child (nhs number). Write it without" in answer.content.decode()
    assert not Figure.objects.exists()
    asked.refresh_from_db()
    assert asked.comment == ""


CANARY = "None: 943 476 5919 moved away"


def test_only_the_columns_of_a_return_are_kept(client, lead, asked):
    content = b"Code,Number,Nickname\nmissing-episodes,12,Canary\n"
    client.post(f"{HERE}upload/", {"file": SimpleUploadedFile("a.csv", content)})
    assert "Canary" not in decrypt(Upload.objects.get().sealed_rows)
