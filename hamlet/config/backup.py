"""One file that holds the database and the documents; the keys are kept apart, or a stolen backup would open itself."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def save(target: Path) -> dict:
    """Writes the backup to `target` and returns its manifest. Refuses to overwrite a file."""
    if target.exists():
        raise CommandError(f"{target} exists already: a backup never overwrites another")
    with tempfile.TemporaryDirectory() as folder:
        name = DATABASE[connection.vendor]
        dump(Path(folder) / name)
        files = {name: Path(folder) / name}
        root = Path(settings.DOCUMENTS_ROOT)
        files |= {f"documents/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()}
        manifest = {
            "made_at": timezone.now().isoformat(),
            "engine": connection.vendor,
            "sha256": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
        }
        unfinished = target.with_name(f".{target.name}.unfinished")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
            for name, path in files.items():
                archive.add(path, name)
            described = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(described)
            archive.addfile(entry, io.BytesIO(described))
        unfinished.rename(target)
    return manifest


def dump(target: Path) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(target)
        connection.connection.backup(copy)
        copy.close()
    else:
        postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}", dbname())


def restore(source: Path, *, replace: bool) -> dict:
    """Puts a backup back and returns its manifest. Every file is checked against its hash before anything is replaced."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((Path(folder) / "manifest.json").read_text())
        check(Path(folder), manifest, replace)
        load(Path(folder) / DATABASE[connection.vendor])
        root = Path(settings.DOCUMENTS_ROOT)
        shutil.rmtree(root, ignore_errors=True)
        if (Path(folder) / "documents").exists():
            shutil.copytree(Path(folder) / "documents", root)
    return manifest


def check(folder: Path, manifest: dict, replace: bool) -> None:
    if manifest["engine"] != connection.vendor:
        raise CommandError(f"This backup is of {manifest['engine']}, and this service runs on {connection.vendor}")
    for name, expected in manifest["sha256"].items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise CommandError(f"{name} in the backup is not what was saved: nothing was restored")
    if not replace and "people_person" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM people_person LIMIT 1")
            if cursor.fetchone():
                raise CommandError("There are people in this database: say --replace to put the backup in its place")


def load(dumped: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        kept = sqlite3.connect(dumped)
        kept.backup(connection.connection)
        kept.close()
        connection.close()
    else:
        connection.close()
        postgres_tool(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={dbname()}", dumped
        )


def dbname() -> str:
    return connection.settings_dict["NAME"]


def postgres_tool(name: str, *arguments: object) -> None:
    tool = shutil.which(name)
    if not tool:
        raise CommandError(f"{name} is not on this machine: install PostgreSQL's client programs")
    given = connection.settings_dict
    where = {"PGHOST": given["HOST"], "PGPORT": given["PORT"], "PGUSER": given["USER"], "PGPASSWORD": given["PASSWORD"]}
    environment = {**os.environ, **{key: str(value) for key, value in where.items() if value}}
    finished = subprocess.run([tool, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode:
        raise CommandError(f"{name} failed: {finished.stderr.strip()[-500:]}")
