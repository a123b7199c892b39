from hamlet.foundations.design.fields import FileField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.insight.forms.words import FigureTextField
from hamlet.insight.rules.files import MOST_BYTES


class UploadForm(CreateForm):
    file = FileField(
        label="The file",
        missing="Choose the file that you filled in",
        error_messages={"empty": "The file is empty. Fill in the template and send that"},
        help_text="The Excel or CSV template, filled in. Totals only: a file about single children is refused and not kept",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            self.add_error("file", f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send the template with figures alone")
        return file


class SendForm(ChangeForm):
    comment = FigureTextField(label="Anything to say about the figures (optional)", required=False, rows=3)


class SignForm(ChangeForm):
    pass


class SendBackForm(ChangeForm):
    reasons = FigureTextField(label="What should be looked at again?", missing="Say what should be looked at again", rows=3)
