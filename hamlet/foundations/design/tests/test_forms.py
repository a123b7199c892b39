from datetime import date

import pytest
from django.template import engines

from hamlet.foundations.design.asking import refuse
from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    ManyField,
    TextField,
    WholeNumberField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form
from hamlet.foundations.design.renderer import error_rows
from hamlet.foundations.records import Refusal
from tests.pages import Skeleton


class Everything(Form):
    title = TextField(label="Title", missing="Enter the title", help_text="In a few words")
    email = EmailField(label="Email address", missing="Enter the address")
    text = LongTextField(label="Text", missing="Enter the text")
    number = WholeNumberField(label="How many", missing="Enter how many")
    day = DateField(label="Day", missing="Enter the day")
    one = ChoiceField([("a", "A"), ("b", "B")], label="One", missing="Choose one", radios=True)
    listed = ChoiceField([("a", "A")], label="Listed", missing="Choose one of the list")
    many = ManyField(choices=[("x", "X"), ("y", "Y")], label="Many", missing="Choose some")
    yes = YesField(label="Yes", missing="Say yes")


def read(form):
    page = Skeleton()
    page.feed("".join(str(bound) for bound in form))
    return page


@pytest.mark.parametrize("form", [Everything(), Everything({})])
def test_every_field_has_its_label_and_no_id_stands_twice(form):
    page = read(form)

    assert [control.get("name") for control in page.controls if control.get("id") not in page.labels] == []
    assert [name for name, count in page.ids.items() if count > 1] == []
    assert page.faults == []


def test_every_error_links_to_something_that_is_there():
    form = Everything({})
    rows = error_rows(form)

    assert [row["text"] for row in rows] == [
        "Enter the title",
        "Enter the address",
        "Enter the text",
        "Enter how many",
        "Enter the day",
        "Choose one",
        "Choose one of the list",
        "Choose some",
        "Say yes",
    ]
    assert [row["href"] for row in rows if row["href"].removeprefix("#") not in read(form).ids] == []


def test_field_names_its_hint_and_its_error_to_a_screen_reader():
    html = str(Everything({})["title"])

    assert 'aria-describedby="id_title-hint id_title-error"' in html


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        (["7", "11", "2022"], date(2022, 11, 7)),
        (["31", "2", "2022"], "Day must be a real date, like 7 11 2022"),
        (["7", "", "2022"], "Day must include a month"),
        (["", "", "2022"], "Day must include a day and a month"),
        (["7", "11", "22"], "Day must be a real date, like 7 11 2022"),
        (["a", "b", "c"], "Day must be a real date, like 7 11 2022"),
        (["", "", ""], "Enter the day"),
    ],
)
def test_day_is_understood_or_said_to_be_wrong(parts, answer):
    form = Everything({f"day_{number}": part for number, part in enumerate(parts)})
    form.is_valid()

    assert form.cleaned_data.get("day", form.errors.get("day", [""])[0]) == answer


def test_what_was_typed_wrong_stays_in_its_box():
    html = str(Everything({"day_0": "31", "day_1": "2", "day_2": "2022"})["day"])

    assert [f'value="{part}"' in html for part in ("31", "2", "2022")] == [True] * 3


def test_hostile_text_is_shown_and_never_interpreted():
    html = str(Everything({"title": '"><script>alert(1)</script>'})["title"])

    assert "<script>" not in html


def test_form_that_creates_carries_a_key_of_its_own():
    first, second = CreateForm().initial["made_with"], CreateForm().initial["made_with"]

    assert first != second


def test_form_that_changes_carries_the_version_that_was_seen():
    assert 'value="3"' in str(ChangeForm(initial={"seen_version": 3})["seen_version"])


def test_filter_ignores_what_it_cannot_understand():
    class Filter(FilterForm):
        on = DateField(label="On")
        words = TextField(label="Words")

    assert Filter({"on_0": "99", "on_1": "1", "on_2": "2022", "words": "x"}).chosen() == {"words": "x"}
    assert Filter({}).chosen() == {}


def test_pages_are_turned_with_the_filters_kept(rf):
    from hamlet.foundations.design.paging import page

    found = page(rf.get("/?state=Open&page=99"), list(range(60)))
    template = engines["jinja2"].from_string('{% import "design/parts.html" as parts with context %}{{ parts.pagination(page) }}')

    assert (found.number, found.paginator.num_pages) == (3, 3)
    assert 'href="?state=Open&amp;page=2"' in template.render({"page": found})


def test_table_names_every_cell_for_a_narrow_screen():
    template = engines["jinja2"].from_string(
        '{% import "design/parts.html" as parts with context %}{{ parts.table("People", ["Post", "Agency"], rows) }}'
    )
    html = template.render({"rows": [[("Head", "/people/1/"), "<Council>"]]})

    assert 'data-label="Agency"' in html
    assert '<a class="govuk-link hamlet-short" href="/people/1/">Head</a>' in html
    assert "&lt;Council&gt;" in html


def test_date_of_a_question_is_called_the_date():
    class Asking(Form):
        on = DateField(label="By when?")

    form = Asking({"on_0": "31", "on_1": "2", "on_2": "2023"})
    assert form.errors == {"on": ["The date must be a real date, like 7 11 2022"]}


def test_refusal_stands_beside_the_field_that_it_is_about():
    class TooLong(Refusal):
        about = "on"

    form, other = (type("Asking", (Form,), {name: TextField(label="Any")})({name: "x"}) for name in ("on", "off"))
    for asked in (form, other):
        refuse(asked, TooLong("Too long"))

    assert (form.errors, other.errors) == ({"on": ["Too long"]}, {"__all__": ["Too long"]})
