"""The service as a whole: ready or not, refused starts, backup and restore."""

import io
import os
import subprocess
import sys
from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from hamlet.config import health
from hamlet.config.backup import restore, save
from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.models import RecordKey, Seal
from hamlet.foundations.audit.operations import record
from hamlet.foundations.audit.private import reveal
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.models import Person
from tests.house import ROOT


def manage(*arguments, **environment):
    given = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


@pytest.mark.django_db
def test_healthz_answers_when_the_service_is_ready(client):
    health.ready.clear()

    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_healthz_says_503_before_the_migrations(client, monkeypatch):
    health.ready.clear()
    monkeypatch.setattr("hamlet.config.health.MigrationExecutor.migration_plan", lambda self, targets: ["one to go"])

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "waits_for": "migrations"}


def test_production_without_keys_names_all_that_is_missing(tmp_path):
    finished = manage("check", HAMLET_MODE="production", HAMLET_VAR=str(tmp_path), SECRET_KEY="x" * 60)

    assert finished.returncode == 1
    assert "hamlet cannot start in production without" in finished.stderr
    assert "ENCRYPTION_KEYS" in finished.stderr and "AUDIT_KEY" in finished.stderr
    assert "  SECRET_KEY:" not in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_check_is_clean(tmp_path):
    given = {
        "HAMLET_MODE": "production",
        "HAMLET_VAR": str(tmp_path),
        "SECRET_KEY": "a-long-key-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-0123",
        "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "AUDIT_KEY": "another-long-key-for-this-check",
        "ALLOWED_HOSTS": "hamlet.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/check.sqlite3",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "DEFAULT_FROM_EMAIL": "hamlet@example.org",
        "BASE_URL": "https://hamlet.example.org",
    }
    finished = manage("check", "--deploy", "--fail-level", "WARNING", **given)

    assert finished.returncode == 0, finished.stderr


@pytest.mark.django_db(transaction=True)
def test_backup_is_proved_by_restoring_it(person_factory, settings, tmp_path):
    person_factory(post_title="Kept in the backup")
    kept = settings.DOCUMENTS_ROOT / "ab" / "paper"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"the paper")
    save(tmp_path / "backup.tar.gz")
    Person.objects.filter(post_title="Kept in the backup").update(post_title="Changed since")
    kept.write_bytes(b"changed since")

    with pytest.raises(CommandError, match="--replace"):
        restore(tmp_path / "backup.tar.gz", replace=False)
    manifest = restore(tmp_path / "backup.tar.gz", replace=True)

    assert manifest["engine"] == connection.vendor
    assert Person.objects.filter(post_title="Kept in the backup").exists()
    assert kept.read_bytes() == b"the paper"
    with pytest.raises(CommandError, match="never overwrites"):
        call_command("backup", str(tmp_path / "backup.tar.gz"))


@pytest.mark.django_db
def test_first_manager_is_put_on_record_once(capsys):
    call_command("first_manager", "manager@example.org", "Partnership manager")

    manager = Person.objects.get(email="manager@example.org")
    assert powers_on(manager, date(2022, 11, 15)).may(Permission.PEOPLE_MANAGE)
    assert capsys.readouterr().out.startswith("http://127.0.0.1:8000/invitation/")
    with pytest.raises(CommandError, match="There is a partnership manager already"):
        call_command("first_manager", "other@example.org", "Another")


@pytest.mark.django_db
def test_keys_are_rotated_and_the_old_one_can_be_dropped(person_factory, settings):
    person = person_factory()
    event = record("people.changed", by=person, subject=person, changes={"name": ("Before", "After")})
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate_keys")
    settings.ENCRYPTION_KEYS = [new]

    key = RecordKey.objects.get(kind="people.person", record_id=str(person.pk)).key
    assert reveal(event.private, key) == {"changes": {"name": ["Before", "After"]}}


@pytest.mark.django_db
def test_daily_runs_every_rooms_jobs_and_twice_tells_nobody_twice(capsys):
    call_command("daily")
    told = Notice.objects.count()
    call_command("daily")

    assert Notice.objects.count() == told
    assert "jobs done" in capsys.readouterr().out


@pytest.mark.django_db
def test_one_rooms_fault_does_not_stop_the_others_in_the_morning(settings):
    settings.DAILY = ["hamlet.config.nowhere.missing", "hamlet.foundations.audit.seals.seal_daily"]
    record("people.signed_in", by=None)

    with pytest.raises(CommandError, match="1 of the morning's jobs failed"):
        call_command("daily")
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_demonstration_loads_once_into_an_empty_database_only():
    call_command("demo", stdout=io.StringIO())

    assert Person.objects.filter(is_persona=True).count() == 23
    with pytest.raises(CommandError, match="There are people in this database already"):
        call_command("demo")


@pytest.mark.django_db
def test_demonstration_names_only_the_leads_whom_the_report_publishes():
    call_command("demo", stdout=io.StringIO())

    named = Person.objects.exclude(name="").values_list("name", flat=True)
    assert sorted(named) == ["James Conway", "James Thomas", "Korkor Ceasar"]
