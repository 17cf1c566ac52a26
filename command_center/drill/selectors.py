"""Is this live, or a drill?"""

from django.conf import settings

from clocks.selectors import pulses
from command_center.drill.models import Ground

# Worker and beat pulse every 5 s while a site runs on this database.
RUNNING_S = 60.0


def ground_is_drill() -> bool:
    """What the database says of itself."""
    return Ground.objects.filter(is_drill=True).exists()


def ground_fits() -> bool:
    """Whether settings and database agree."""
    return ground_is_drill() == settings.DRILL


def site_runs_here() -> bool:
    """Whether some site's worker or beat gave a sign of life on this database within the last minute."""
    return any(age is not None and age < RUNNING_S for age in pulses().values())
