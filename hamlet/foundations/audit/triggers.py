"""Database triggers that make the trail append-only on both engines, put back after every migration."""

TABLES = ("audit_event", "audit_seal")

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""

POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {act} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""

ACTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def install(connection):
    """Idempotent. SQLite drops a table's triggers whenever it rebuilds the table, so this follows every migrate."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        statement = POSTGRES if connection.vendor == "postgresql" else SQLITE
        for table in existing.intersection(TABLES):
            for act in ACTS[connection.vendor]:
                cursor.execute(statement.format(table=table, verb=act.lower(), act=act))


def remove(connection):
    """For the flush of a test database only; no command and no page calls it."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in existing.intersection(TABLES):
            for act in ACTS[connection.vendor]:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on}")
