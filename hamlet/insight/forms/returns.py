from hamlet.foundations.design.fields import ChoiceField, FileField, TextField, YesField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.insight.forms.words import AggregateField, AggregateTextField
from hamlet.insight.rules.periods import quarter_from
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.supplying import Wrong, do_not_add_up, line_from

BACK = 8
BOXES = ("numerator", "denominator", "missing_because", "revised_because")


class UploadForm(CreateForm):
    file = FileField(
        label="The file",
        missing="Choose the file that you filled in",
        help_text="The Excel or CSV template, filled in. Totals only: a file about single children is refused and not kept",
    )


class SendForm(ChangeForm):
    comment = AggregateTextField(label="Anything to say about the figures (optional)", required=False, rows=3)


class SignForm(ChangeForm):
    pass


class SendBackForm(ChangeForm):
    reasons = AggregateTextField(label="What should be looked at again?", missing="Say what should be looked at again", rows=3)


def shown(number):
    return "" if number is None else f"{number.normalize():f}"


class FiguresForm(ChangeForm):
    """Every figure of one return: two boxes each at most, and one line for why there is none or why it changed."""

    def __init__(self, *args, asked=(), here=None, quarter, areas, usual_area, **given):
        super().__init__(*args, **given)
        self.asked, self.here, self.quarter, self.areas, self.usual_area = asked, here or {}, quarter, areas, usual_area
        quarters = [str(quarter.later(-back)) for back in range(BACK + 1)]
        self.fields["of_quarter"] = ChoiceField(
            [(name, name) for name in quarters], label="These figures are of", initial=quarters[0]
        )
        names = [(name, name.title()) for name in sorted(areas)]
        usual = next((name for name, code in areas.items() if code == usual_area), None)
        self.fields["area"] = ChoiceField(names, label="They cover", initial=usual)
        self.fields["provisional"] = YesField(label="They are provisional", required=False)
        self.groups = [self._group(number, cell) for number, cell in enumerate(asked)]

    def _group(self, number, cell):
        known = self.here.get((cell.series_id, cell.breakdown, cell.category), {})
        stands = known.get(Standing.STANDING.value)
        now = known.get(Standing.WAITING.value) or stands
        label = cell.category or cell.numerator_is.capitalize()
        self.fields[f"numerator-{number}"] = self._box(label, now and shown(now.numerator))
        if cell.two_numbers:
            self.fields[f"denominator-{number}"] = self._box(f"Out of: {cell.denominator_is}", now and shown(now.denominator))
        if not cell.breakdown:
            why = AggregateField(
                label="If there is none: why", required=False, max_length=300, initial=now.missing_because if now else ""
            )
            self.fields[f"missing_because-{number}"] = why
        if stands:
            changed = AggregateField(label="If it changes: why", required=False, max_length=300, initial=now.revised_because)
            self.fields[f"revised_because-{number}"] = changed
        return cell, stands

    @staticmethod
    def _box(label, initial):
        return TextField(
            label=label,
            required=False,
            max_length=20,
            classes="govuk-input--width-5",
            initial=initial or "",
            attributes={"inputmode": "decimal"},
        )

    def indicators(self):
        """For the page: each indicator's cell with its boxes, and its breakdowns, each a name with the boxes of its categories."""
        found = []
        for number, (cell, _) in enumerate(self.groups):
            boxes = [self[f"{name}-{number}"] for name in BOXES if f"{name}-{number}" in self.fields]
            if not cell.breakdown:
                found.append((cell, boxes, {}))
            else:
                found[-1][2].setdefault(cell.breakdown, []).extend(boxes)
        return found

    def clean(self):
        given = super().clean()
        lines = []
        for number, cell in enumerate(self.asked):
            row = {name: given.get(f"{name}-{number}", "") for name in BOXES}
            row |= {"area": given.get("area", ""), "of_quarter": given.get("of_quarter", "")}
            row["provisional"] = "yes" if given.get("provisional") else "no"
            try:
                line = line_from(row, cell, self.quarter, self.areas, self.usual_area)
            except Wrong as wrong:
                name = f"{wrong.column}-{number}"
                self.add_error(name if name in self.fields else f"numerator-{number}", f"{cell}: {wrong}")
            else:
                lines += [line] if line else []
        for problem in do_not_add_up(lines, self.asked):
            self.add_error(None, str(problem))
        return {"lines": lines, "seen_version": given.get("seen_version")}


def quarter_or_none(words):
    try:
        return quarter_from(words)
    except ValueError:
        return None
