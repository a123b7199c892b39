from hamlet.foundations.design.fields import LongTextField, RecordField, TextField, YesField
from hamlet.foundations.design.forms import ChangeForm, CreateForm, Form
from hamlet.learning.models import Theme


class Texts(Form):
    title = TextField(label="Title", missing="Enter a title", max_length=120)
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", required=False, empty_label="None")
    learned = LongTextField(label="What was learned", missing="Enter what was learned", help_text="Name no child and no case")
    changed = LongTextField(label="What has changed since (optional)", required=False)
    practice = LongTextField(label="What to do in practice", missing="Enter what to do in practice")
    question = LongTextField(label="A question for your team (optional)", required=False, rows=2)


class DraftForm(Texts, CreateForm):
    pass


class ChangeDraftForm(Texts, ChangeForm):
    pass


class PublishForm(ChangeForm):
    names_nobody = YesField(label="I have read it: it names nobody and describes no case", required=False)

    def __init__(self, *args, in_doubt=False, **given):
        super().__init__(*args, **given)
        if not in_doubt:
            del self.fields["names_nobody"]

    def clean(self):
        return {"names_nobody": False, **super().clean()}


class WithdrawBriefingForm(ChangeForm):
    pass
