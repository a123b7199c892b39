import csv
import io
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Figure, Indicator, Return
from hamlet.insight.operations import publishing
from hamlet.insight.queries.publications import frozen_cells
from hamlet.insight.rules.tidy_out import META, TIME_AND_PLACE, column_name, file_name
from hamlet.insight.tests.conftest import ASKED, TODAY, history, line, supplied
from hamlet.insight.tests.opening import AGES, published

CANARY = 4711


def test_public_face_leads_to_no_true_count(client, draft, count, agency, supplier, people, sign_in):
    """A true count stands in the figures, is no part of a publication, and is looked for behind every public address."""
    indicator, other = count(breakdowns=AGES), count("Another")
    (source,) = operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    rows = [line(source, 9), line(source, 3, category="Under 10"), line(source, 6, category="10 to 17")]
    supplied(source, supplier, *rows, line(source, CANARY, code="another"))
    row = published(draft(indicator), agency, people)
    Figure.objects.filter(category="10 to 17").update(numerator=CANARY)
    there = f"/data/published/{row.slug}/"
    pages = ["/data/published/", there, *(f"{there}{name}" for name in ("data.csv", "data.meta.csv", "data.xlsx"))]
    for page in [*pages, "/", "/priorities/", "/partnership/", "/reports/", "/data/published/nothing/"]:
        assert str(CANARY).encode() not in client.get(page).content.replace(b",", b"")
    assert other.pk != indicator.pk


def test_every_other_address_of_the_data_asks_who_one_is(client, draft, broken_down, agency, people):
    published(draft(broken_down), agency, people)
    resolver = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "data/")
    seen = 0
    for address in addresses(resolver):
        if not address.startswith("/data/published/"):
            seen += 1
            assert client.get(address).status_code in {302, 405}, address
    assert seen > 50


def addresses(resolver, prefix="/"):
    words = {"slug": "missing-episodes", "quarter": "2022-23-Q1", "agency": "police", "pk": "1", "number": "1", "kind": "line"}
    words |= {"digest": "a" * 40, "official": "count"}
    for entry in resolver.url_patterns if hasattr(resolver, "url_patterns") else []:
        address = f"{prefix}{resolver.pattern}" if prefix == "/" else prefix
        here = address + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from addresses(entry, here)
        else:
            yield re.sub(r"<\w+:(\w+)>", lambda found: words[found[1]], here)


def test_draft_is_not_public(client, draft, broken_down):
    row = draft(broken_down)
    assert client.get(f"/data/published/{row.slug}/").status_code == 404


# Open data by the standard

STANDARD = Path(__file__).resolve().parents[4] / "shared" / "data" / "ees_standard"


def listed(name):
    return [row[0] for row in csv.reader(io.StringIO((STANDARD / name).read_text()))][1:]


@pytest.fixture
def files(client, draft, percentage, count, agency, supplier, people):
    history(percentage("Return interviews"), supplier, [40, 50], out_of=60)
    indicator = count("7 Things, counted = here", breakdowns=AGES)
    source = Return.objects.get(quarter_on=ASKED.starts_on)
    words = {"code": indicator.slug}
    supplied(
        source,
        supplier,
        *(line(source, number, category=which, **words) for which, number in (("", 20), ("Under 10", 9), ("10 to 17", 11))),
    )
    row = published(draft(*Indicator.objects.order_by("title"), first=ASKED.later(-1)), agency, people)
    there = f"/data/published/{row.slug}/data"
    return [list(csv.reader(io.StringIO(client.get(f"{there}{end}").content.decode()))) for end in (".csv", ".meta.csv")]


def test_open_data_hold_what_the_standard_asks(files):
    (heads, *rows), _ = files
    assert heads[:10] == list(TIME_AND_PLACE)
    assert heads[10:] == [
        *["breakdown", "category", "status", "n_7_things_counted_here"],
        *["return_interviews_numerator", "return_interviews_denominator", "return_interviews"],
    ]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,49}", name) for name in heads)
    assert rows[0][:4] == ["202223", "Financial year Q1", "Local authority", "E92000001"]
    assert rows[0][5:10] == ["E12000007", "London", "211", "E09000030", "Tower Hamlets"]
    assert [row[10:] for row in rows] == [
        ["Total", "Total", "Final", "20", "50", "60", "83.3333"],
        ["Age", "10 to 17", "Final", "11", "z", "z", "z"],
        ["Age", "Under 10", "Final", "9", "z", "z", "z"],
        ["Total", "Total", "Final", "x", "40", "60", "66.6667"],
    ]


def test_open_data_have_no_blank_and_no_doubled_row(files):
    (heads, *rows), _ = files
    assert all(cell for row in rows for cell in row)
    assert len({tuple(row[:13]) for row in rows}) == len(rows)
    assert len(heads) == len(set(heads)) == len(rows[0])


def test_metadata_name_every_filter_and_indicator_in_eight_columns(files):
    (heads, *_), (meta, *told) = files
    assert meta == list(META)
    assert [row[0] for row in told] == heads[10:]
    assert [row[1] for row in told] == [*["Filter"] * 3, *["Indicator"] * 4]
    assert [(row[4], row[5]) for row in told if row[0] == "return_interviews"] == [("%", "1")]
    assert all(len(row[2]) <= 100 and not row[2].startswith("=") for row in told)


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the folder of the published standard is not beside this checkout")
def test_open_data_agree_with_the_lists_of_the_standard(files):
    (heads, *rows), (meta, *told) = files
    assert set(listed("req_data_cols.csv")) <= set(heads)
    assert set(listed("req_meta_cols.csv")) <= set(meta)
    assert {row[1] for row in rows} <= set(listed("six_digit_identifiers.csv"))
    assert {row[4] for row in told} <= {"", *listed("acceptable_indicator_units.csv")}
    symbols = {cell for row in rows for cell in row[13:] if not re.fullmatch(r"-?\d+(\.\d+)?", cell)}
    assert symbols <= set(listed("gss_symbols.csv"))


def test_names_are_those_of_the_standard():
    assert column_name("Children aged 0–17, per 10,000!") == "children_aged_0_17_per_10_000"
    assert (column_name("%"), column_name("10 things")) == ("n_", "n_10_things")
    assert file_name("Figures of the quarter", 7) == "figures-of-the-quarter"
    assert file_name("Figures of the quarter: April to June 2022, revised", 7) == "figures-of-the-quarter-april-to-7"
    assert file_name("Figures of the quarter: April to June 2022, again", 12) == "figures-of-the-quarter-april-to-12"


def test_selection_of_the_dashboard_is_tidy_too_and_its_leaving_is_on_record(client, sign_in, count, supplier):
    from hamlet.foundations.audit.models import Event

    history(count(), supplier, [3, 5])
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/download.csv?quarter=2022-23-Q1")
    rows = list(csv.reader(io.StringIO(page.content.decode())))
    assert [row[-1] for row in rows[:3]] == ["missing_episodes", "5", "3"]
    assert client.get("/data/download.meta.csv").content.startswith(b"col_name,")
    assert client.get("/data/download.xlsx").content.startswith(b"PK")
    assert Event.objects.filter(verb="audit.exported").count() == 3


# Pages

HERE = "/data/publications/"


def test_publication_goes_from_draft_to_the_public_through_its_pages(client, sign_in, broken_down, agency, chair):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"title": "First figures", "first_quarter": "2022-23-Q1", "last_quarter": "2022-23-Q1"}
    there = client.post(f"{HERE}new/", {**given, "rounding": "Not rounded", "indicators": [broken_down.pk]})["Location"]
    client.post(f"{there}send/")
    sign_in(client, Role.DATA_LEAD, agency=agency)
    assert client.post(f"{there}approve/", {"agency": agency.pk})["Location"] == there
    sign_in(client, None, person=chair)
    client.post(f"{there}approve/", {"agency": ""})
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    client.post(f"{there}publish/")
    client.logout()

    page = client.get("/data/published/first-figures/").content.decode()
    assert "Missing episodes" in page and "a count of 1 to 5 is not shown" in page
    assert "First figures" in client.get("/data/published/").content.decode()


def test_preview_says_what_is_kept_back(client, sign_in, draft, broken_down):
    sign_in(client, Role.GROUP_MEMBER)
    page = client.get(draft(broken_down).get_absolute_url()).content.decode()
    assert "2 figures, of which 1 small; the others would tell them" in page


@pytest.mark.parametrize(
    "page", ["new/", "figures-of-the-quarter/send/", "figures-of-the-quarter/publish/", "figures-of-the-quarter/approve/"]
)
def test_publications_are_worked_on_by_those_whose_they_are(client, sign_in, draft, broken_down, page):
    draft(broken_down)
    sign_in(client, Role.GROUP_MEMBER)
    assert client.get(f"{HERE}{page}").status_code == 403
    sign_in(client, Role.PRACTITIONER)
    assert client.get(HERE).status_code == 403


def test_frozen_cells_come_back_as_they_were(draft, broken_down, agency, people):
    row = published(draft(broken_down), agency, people)
    (one,) = frozen_cells(row)
    assert (one.quarter, {cell.key for cell in one.cells if cell.symbol == "c"}) == (
        ASKED,
        {("Age", "Under 10"), ("Age", "10 to 17")},
    )


def test_words_are_frozen_with_the_figures(client, draft, broken_down, agency, people):
    row = published(draft(broken_down), agency, people)
    pages = [f"/data/published/{row.slug}/{name}" for name in ("", "data.csv", "data.meta.csv")]
    before = [client.get(page).content for page in pages]
    Indicator.objects.filter(pk=broken_down.pk).update(title="Renamed", question="Anew?", source="Elsewhere", unit="cats")
    broken_down.series.update(definition="Counted anew")

    assert b"Missing episodes" in before[0]
    assert [client.get(page).content for page in pages] == before


def test_public_is_told_what_is_counted(client, draft, broken_down, agency, people):
    row = published(draft(broken_down), agency, people)
    assert (
        f"What is counted: {broken_down.series.get().definition}" in client.get(f"/data/published/{row.slug}/").content.decode()
    )


def test_publication_offers_only_the_step_that_is_next(client, sign_in, draft, broken_down, agency, people):
    row = draft(broken_down)
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    def offered():
        page = client.get(f"{HERE}{row.slug}/").content.decode()
        return [words for words in ("Send it for approval", "Publish it") if words in page]

    words = {"publication": row, "on": TODAY, "seen_version": None}
    assert offered() == ["Send it for approval"]
    publishing.send_for_approval(**words, by=people["manager"])
    assert offered() == []
    publishing.approve(agency=agency, **words, by=people["lead"])
    publishing.approve(agency=None, **words, by=people["quality"])
    assert offered() == ["Publish it"]
    broken_down.series.update(definition="Counted anew")
    assert offered() == ["Send it for approval"]
