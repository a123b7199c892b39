from hamlet.foundations.design.fields import ChoiceField, RecordField, TextField, WholeNumberField
from hamlet.foundations.design.forms import Form
from hamlet.foundations.people.queries import people_on_record
from hamlet.insight.forms.dashboard import QuarterField, quarters
from hamlet.insight.queries.asking import suppliable_areas
from hamlet.insight.rules.areas import AreaKind
from hamlet.insight.rules.periods import quarter_of
from hamlet.insight.starting_set import Who

CODE = "For a local authority its nine characters, like E09000030; for a police or health area a word of your own"


class SupplierForm(Form):
    area = RecordField(
        suppliable_areas().order_by("name"),
        label="Which area do its figures cover?",
        missing="Choose the area",
        empty_label="Choose",
    )
    signs_off = RecordField(
        people_on_record(),
        label="Who signs them off?",
        required=False,
        empty_label="Nobody: what is sent stands at once",
        help_text="A second person, never whoever sends them",
    )


class AreaForm(Form):
    name = TextField(label="Name", missing="Enter the area’s name", max_length=120)
    code = TextField(label="Code", missing="Enter the area’s code", max_length=30, help_text=CODE)
    kind = ChoiceField(
        [(kind.value, kind.value) for kind in (AreaKind.LOCAL_AUTHORITY, AreaKind.FOOTPRINT)],
        label="What is it?",
        missing="Choose what it is",
        radios=True,
    )
    whose = ChoiceField(
        [("ours", "The partnership’s own area"), ("larger", "A larger area that some agency covers")],
        label="Whose is it?",
        missing="Choose whose it is",
        radios=True,
    )


class PopulationForm(Form):
    year = WholeNumberField(
        label="Financial year that begins in",
        missing="Enter the year",
        min_value=2000,
        max_value=2100,
        help_text="For 2022–23 enter 2022",
    )
    children = WholeNumberField(
        label="Children aged 0 to 17", missing="Enter how many children", min_value=1, max_value=15_000_000
    )
    source = TextField(label="Which estimate is it?", missing="Say which estimate it is", max_length=300)


class BeginForm(Form):
    """From which quarter, and of several agencies of a kind which one is asked for the kind's indicators."""

    quarter = QuarterField(label="Which quarter is asked for first?", missing="Choose the quarter")

    def __init__(self, *args, today, kinds, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(quarter_of(today), 9)
        self.kinds = kinds
        for who, agencies in kinds.items():
            if len(agencies) > 1:
                self.fields[who.name.lower()] = ChoiceField(
                    [(agency.slug, agency.name) for agency in agencies],
                    label=f"Which one is asked as “{who.value}”?",
                    missing="Choose who is asked",
                    help_text="Each indicator is asked of one agency. Add it again for another one under a title of its own",
                    radios=True,
                )

    def agencies(self):
        chosen = {who: self.cleaned_data.get(who.name.lower()) for who in Who}
        return {
            who: next((agency for agency in agencies if agency.slug == chosen[who]), agencies[0])
            for who, agencies in self.kinds.items()
        }
