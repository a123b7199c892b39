from datetime import date

from hamlet.foundations.access.rules import Role
from hamlet.insight.demo_official import CITATION, load_official
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.rules.indicators import Polarity
from hamlet.insight.tests.conftest import ASKED, history


def test_demonstration_shows_official_figures_that_nobody_published(client, sign_in, percentage, supplier, manager):
    indicator = percentage("Re-referrals within a year", polarity=Polarity.LOWER)
    history(indicator, supplier, [20, 22, 21, 23, 19], out_of=100)
    load_official({"partnership-manager": manager}, date(2022, 7, 10))

    rows = one_reading(indicator, ASKED).beside
    assert [(row.label, row.n, row.missing) for row in rows] == [
        ("Tower Hamlets, as published", None, []),
        ("Statistical neighbours (illustrative, 2025 model)", 9, ["Illustrative authority 5"]),
        ("Statistical neighbours (illustrative, 2021 model)", 9, ["Illustrative authority 5"]),
        ("London", None, []),
        ("England", None, []),
    ]
    assert rows[0].rank and rows[0].ends_on == date(2021, 3, 31)
    sign_in(client, Role.EXECUTIVE_MEMBER)
    page = client.get("/data/indicators/re-referrals-within-a-year/?quarter=2022-23-Q1").content.decode()
    assert f"Source of the official figures: {CITATION}" in page
