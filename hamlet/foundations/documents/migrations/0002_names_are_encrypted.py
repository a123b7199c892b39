from django.db import migrations, models

from hamlet.foundations.documents.rules import ending
from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.encryption import encrypt


def encrypt_names(apps, schema_editor):
    """The name that a restricted file came with is not kept."""
    documents = apps.get_model("documents", "Document").objects
    for row in documents.iterator():
        name = f"document.{ending(row.file_name)}" if row.marking == "Restricted" else row.file_name
        documents.filter(pk=row.pk).update(title=encrypt(row.title), file_name=encrypt(name))


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AlterField("document", "title", models.TextField()),
        migrations.AlterField("document", "file_name", models.TextField()),
        migrations.RunPython(encrypt_names, migrations.RunPython.noop),
        migrations.AlterField("document", "title", EncryptedTextField()),
        migrations.AlterField("document", "file_name", EncryptedTextField()),
    ]
