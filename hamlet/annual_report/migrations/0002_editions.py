from uuid import uuid4

from django.db import migrations


def fill(apps, schema_editor):
    from hamlet.annual_report.editions import EDITIONS

    edition_model = apps.get_model("annual_report", "ReportEdition")
    item_model = apps.get_model("annual_report", "EditionItem")
    for row in EDITIONS:
        edition = edition_model.objects.create(
            year=row.year,
            name=row.name,
            signed_by=row.signed_by.value,
            due_kind=row.due_kind.value,
            due_months=row.due_months,
            due_month=row.due_month,
            due_day=row.due_day,
            copies_within_days=row.copies_within_days,
            confirmed=row.confirmed,
            source=row.source,
            made_with=uuid4(),
        )
        for position, item in enumerate(row.items, 1):
            item_model.objects.create(
                edition=edition,
                position=position,
                key=item.key,
                title=item.title,
                asks=item.asks,
                need=item.need.value,
                confirmed=item.confirmed,
                source=item.source,
                made_with=uuid4(),
            )


class Migration(migrations.Migration):
    dependencies = [("annual_report", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
