"""How a test publishes figures: from the draft through the approvals of the agency and of Quality Assurance."""

from hamlet.insight.operations import publishing
from hamlet.insight.tests.official import TODAY

AGES = (("Age", ("Under 10", "10 to 17")),)


def published(publication, agency, people):
    words = {"on": TODAY, "seen_version": None}
    publishing.send_for_approval(publication=publication, **words, by=people["manager"])
    publishing.approve(publication=publication, agency=agency, **words, by=people["lead"])
    publishing.approve(publication=publication, agency=None, **words, by=people["quality"])
    return publishing.publish(publication=publication, **words, by=people["manager"])


def shown(publication):
    rows = publication.cells.filter(part="numerator").order_by("id")
    return [(row.category, row.symbol or int(row.number)) for row in rows]
