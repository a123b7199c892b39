import pytest

from hamlet.foundations.publishing import pdf


@pytest.fixture
def no_server_fonts(monkeypatch):
    """As on a server that has no fonts of its own."""
    typeset = pdf.typeset
    monkeypatch.setattr(pdf, "typeset", lambda given, *, ignore_system_fonts: typeset(given, ignore_system_fonts=True))
