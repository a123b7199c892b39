from hamlet.foundations.design.fields import ChoiceField, FileField, LongTextField, RecordField, TextField
from hamlet.foundations.design.forms import CreateForm, FilterForm, Form
from hamlet.insight.models import Series
from hamlet.insight.rules.national import YearEnd

OPEN_LICENCE = "Open Government Licence v3.0"


class DatasetForm(CreateForm):
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
        [(item.value, item.value) for item in YearEnd],
        label="On which day do its years end, or does it count?",
        missing="Choose the day on which its years end",
        radios=True,
    )

    def clean_year_end(self):
        return YearEnd(self.cleaned_data["year_end"])


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
        self.fields["measure"].queryset = dataset.measures.select_related("dataset").order_by("label", "id")


class MeasuresFilter(FilterForm):
    search = TextField(label="Words")


class MapForm(Form):
    series = RecordField(label="Which of our indicators counts the same?", missing="Choose the indicator", empty_label="Choose")
    point_in_time = ChoiceField(
        [("over", "Over the year"), ("day", "On the last day of the year")],
        label="When is it counted?",
        missing="Choose when it is counted",
        radios=True,
    )
    because = LongTextField(label="Why are the definitions the same?", missing="Say why the definitions are the same", rows=3)

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        newest = Series.objects.filter(mapping=None).select_related("indicator").order_by("indicator__title", "number")
        self.fields["series"].queryset = newest

    def clean_point_in_time(self):
        return self.cleaned_data["point_in_time"] == "day"
