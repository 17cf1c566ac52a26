"""Addresses of the phone's modules, for the links that fetch them all at once."""

from django import template
from django.templatetags.static import static

register = template.Library()


@register.filter
def words(text: str) -> list[str]:
    """The parts of a text between spaces."""
    return text.split()


@register.simple_tag
def module(name: str) -> str:
    """Where a module of static/js lies."""
    return static(f"js/{name}.js")
