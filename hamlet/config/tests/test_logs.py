import logging
import sys

import pytest
import structlog
from django.conf import settings
from django.core.management import CommandError, call_command

from hamlet.config.logs import Terse, where
from hamlet.foundations.working_days.clock import today

CANARY = "Canary the child"


def fail(typed):
    try:
        raise KeyError(typed)
    except KeyError as error:
        raise ValueError(f"{typed} is not understood") from error


def failing(today, by):
    fail(CANARY)


def caught():
    try:
        fail(CANARY)
    except ValueError:
        return sys.exc_info()


def test_exception_is_logged_by_class_and_place_and_never_by_message():
    said = Terse("%(message)s").format(logging.LogRecord("django.request", logging.ERROR, "", 1, "Broken", (), caught()))

    assert CANARY not in said
    assert "builtins.KeyError (its message is not logged)\nThen:\n" in said
    assert said.endswith("in fail\nbuiltins.ValueError (its message is not logged)")


def test_exception_that_was_hidden_stays_hidden():
    error = caught()[1]
    error.__cause__, error.__suppress_context__ = None, True

    assert "KeyError" not in where(error)


def test_failure_of_the_morning_says_where_and_shows_no_variable(db, settings, capsys):
    settings.DAILY = [f"{__name__}.failing"]

    with pytest.raises(CommandError):
        call_command("daily")

    said = capsys.readouterr().out
    assert f"event=daily_failed job={__name__}.failing" in said
    assert "in failing" in said
    assert CANARY not in said


def test_line_of_the_log_has_fields(capsys):
    structlog.get_logger().info("audit_sealed", seal=3, head="abc")

    assert capsys.readouterr().out.endswith("level=info event=audit_sealed seal=3 head=abc\n")
    assert today().year == 2022


def test_django_sends_nobody_a_report_with_what_was_typed():
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert logging.getLogger("django").handlers == []
