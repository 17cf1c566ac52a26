"""Room on the pages for positions, and TeamAbility rows that stay cheap to move."""

from django.db import migrations

class Migration(migrations.Migration):
    """Storage parameters."""

    dependencies = [("teams", "0002_nearest")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE teams_team SET (fillfactor = 70); ALTER TABLE teams_teamability SET (fillfactor = 80);",
            "ALTER TABLE teams_team RESET (fillfactor); ALTER TABLE teams_teamability RESET (fillfactor);",
        ),
    ]
