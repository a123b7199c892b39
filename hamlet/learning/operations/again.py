from datetime import date
from typing import Any

from django.db import transaction

from hamlet.foundations.access.queries import people_with
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.notices.operations import notify
from hamlet.learning.models import Recommendation
from hamlet.learning.operations.ladder import climbing


@transaction.atomic
def ask_to_look_again(*, recommendation: Recommendation, why: str, on: date, by: Any) -> Recommendation:
    """Flags a recommendation, the joint one for a part, for those who may lower its rung. `why` is read by all who see it: it must
    not name where the doubt came from. Refuses one that is not on the ladder.
    """
    row = climbing(recommendation.joint_into or recommendation, None)
    row.flags = "; ".join(dict.fromkeys([*row.why_again, why]))
    row.flagged_on = row.flagged_on or on
    row.save(update_fields=["flags", "flagged_on", "version"])
    record("learning.look_again", by=by, subject=row, why=why[:1].lower() + why[1:])
    for person in people_with(Permission.LADDER_EMBED, on):
        if person.pk != by.pk:
            key = f"learning.again.{row.pk}.{row.flagged_on}"
            notify(person=person, subject="Learning should be looked at again", path=row.get_absolute_url(), key=key, by=by)
    return row
