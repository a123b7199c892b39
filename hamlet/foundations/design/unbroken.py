"""What a line must not break: the number of a record ("E-2022-003") and a short date ("7 Nov 2022")."""

import re

from markupsafe import Markup, escape

WHOLE = re.compile(r"\b(?:[A-Z]{1,3}-\d{4}-\d{3,}|\d{1,2} [A-Z][a-z]{2} \d{4})\b")


def unbroken(words: object) -> Markup:
    """The words, escaped, with each number and short date kept on one line."""
    kept = WHOLE.sub(r'<span class="hamlet-short">\g<0></span>', str(escape(words)))
    return Markup(kept)  # noqa: S704 - escaped before anything is put in
