"""The data of a quarter, tried as their users would: the police send theirs, the manager finds a comparator, the pack has both."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from hamlet.insight.demo_official import official_file
from hamlet.insight.queries.template import HEAD
from hamlet.insight.rules.periods import last_ended
from hamlet.insight.rules.supplying import COLUMNS
from tests.journeys import sentences as s

QUARTER = last_ended(datetime.now(ZoneInfo("Europe/London")).date())
RETURN = f"/data/returns/{QUARTER.key}/police/"
PLACES = {key: place for place, (key, _, _) in enumerate(COLUMNS, 1)}
GROUP = "Quality Assurance and Performance"


def filled(template, quarter):
    """The template with every total of a quarter filled in, as a person does it in Excel."""
    book = load_workbook(io.BytesIO(template))
    page = book["Return"]
    for row in range(HEAD + 1, page.max_row + 1):
        if page.cell(row, PLACES["category"]).value:
            continue
        page.cell(row, PLACES["numerator"], 24)
        if page.cell(row, PLACES["denominator_is"]).value != "not asked":
            page.cell(row, PLACES["denominator"], 40)
        page.cell(row, PLACES["of_quarter"], str(quarter))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(someone, path, content):
    path.write_bytes(content)
    someone.page.locator("input[type=file]").set_input_files(path)


def when_the_police_fill_the_template_for_the_wrong_quarter(police, folder):
    police.open(RETURN)
    template = police.download("Excel template")
    police.press("Upload a file")
    upload(police, folder / "wrong.xlsx", filled(template, QUARTER.later(-1)))
    police.press("Look at it")
    police.says(f"of an earlier quarter than {QUARTER}, which is asked")
    police.press("Upload another file")
    upload(police, folder / "right.xlsx", filled(template, QUARTER))
    police.press("Look at it")


def when_they_send_it_and_a_second_person_signs(police, second):
    police.page.get_by_role("button", name="Put").first.click()
    police.says("The figures are put in")
    police.press("Send the return")
    police.press("Send it")
    police.says("Waits for sign-off")
    second.open(RETURN)
    second.press("Sign it off")
    second.press("Sign it off")
    second.says("The return is signed off")


def when_the_manager_loads_official_figures(manager, folder):
    manager.open("/data/sources/")
    manager.press("Add a data set")
    manager.write(title="Referrals of every authority", citation="Invented for a test").tick("31 March")
    manager.press("Add it")
    manager.press("Load a release")
    upload(manager, folder / "referrals.csv", official_file(QUARTER.starts_on.year - 2))
    manager.press("Load it")
    manager.page.get_by_text("Loaded", exact=True).wait_for(timeout=60_000)  # the page looks again by itself
    manager.says("What is in it")


def when_the_manager_maps_a_measure(manager):
    manager.follow("Referrals of every authority")
    manager.follow("Re referral percent")
    manager.tick("A percentage").press("Continue")
    manager.choose(series="Strategy meetings with all three").tick("Over the year")
    manager.write(same="Only to try it: both are shares of a year").press("Use it")
    for words in ("(illustrative, 2025 model)", "(illustrative, 2021 model)", "9 of 10", "London", "Invented for a test"):
        manager.says(words)


def then_the_dashboard_is_one_screen_and_its_table_comes_out_on_paper(chair):
    chair.open("/data/")
    found = chair.page.locator(".hamlet-small, .hamlet-overview__head").evaluate_all("tiles => tiles.map(tile => tile.offsetTop)")
    assert len(set(found[:9])) == 1, "nine stand in the first row"
    assert max(found) - min(found) < 700, "and the last row on the same screen"
    paper = s.words_of(chair.page.pdf())
    assert [words for words in ("Quarter before", "Last year", "No comparator") if words not in paper] == []


def when_the_chair_takes_the_quarter_to_the_meeting(chair):
    chair.open("/data/")
    chair.follow("The quarter’s report")
    chair.says("What moved since the same quarter last year")
    assert f"The dashboard, {QUARTER}" in s.words_of(chair.download("PDF"))
    chair.follow("Meetings")
    chair.page.locator("main").get_by_role("link", name=GROUP).first.click()
    chair.press("Circulate the next pack")
    chair.press("Circulate it")
    chair.says("The pack is circulated")
    return s.words_of(chair.download("Pack 3 (PDF)"))


def then_the_public_reads_only_what_was_published(stranger):
    stranger.open("/")
    stranger.follow("Children and the police")
    stranger.says("a count of 1 to 5 is not shown")
    assert stranger.page.get_by_role("cell", name="c", exact=True).count() > 0
    for path in ("/data/", RETURN, f"/data/quarters/{QUARTER.key}/", "/data/sources/", "/data/download.csv"):
        stranger.open(path)
        assert "/account/login/" in stranger.page.url, path


def test_figures_of_a_quarter_come_in_stand_beside_others_and_go_to_the_meeting(visitor, tmp_path):
    police, manager = visitor("data-lead-police"), visitor("partnership-manager")
    when_the_police_fill_the_template_for_the_wrong_quarter(police, tmp_path)
    when_they_send_it_and_a_second_person_signs(police, visitor("online-safety-chair"))
    when_the_manager_loads_official_figures(manager, tmp_path)
    when_the_manager_maps_a_measure(manager)

    chair = visitor("quality-chair")
    then_the_dashboard_is_one_screen_and_its_table_comes_out_on_paper(chair)
    pack = when_the_chair_takes_the_quarter_to_the_meeting(chair)

    assert [words for words in (f"The dashboard, {QUARTER}", "What moved", "Missing episodes") if words not in pack] == []
    then_the_public_reads_only_what_was_published(visitor())
