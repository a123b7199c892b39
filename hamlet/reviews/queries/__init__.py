from hamlet.reviews.queries.cases import duties
from hamlet.reviews.queries.identifying import could_identify_in
from hamlet.reviews.queries.progress import checks_due
from hamlet.reviews.queries.reporting import COUNTS, data_counts, report_evidence
from hamlet.reviews.queries.statutory import may_open_document, published_references

__all__ = [
    "COUNTS",
    "checks_due",
    "could_identify_in",
    "data_counts",
    "duties",
    "may_open_document",
    "published_references",
    "report_evidence",
]
