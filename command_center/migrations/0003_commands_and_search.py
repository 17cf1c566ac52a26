import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("command_center", "0002_initial"),
        ("organizations", "0004_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchName",
            fields=[
                ("text", models.CharField(max_length=300, primary_key=True, serialize=False)),
                ("letters", models.CharField(max_length=120)),
                ("sound", models.CharField(max_length=600)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("letters", name="gin_trgm_ops"), name="search_letters"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("sound", name="gin_trgm_ops"), name="search_sound"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommandAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=20, verbose_name="word")),
                ("meaning", models.CharField(max_length=120, verbose_name="stands for")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organizations.jurisdiction",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "own command word",
                "verbose_name_plural": "own command words",
                "ordering": ["word"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("jurisdiction", None), ("user__isnull", False))
                        | models.Q(("jurisdiction__isnull", False), ("user", None)),
                        name="alias_of_a_person_or_a_centre",
                    ),
                    models.UniqueConstraint(fields=("jurisdiction", "word"), name="alias_once_per_centre"),
                    models.UniqueConstraint(fields=("user", "word"), name="alias_once_per_person"),
                ],
            },
        ),
    ]
