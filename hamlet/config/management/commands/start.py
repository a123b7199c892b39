from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hamlet.config import serve
from hamlet.config.environment import env
from hamlet.foundations.people.models import Person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import named


class Command(BaseCommand):
    help = "Brings the database up to date, loads the demonstration into an empty one, and serves with the worker beside"

    def handle(self, *args, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Creating the tables")
            call_command("migrate", verbosity=0)
            call_command("createcachetable")
        if not (settings.STATIC_ROOT / "staticfiles.json").exists() or self.assets_are_newer():
            self.stdout.write("Collecting the assets")
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMONSTRATION and not Person.objects.filter(is_persona=True).exists():
            call_command("demo", stdout=self.stdout)
        for path in settings.AT_START:
            named(path)(system_person())
        connection.close()
        port = env.str("PORT", default="8000")
        self.stdout.write(self.style.SUCCESS(f"Open http://127.0.0.1:{port}/" + ("demo/" if settings.DEMONSTRATION else "")))
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            self.stdout.write(f"Mail is sent nowhere: it is kept in {settings.EMAIL_FILE_PATH}")
        self.stdout.flush()
        serve.main(host=env.str("HOST", default="127.0.0.1"), port=port)

    def assets_are_newer(self):
        collected = (settings.STATIC_ROOT / "staticfiles.json").stat().st_mtime
        built = settings.BASE_STATIC.rglob("*")
        return any(path.stat().st_mtime > collected for path in built if path.is_file())
