from uuid import uuid4

from django.db import migrations

KNOWN_UNTIL = 2030


def fill(apps, schema_editor):
    from hamlet.foundations.working_days.england import bank_holidays

    holiday = apps.get_model("working_days", "BankHoliday")
    rows = [holiday(day=day, name=name, made_with=uuid4()) for day, name in bank_holidays(KNOWN_UNTIL).items()]
    holiday.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("working_days", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
