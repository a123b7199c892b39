from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from hamlet.foundations.design.fields import ChoiceField, FileField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.foundations.moving_in.rules import Column

MOST_BYTES = 10 * 1024 * 1024


class UploadForm(CreateForm):
    file = FileField(
        label="Spreadsheet",
        missing="Choose the spreadsheet",
        help_text="A .xlsx or .csv file, its headings in the first row. Its rows are deleted once they are in, or after a day.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError("The file must be a .xlsx or a .csv")
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is {file.size / 1024 / 1024:.0f} MB, and 10 MB is the most")
        return file


class ColumnsForm(ChangeForm):
    """One list for each column of ours: its answers are the headings of the file."""

    def __init__(self, columns: Sequence[Column], headings: Sequence[str], **given: Any):
        super().__init__(**given)
        choices = [("", "Not in my file"), *((str(place), shown(name, place)) for place, name in enumerate(headings))]
        for column in columns:
            missing = f"Choose the column that holds: {column.title.lower()}"
            self.fields[column.key] = ChoiceField(
                choices, label=column.title, required=column.needed, missing=missing, help_text=column.about
            )
        self.columns = columns

    def mapping(self) -> dict[str, int]:
        return {column.key: int(place) for column in self.columns if (place := self.cleaned_data[column.key])}


def shown(heading: str, place: int) -> str:
    return heading or f"Column {place + 1}, without a heading"
