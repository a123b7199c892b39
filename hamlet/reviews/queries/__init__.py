from hamlet.reviews.queries.cases import duties
from hamlet.reviews.queries.reporting import report_evidence

__all__ = ["duties", "report_evidence"]
