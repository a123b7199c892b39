from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from hamlet.config.backup import restore


class Command(BaseCommand):
    help = "Puts a backup back, after checking every file in it against its hash"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace what the database holds now")

    def handle(self, *args, file, replace, **options):
        manifest = restore(file, replace=replace)
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored the database and {len(manifest['sha256']) - 1} documents, saved at {manifest['made_at']}")
