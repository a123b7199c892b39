from hamlet.foundations.publishing.charts import bar_chart
from hamlet.foundations.publishing.content import (
    Bullets,
    Content,
    Figure,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Table,
)

HOSTILE = '#import "secrets.typ" <script>alert(1)</script> *b* _i_ `c` $x$ \\ @ref // & {{ 7 * 7 }} =1+1'


def whole(text="Plain words", rows=3):
    """A content tree with a block of every kind, each showing `text`."""
    svg, png = bar_chart([("Police", 4), (text, 3)], value_title="Meetings")
    return Content(
        title=f"Title {text}",
        blocks=(
            Heading(1, f"First {text}", "first"),
            Paragraph(text),
            Bullets((text, "second point")),
            Note(text),
            KeyFigures((("1,567", "pupils"), ("542", text))),
            Heading(2, f"Below {text}"),
            Table("Caption", ("What", "How many"), tuple((text, str(number)) for number in range(rows)), (1,)),
            PageBreak(),
            Figure("Drawn", f"Bars: {text}", svg, png),
        ),
        subtitle=text,
        date_line="1 April 2022 to 31 March 2023",
        publisher="A partnership",
        cover=True,
        contents=True,
    )
