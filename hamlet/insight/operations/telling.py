"""What partners say about an indicator: explanations, commentary, answers, and when limits are worked out anew."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, made_once, one_at_a_time
from hamlet.insight.models import Annotation, Commentary, Indicator, Recalculation
from hamlet.insight.rules.control import FEWEST
from hamlet.insight.rules.periods import Quarter


class NothingSaid(Refusal):
    """There are no words."""


class NotRecalculated(Refusal):
    """The limits are worked out anew from that quarter already."""


@transaction.atomic
def annotate(
    *, indicator: Indicator, quarter: Quarter, text: str, on: date, made_with: UUID | None = None, by: Any
) -> Annotation:
    """Explains a point of the chart, such as a new recording system."""
    if made := made_once(Annotation, made_with):
        return made
    if not text.strip():
        raise NothingSaid("Say what explains the figure")
    row = Annotation.objects.create(
        **{"indicator": indicator, "quarter_on": quarter.starts_on, "text": text, "said_on": on, "said_by": by},
        **({"made_with": made_with} if made_with else {}),
    )
    record("insight.annotated", by=by, subject=row)
    return row


@transaction.atomic
def comment(
    *,
    indicator: Indicator,
    quarter: Quarter,
    text: str,
    question: str = "",
    agency: Any = None,
    on: date,
    made_with: UUID | None = None,
    by: Any,
) -> Commentary:
    """What a partner says about an indicator in a quarter, or its answer to one of the challenge questions.

    Refuses an answer to a question that the indicator does not ask.
    """
    if made := made_once(Commentary, made_with):
        return made
    if not text.strip():
        raise NothingSaid("Write what you have to say")
    if question and question not in indicator.questions:
        raise NothingSaid("Choose one of the questions that the indicator asks")
    row = Commentary.objects.create(
        **{"indicator": indicator, "quarter_on": quarter.starts_on, "text": text, "question": question, "agency": agency},
        **{"said_on": on, "said_by": by, **({"made_with": made_with} if made_with else {})},
    )
    record("insight.commented", by=by, subject=row)
    return row


@transaction.atomic
def recalculate_limits(*, indicator: Indicator, quarter: Quarter, because: str, on: date, by: Any) -> Recalculation:
    """Decides that the control limits are worked out anew from a quarter on: from its first twelve comparable points.

    Refuses without a reason, and a quarter from which they are worked out already.
    """
    if not because.strip():
        raise NothingSaid(f"Say why the limits are worked out anew; {FEWEST} quarters pass before there are new ones")
    one_at_a_time(f"insight.limits:{indicator.pk}")
    if indicator.recalculations.filter(quarter_on=quarter.starts_on).exists():
        raise NotRecalculated(f"The limits are worked out anew from {quarter} already")
    row = Recalculation.objects.create(
        indicator=indicator, quarter_on=quarter.starts_on, because=because, decided_on=on, decided_by=by
    )
    record("insight.limits_recalculated", by=by, subject=row, quarter=str(quarter))
    return row
