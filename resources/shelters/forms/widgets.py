"""Controls as Bootstrap draws them, and names of reference data in the reader's language."""

from typing import Any

from django import forms

from core.templatetags.components import local_name

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


def text(**attrs: Any) -> forms.TextInput:
    """One line."""
    return forms.TextInput(attrs=CONTROL | attrs)


def number(**attrs: Any) -> forms.NumberInput:
    """A whole number."""
    return forms.NumberInput(attrs=CONTROL | {"inputmode": "numeric"} | attrs)


def select() -> forms.Select:
    """One of a list."""
    return forms.Select(attrs=SELECT)


class Named(forms.ModelChoiceField):
    """A choice shown by its name in the reader's language, with where it is."""

    def label_from_instance(self, obj: Any) -> str:
        """The option's words."""
        place = getattr(obj, "jurisdiction", None)
        return f"{local_name(obj)} · {local_name(place)}" if place is not None else f"{local_name(obj)} ({obj.code})"
