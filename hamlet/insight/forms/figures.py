"""The form for the figures of one return: each preset with what is held, so that what nobody touches stays as it is."""

from dataclasses import dataclass, field, replace

from hamlet.foundations.design.fields import ChoiceField, TextField, YesField
from hamlet.foundations.design.forms import ChangeForm
from hamlet.insight.forms.words import FigureField
from hamlet.insight.rules.revising import NOTHING, afterwards, do_not_add_up, says_not_why, unchanged
from hamlet.insight.rules.supplying import line_from

BACK = 8
NUMBERS = ("numerator", "denominator")
WORDS = ("missing_because", "revised_because")
MORE = ("of_quarter", "area", "provisional", "comment")


def shown(number):
    return "" if number is None else f"{number.normalize():f}"


@dataclass
class Group:
    """One indicator in the form: its total and the cells of its breakdowns, each by its place in what is asked."""

    place: int
    cell: object
    parts: list = field(default_factory=list)


class FigureBoxes(ChangeForm):
    """Every figure of one return: its numbers; for each indicator why there is none or why it changed, and of when and where it is."""

    def __init__(self, *args, asked=(), here=None, usually, asked_area=None, **given):
        super().__init__(*args, **given)
        self.asked, self.here, self.usually, self.groups = asked, here or {}, usually, []
        self.asked_area = asked_area
        for place, cell in enumerate(asked):
            if cell.breakdown:
                self.groups[-1].parts.append((place, cell))
            else:
                self.groups.append(Group(place, cell))
        for group in self.groups:
            self._ask(group)

    def held(self, cell):
        return self.here.get(cell.cell, NOTHING)

    def _ask(self, group):
        now = self.held(group.cell).now
        self._ask_numbers(group.place, group.cell)
        self._ask_word(group, "missing_because", "If there is none: why", now.missing_because if now else "")
        held = [self.held(cell) for _, cell in [(group.place, group.cell), *group.parts]]
        if any(one.stands for one in held):
            waiting = next((one.waits.revised_because for one in held if one.waits), "")
            self._ask_word(group, "revised_because", "If it changes: why", waiting)
        self._ask_more(group, now)
        for place, cell in group.parts:
            self._ask_numbers(place, cell)

    def _ask_numbers(self, place, cell):
        now = self.held(cell).now
        self.fields[f"numerator-{place}"] = box(cell.category or cell.numerator_is.capitalize(), now and now.numerator)
        if cell.two_numbers:
            self.fields[f"denominator-{place}"] = box(f"Out of: {cell.denominator_is}", now and now.denominator)

    def _ask_word(self, group, name, label, initial):
        self.fields[f"{name}-{group.place}"] = FigureField(label=label, required=False, max_length=300, initial=initial)

    def _ask_more(self, group, now):
        """Of which quarter and area it is, whether provisional, and a comment: as held, else as usual."""
        newest, place = self.usually.quarter, group.place
        quarters = [str(newest.later(-back)) for back in range(BACK + 1)]
        names = {code: name for name, code in self.usually.areas.items()}
        area = now.area if now else self.usually.area_of(group.cell)
        quarter = str(now.of_quarter) if now else quarters[0]
        rows = [(name, name) for name in dict.fromkeys([*quarters, quarter])]
        where = [(name, name) for name in sorted(names.values())]
        self.fields[f"of_quarter-{place}"] = ChoiceField(rows, label="It is of", required=False, initial=quarter)
        self.fields[f"area-{place}"] = ChoiceField(where, label="It covers", required=False, initial=names.get(area, ""))
        self.fields[f"provisional-{place}"] = YesField(
            label="It is provisional", required=False, initial=bool(now and now.provisional)
        )
        comment = now.comment if now else ""
        self.fields[f"comment-{place}"] = FigureField(label="Comment", required=False, max_length=500, initial=comment)

    def indicators(self):
        """For the page, by part of the return: each indicator with its boxes, its breakdowns, and what else is said of it."""
        found = {}
        for group in self.groups:
            breakdowns = {}
            for place, cell in group.parts:
                breakdowns.setdefault(cell.breakdown, []).extend(self._boxes(NUMBERS, place))
            boxes, more = (self._boxes(names, group.place) for names in ((*NUMBERS, *WORDS), MORE))
            unusual = any(row.errors or row.value() not in self._usual() for row in more)
            found.setdefault(group.cell.part.value, []).append((group.cell, boxes, breakdowns, more, unusual))
        return found.items()

    def _boxes(self, names, place):
        return [self[f"{name}-{place}"] for name in names if f"{name}-{place}" in self.fields]

    def _usual(self):
        """What need not be shown: the asked quarter and area, final, no comment."""
        return "", None, False, str(self.usually.quarter), str(self.asked_area or "")


class FiguresForm(FigureBoxes):
    """What was typed, as lines: those alone that say something new, and what is taken back."""

    def clean(self):
        given = super().clean()
        lines, withdrawn = [], []
        for group in self.groups:
            for place, cell in [(group.place, group.cell), *group.parts]:
                line = self._line(group, place, cell, given)
                if line is not None and not unchanged(self.held(cell), line):
                    lines.append(line)
                elif line is None and self._emptied(place, cell, given):
                    withdrawn.append(cell.cell)
        touched = {line.asked.code for line in lines} | {cell.code for cell in self.asked if cell.cell in withdrawn}
        if not self.errors:
            for wrong in do_not_add_up(afterwards(self.here, lines, withdrawn), self.asked, touched):
                self.add_error(None, str(wrong))
        return {"lines": lines, "withdrawn": withdrawn, "seen_version": given.get("seen_version")}

    @property
    def changes(self):
        return bool(self.cleaned_data["lines"] or self.cleaned_data["withdrawn"])

    @property
    def said(self):
        """What is said once it is done."""
        put, gone = len(self.cleaned_data["lines"]), len(self.cleaned_data["withdrawn"])
        if not self.changes:
            return "Nothing was changed"
        words = [f"{put} put in" if put else "", f"{gone} taken back" if gone else ""]
        return f"{' and '.join(word for word in words if word).capitalize()}. Look at them and send the return"

    def _line(self, group, place, cell, given):
        """One cell as a line, None when it is empty or wrong. A category is of its total's quarter and area, or of its own as held."""
        row = {name: given.get(f"{name}-{place}", "") for name in NUMBERS}
        row |= {name: given.get(f"{name}-{group.place}", "") for name in (*WORDS, *MORE)}
        row["provisional"] = "yes" if row["provisional"] else "no"
        held = self.held(cell)
        if cell.breakdown:
            none_left = not any(row[name] for name in NUMBERS) and held.stands is not None
            row |= {"comment": "", "missing_because": row["missing_because"] if none_left else ""}
        line, faults = line_from(row, cell, self.usually)
        for wrong in faults:
            self._wrong(wrong.column, place, group, f"{cell}: {wrong}")
        if line is None:
            return None
        if cell.breakdown and held.now is not None and not self._moved(group, given):
            line = replace(line, of_quarter=held.now.of_quarter, area=held.now.area, provisional=held.now.provisional)
        if says_not_why(held, line):
            self._wrong("revised_because", place, group, f"{cell}: it was sent before. Say why it changed")
        return line

    def _moved(self, group, given):
        """Whether an indicator's quarter, area or state was changed in the form: its categories then follow it."""
        names = [f"{name}-{group.place}" for name in ("of_quarter", "area", "provisional")]
        return any(given.get(name) not in ("", None, self.fields[name].initial) for name in names)

    def _emptied(self, place, cell, given):
        """Whether what waits is taken back: its boxes were emptied. What stands cannot be emptied without a word."""
        held = self.held(cell)
        if held.now is None or any(given.get(f"{name}-{place}") for name in (*NUMBERS, "missing_because")):
            return False
        if held.waits is None:
            why = "Enter its number" if cell.breakdown else "Enter its number, or say why there is none"
            self.add_error(f"numerator-{place}", f"{cell}: it was sent before. {why}")
            return False
        return True

    def _wrong(self, column, place, group, sentence):
        names = [name for name in (f"{column}-{place}", f"{column}-{group.place}") if name in self.fields]
        self.add_error(names[0] if names else f"numerator-{place}", sentence)


def box(label, number):
    return TextField(
        label=label,
        required=False,
        max_length=20,
        classes="govuk-input--width-5",
        initial=shown(number) if number is not None else "",
        attributes={"inputmode": "decimal"},
    )
