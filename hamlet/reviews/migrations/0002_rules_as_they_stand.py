from dataclasses import asdict

from django.db import migrations

from hamlet.reviews.rules.seeds import DUTIES, FIELDS, SEEDS, TIMETABLE


def load(apps, schema_editor):
    def model(name):
        return apps.get_model("reviews", name).objects

    model("ClockRule").bulk_create(apps.get_model("reviews", "ClockRule")(**asdict(seed)) for seed in SEEDS)
    model("EditionDuty").bulk_create(apps.get_model("reviews", "EditionDuty")(**asdict(seed)) for seed in DUTIES)
    names = ("title", "first_day", "last_day", "whose", "asks_agencies")
    step = apps.get_model("reviews", "TimetableStep")
    model("TimetableStep").bulk_create(step(**dict(zip(names, row, strict=True))) for row in TIMETABLE)
    field = apps.get_model("reviews", "NotificationField")
    rows = [field(label=label, help_text=words, position=n) for n, (label, words) in enumerate(FIELDS, 1)]
    model("NotificationField").bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
