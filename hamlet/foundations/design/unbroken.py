"""What a line must not break: the number of a record ("E-2022-003") and a short date ("7 Nov 2022")."""

import re
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WHOLE = re.compile(r"\b(?:[A-Z]{1,3}-\d{4}-\d{3,}|\d{1,2} [A-Z][a-z]{2} \d{4})\b")


def unbroken(words: Any) -> SafeString:
    """The words, escaped, with each number and short date kept on one line."""
    kept = WHOLE.sub(r'<span class="hamlet-short">\g<0></span>', str(conditional_escape(words)))
    return mark_safe(kept)  # noqa: S308 - escaped before anything is put in
