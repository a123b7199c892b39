from typing import Any
from uuid import uuid4

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.learning.models import Action, Briefing, Recommendation


@transaction.atomic
def forget_source(*, kind: str, identity: str, by: Any) -> int:
    """Disposal of what recommendations, actions or briefings came from: from then on nothing here leads to it. They stay, and those of
    one source still count as of one. Returns how many there were.
    """
    nobody = uuid4().hex
    count = Recommendation.objects.filter(source_room=kind, source_id=identity).update(source_id=nobody, source_url="")
    count += Action.objects.filter(source_kind=kind, source_id=identity).update(source_id=nobody, source_url="")
    count += Briefing.objects.filter(source_room=kind, source_id=identity).update(source_id=nobody)
    if count:
        record("learning.source_forgotten", by=by, count=count)
    return count
