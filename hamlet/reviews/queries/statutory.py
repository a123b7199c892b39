from typing import Any

from hamlet.reviews.models import Case, ReportVersion


def may_open_document(user: Any, document: Any) -> bool:
    """A version of a report: for those who see its case."""
    version = ReportVersion.objects.filter(pk=document.on_id).select_related("review").first()
    return version is not None and Case.objects.visible_to(user).filter(pk=version.review.case_id).exists()
