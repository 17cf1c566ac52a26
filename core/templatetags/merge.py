"""`{% merge form conflict %}`: what a form with a version carries, and both sides when it was stale."""

from typing import Any

from django import forms, template

from core.merge import CURRENT, YOURS, Conflict, base_of

register = template.Library()


@register.inclusion_tag("components/merge.html")
def merge(form: forms.BaseForm, conflict: Conflict | None = None) -> dict[str, Any]:
    """Inside the <form>, above its fields."""
    base = conflict.base if conflict else base_of(form)
    return {"form": form, "conflict": conflict, "base": base, "current": CURRENT, "yours": YOURS}
