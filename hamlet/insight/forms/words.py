from django.core.exceptions import ValidationError

from hamlet.foundations.design.fields import LongTextField, TextField
from hamlet.insight.rules.child_level import tells_of_a_child


def of_no_child(text):
    """Refuses words that could identify a child, without repeating them: figures are totals, and so is what is said of them."""
    if what := tells_of_a_child(text):
        raise ValidationError(f"This could identify a child ({what.lower()}). Write it without")


class AggregateField(TextField):
    default_validators = [of_no_child]


class AggregateTextField(LongTextField):
    default_validators = [of_no_child]
