from hamlet.insight.queries.duties import duties
from hamlet.insight.queries.evidence import report_evidence
from hamlet.insight.queries.publications import published_references
from hamlet.insight.queries.report import dashboard_paper

__all__ = ["dashboard_paper", "duties", "published_references", "report_evidence"]
