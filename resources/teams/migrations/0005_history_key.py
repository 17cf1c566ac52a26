"""History and abilities keyed by what they are about: one index less to write for every position.

The history held nothing before this migration; abilities are derived and filled again.
"""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


FILL = """
-- A batch moves every team of a page at once: room for a second version of each keeps the update within the page (HOT).
ALTER TABLE teams_team SET (fillfactor = 40);
ALTER TABLE teams_teamability SET (fillfactor = 80);
INSERT INTO teams_teamability (team_id, capability_id, ready, place)
SELECT c.team_id, c.capability_id, t.readiness = 'standby' AND t.on_shift AND t.is_active, COALESCE(t.position, t.base)
FROM teams_team_capabilities c JOIN teams_team t ON t.id = c.team_id;
"""


class Migration(migrations.Migration):
    """A composite key cannot be migrated to: the table is made anew."""

    dependencies = [("teams", "0004_nowhere")]

    operations = [
        migrations.DeleteModel(name="PositionHistory"),
        migrations.CreateModel(
            name="PositionHistory",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "team_id", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("place", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=4326)),
                ("accuracy_m", models.FloatField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(fields=["received_at"], name="position_history_received")
                ]
            },
        ),
        migrations.DeleteModel(name="TeamAbility"),
        migrations.CreateModel(
            name="TeamAbility",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "team_id", "capability_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ready", models.BooleanField()),
                ("place", django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                (
                    "capability",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.capability",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="abilities",
                        to="teams.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        condition=models.Q(("ready", True)), fields=["capability", "place"], name="ability_nearest"
                    ),
                    models.Index(
                        condition=models.Q(("ready", False)), fields=["capability"], name="ability_not_free"
                    ),
                    models.Index(
                        condition=models.Q(("place__isnull", True), ("ready", True)),
                        fields=["capability"],
                        name="ability_nowhere",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
