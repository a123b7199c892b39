import pytest
from django.utils.html import strip_tags

from hamlet.foundations.design.unbroken import unbroken


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Answer E-2022-003 now", ["E-2022-003"]),
        ("SI-2026-001, due 7 Nov 2022", ["SI-2026-001", "7 Nov 2022"]),
        ("7 November 2022 and A-1", []),
    ],
)
def test_numbers_and_short_dates_stay_on_one_line(words, kept):
    html = unbroken(words)

    assert [part.split("</span>")[0] for part in html.split('<span class="hamlet-short">')[1:]] == kept
    assert strip_tags(html) == words


def test_what_is_kept_together_is_escaped():
    assert str(unbroken("<b>E-2022-003</b>")) == '&lt;b&gt;<span class="hamlet-short">E-2022-003</span>&lt;/b&gt;'
