from pathlib import Path

from django.core.management.base import BaseCommand

from hamlet.config.backup import save


class Command(BaseCommand):
    help = "Saves the database and the documents to one file. Keep the keys apart, and test it by restoring"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        manifest = save(file)
        self.stdout.write(f"{file}: the database and {len(manifest['sha256']) - 1} documents")
