from hamlet.foundations.design.fields import ChoiceField, RecordField, YesField
from hamlet.foundations.design.forms import ChangeForm, FilterForm
from hamlet.learning.models import Theme


class ChangedFilter(FilterForm):
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", empty_label="Any")
    year = ChoiceField(label="Year that it tells of")

    def __init__(self, *args, years=(), **given):
        super().__init__(*args, **given)
        self.fields["year"].choices = [("", "Any"), *((str(year), str(year)) for year in years)]


class ReleaseForm(ChangeForm):
    names_nobody = YesField(label="I have read it: it names nobody and describes no case", required=False)

    def __init__(self, *args, in_doubt=False, **given):
        super().__init__(*args, **given)
        if not in_doubt:
            del self.fields["names_nobody"]

    def clean(self):
        return {"names_nobody": False, **super().clean()}


class HoldBackForm(ChangeForm):
    pass
