from django.core.exceptions import ValidationError

from hamlet.foundations.design.fields import ChoiceField, FileField, LongTextField, RecordField, TextField
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form
from hamlet.insight.queries.measures import measures_held, not_of_shape
from hamlet.insight.rules.comparators import SPOKEN, likely_shape
from hamlet.insight.rules.indicators import Shape
from hamlet.insight.rules.national import YearEnd

OPEN_LICENCE = "Open Government Licence v3.0"


YEAR_ENDS = [(item.value, item.value) for item in YearEnd]


class Words(Form):
    title = TextField(label="Title", missing="Enter the title of the publication", max_length=200)
    publisher = TextField(label="Publisher", missing="Enter who publishes it", max_length=120, initial="Department for Education")
    licence = TextField(label="Licence", missing="Enter its licence", max_length=120, initial=OPEN_LICENCE)
    citation = TextField(
        label="How is it cited?",
        missing="Enter how it is cited",
        max_length=300,
        help_text="This stands wherever one of its figures does",
    )
    year_end = ChoiceField(
        YEAR_ENDS,
        label="On which day do its years end, or does it count?",
        missing="Choose the day on which its years end",
        radios=True,
    )

    def clean_year_end(self):
        return YearEnd(self.cleaned_data["year_end"])


class DatasetForm(Words, CreateForm):
    """A data set that is new."""


class ChangeDatasetForm(Words, ChangeForm):
    """The words about a data set, and the day that its figures are dated by."""


class ReleaseForm(CreateForm):
    file = FileField(
        label="The file",
        missing="Choose the file",
        help_text="The CSV as it is published at explore education statistics. It is checked whole; nothing is half-loaded",
    )


class NeighboursForm(CreateForm):
    file = FileField(
        label="The file",
        missing="Choose the file",
        help_text="CSV or Excel with the columns model, la_code, la_name, rank, neighbour_code, neighbour_name, closeness",
    )
    source = TextField(label="Where is it from?", missing="Say where it is from", max_length=200)


class PopulationsForm(Form):
    measure = RecordField(
        label="Which measure says how many children there are?", missing="Choose the measure", empty_label="Choose"
    )

    def __init__(self, *args, dataset, **given):
        super().__init__(*args, **given)
        self.fields["measure"].queryset = (
            measures_held(dataset).filter(held=True).select_related("dataset").order_by("label", "id")
        )


class MeasuresFilter(FilterForm):
    search = TextField(label="Words")


class OfficialForm(Form):
    official = ChoiceField(
        [(shape.name.lower(), words[0].upper() + words[1:]) for shape, words in SPOKEN.items()],
        label="What is the official figure?",
        missing="Choose what the official figure is",
        radios=True,
    )

    def __init__(self, *args, measure, **given):
        self.measure = measure
        likely = likely_shape(measure.column)
        super().__init__(*args, **given, initial={"official": likely.name.lower() if likely else None})

    def clean_official(self):
        official = self.cleaned_data["official"]
        if reason := not_of_shape(self.measure, Shape[official.upper()]):
            raise ValidationError(reason)
        return official


class MapForm(Form):
    series = RecordField(label="Which of our indicators counts the same?", missing="Choose the indicator", empty_label="Choose")
    point_in_time = ChoiceField(
        [("over", "Over the year"), ("day", "On the last day of the year")],
        label="When is it counted?",
        missing="Choose when it is counted",
        radios=True,
    )
    same = LongTextField(label="Why are the definitions the same?", missing="Say why the definitions are the same", rows=3)
    instead = LongTextField(
        label="Why does it take the place of the other measure?",
        help_text="Only where another one stands beside the indicator now",
        required=False,
        rows=3,
    )

    def __init__(self, *args, series, **given):
        super().__init__(*args, **given)
        field = self.fields["series"]
        field.queryset, field.label_from_instance = series, said_of
        if not any(row.beside for row in series):
            del self.fields["instead"]

    def clean_point_in_time(self):
        return self.cleaned_data["point_in_time"] == "day"


def said_of(series):
    number = f", definition {series.number}" if series.number > 1 else ""
    return f"{series.indicator.title}{number}{f' (now beside “{series.beside}”)' if series.beside else ''}"


class ReasonForm(ChangeForm):
    because = LongTextField(label="Why?", missing="Say why", rows=3, max_length=300)
