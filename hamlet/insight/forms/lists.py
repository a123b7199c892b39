from hamlet.foundations.design.fields import RecordField, TextField
from hamlet.foundations.design.forms import FilterForm
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.governance.queries import all_priorities
from hamlet.insight.models import Theme


class IndicatorsFilter(FilterForm):
    search = TextField(label="Words")
    priority = RecordField(all_priorities(), label="Priority", empty_label="Any")
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", empty_label="Any")
    agency = RecordField(agencies_on_record(), label="Asked of", empty_label="Any")
