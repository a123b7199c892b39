from hamlet.annual_report.models.edition import EditionItem, ReportEdition
from hamlet.annual_report.models.report import Report, Section, Summary
from hamlet.annual_report.models.signing import Commentary, CopySent, Publication, Signature

__all__ = [
    "Commentary",
    "CopySent",
    "EditionItem",
    "Publication",
    "Report",
    "ReportEdition",
    "Section",
    "Signature",
    "Summary",
]
