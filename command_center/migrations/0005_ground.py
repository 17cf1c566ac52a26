import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("command_center", "0004_walls")]

    operations = [
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_drill", models.BooleanField(default=True, editable=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_ground")]},
        ),
    ]
