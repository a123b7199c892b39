from hamlet.foundations.design.fields import ChoiceField, DateField, TextField
from hamlet.foundations.design.forms import CreateForm, FilterForm, Form


class YearFilter(FilterForm):
    year = ChoiceField(label="Year")

    def __init__(self, data, *, years):
        super().__init__(data)
        self.fields["year"].choices = [("", "Every year"), *((str(year), str(year)) for year in years)]


class BankHolidayForm(CreateForm):
    day = DateField(label="Day", missing="Enter the day")
    name = TextField(label="Name", missing="Enter what the holiday is called", max_length=120)


class RemoveBankHolidayForm(Form):
    reason = TextField(label="Why it is no bank holiday", missing="Say why it is no bank holiday", max_length=200)


class SchoolHolidayForm(CreateForm):
    name = TextField(label="Name", missing="Enter what the holiday is called", max_length=120)
    starts_on = DateField(label="First day", missing="Enter the first day")
    ends_on = DateField(label="Last day", missing="Enter the last day")
