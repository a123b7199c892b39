"""Database triggers that make the trail append-only on both engines, put back after every migration."""

TABLES = {
    "audit_event": "id = NEW.id",
    "audit_seal": "id = NEW.id OR previous = NEW.previous OR mac = NEW.mac",
}

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {act} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""

# SQLite fires no DELETE trigger for the row that INSERT OR REPLACE throws out.
REPLACES = "WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""

POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""

ACTS = {
    "sqlite": {"update": "UPDATE", "delete": "DELETE", "replace": "INSERT"},
    "postgresql": {"update": "UPDATE", "delete": "DELETE", "truncate": "TRUNCATE"},
}
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def install(connection):
    """Idempotent. SQLite drops a table's triggers whenever it rebuilds the table, so this follows every migrate."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        statement = POSTGRES if connection.vendor == "postgresql" else SQLITE
        for table in existing.intersection(TABLES):
            for verb, act in ACTS[connection.vendor].items():
                when = REPLACES.format(table=table, same=TABLES[table]) if verb == "replace" else ""
                cursor.execute(statement.format(table=table, verb=verb, act=act, when=when))


def missing(connection):
    """The names of the triggers that should stand and do not: somebody dropped them, or switched them off."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return sorted({f"{table}_no_{verb}" for table in TABLES for verb in ACTS[connection.vendor]} - standing)


def remove(connection):
    """For the flush of a test database only; no command and no page calls it."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in existing.intersection(TABLES):
            for verb in ACTS[connection.vendor]:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
