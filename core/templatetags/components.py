"""Template tags for the shared components (severity badge, unit chip, age …)."""

from django import template

register = template.Library()
