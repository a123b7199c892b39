from django.core.exceptions import ValidationError

from hamlet.foundations.design.fields import LongTextField, TextField
from hamlet.insight.rules.child_level import IN_WORDS, dated, tells_of_a_child


def of_no_child(text):
    """Refuses words that could identify a child, without repeating them: figures are totals, and so is what is said of them."""
    if what := tells_of_a_child(text):
        raise ValidationError(f"This could identify a child ({what.lower()}). Write it without")


class AggregateField(TextField):
    default_validators = [of_no_child]


class AggregateTextField(LongTextField):
    default_validators = [of_no_child]


def of_no_day(text):
    """Beside a figure a day could be that of a birth: "A B (12/05/2011) was missing 9 times"."""
    if dated(text):
        raise ValidationError(f"A date could be of a child’s birth. {IN_WORDS}")


class FigureField(AggregateField):
    """Words beside a figure."""

    default_validators = [of_no_child, of_no_day]


class FigureTextField(AggregateTextField):
    default_validators = [of_no_child, of_no_day]
