import pytest

from hamlet.foundations.access.rules import Role
from hamlet.insight.models import Indicator

ADDING = {
    **{"title": "Strategy meetings", "question": "Who comes?", "part": "Priorities and themes", "shape": "Percentage"},
    **{"polarity": "Higher is better", "aggregation": "Sum of the quarters", "frequency": "Every quarter", "decimals": "1"},
    **{"small_numbers": "Counts of children or of reviews: 1 to 5 are not published", "definition": "Meetings with all three"},
    **{"numerator": "meetings", "denominator": "meetings held", "quarter": "2022-23-Q1", "breakdowns": "Age: Under 13; 13 to 17"},
}


def test_manager_adds_an_indicator_once(client, sign_in, agency):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {**ADDING, "owner": agency.pk, "asked_of": [agency.pk], "made_with": "7d444840-9dc0-41d1-b245-5ffdce74fad2"}
    for _ in range(2):
        client.post("/data/indicators/new/", given)
    row = Indicator.objects.get()
    assert (row.slug, row.breakdowns, row.series.get().numerator) == (
        "strategy-meetings",
        [["Age", ["Under 13", "13 to 17"]]],
        "meetings",
    )


@pytest.mark.parametrize(
    ("page", "role", "given"),
    [
        ("explain/", Role.GROUP_MEMBER, {"quarter": "2022-23-Q1", "text": "New recording system"}),
        ("comment/", Role.DATA_LEAD, {"quarter": "2022-23-Q1", "text": "More were reported", "question": ""}),
        ("limits/", Role.QUALITY_SEAT, {"quarter": "2022-23-Q1", "because": "One front door"}),
        ("target/", Role.PARTNERSHIP_MANAGER, {"quarter": "2022-23-Q1", "value": "20", "because": "Agreed"}),
        ("end/", Role.PARTNERSHIP_MANAGER, {"quarter": "2022-23-Q2"}),
        ("definition/", Role.PARTNERSHIP_MANAGER, {"quarter": "2022-23-Q1", "definition": "x", "numerator": "y", "note": "z"}),
    ],
)
def test_what_is_said_of_an_indicator_is_kept(client, sign_in, count, agency, page, role, given):
    count()
    sign_in(client, role, agency=agency if role is Role.DATA_LEAD else None)
    address = f"/data/indicators/missing-episodes/{page}"
    assert client.get(address).status_code == 200
    assert "There is a problem" in client.post(address, {}).content.decode()
    assert client.post(address, given)["Location"] == "/data/indicators/missing-episodes/"
    sign_in(client, Role.PRACTITIONER)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("value", ["many", "nan", "1e30", "0.00001", "inf"])
def test_target_must_be_a_number(client, sign_in, count, value):
    count()
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    given = {"quarter": "2022-23-Q1", "value": value, "because": "Agreed"}
    assert (
        "is not a number with at most four decimals"
        in client.post("/data/indicators/missing-episodes/target/", given).content.decode()
    )
