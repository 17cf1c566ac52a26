"""Counters by code prefix; a closed incident has its time and is not on offer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("response", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="IncidentNumber"),
        migrations.CreateModel(
            name="IncidentNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.CharField(max_length=16)),
                ("year", models.PositiveSmallIntegerField()),
                ("series", models.CharField(max_length=10)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("prefix", "year", "series"), name="one_counter_per_year")
                ]
            },
        ),
    ]
