from uuid import uuid4

from django.db import migrations


def fill(apps, schema_editor):
    from hamlet.governance.rules import EDITIONS

    edition = apps.get_model("governance", "Edition")
    for row in EDITIONS:
        edition.objects.create(
            year=row.year,
            name=row.name,
            in_force_on=row.in_force_on,
            implemented_by=row.implemented_by,
            confirmed=row.confirmed,
            source=row.source,
            made_with=uuid4(),
        )


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
