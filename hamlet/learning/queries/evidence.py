from typing import Any

from hamlet.learning.models import Evidence, Recommendation


def may_open_document(user: Any, document: Any) -> bool:
    """A file of an item of evidence: for whoever may see the recommendation that it is about."""
    row = Evidence.objects.filter(pk=document.on_id).first()
    return row is not None and Recommendation.objects.visible_to(user).filter(pk=row.recommendation_id).exists()
