from hamlet.foundations.publishing.content import (
    Bullets,
    Content,
    Heading,
    Paragraph,
    Table,
    from_json,
    paragraphs,
    printable,
    to_json,
)
from hamlet.foundations.publishing.tests.factories import whole


def test_tree_survives_json_unchanged():
    content = whole()

    assert from_json(to_json(content)) == content


def test_empty_line_ends_a_paragraph():
    assert paragraphs("One\r\nline\r\n\r\n  Two  \n\n\n") == [Paragraph("One line"), Paragraph("Two")]


def test_characters_that_no_file_holds_are_taken_out_everywhere():
    content = Content("a\x07", (Heading(1, "b\ud800"), Bullets(("c\x00", "d\uffff")), Table("e\x9f", ("f",), (("g\x0b",),))))

    assert printable(to_json(content))["blocks"] == [
        {"kind": "heading", "level": 1, "text": "b", "anchor": ""},
        {"kind": "bullets", "items": ["c", "d"]},
        {"kind": "table", "caption": "e", "headings": ["f"], "rows": [["g"]], "number_columns": [], "folded": False},
    ]
    assert printable("tab\tand line\n") == "tab\tand line\n"
