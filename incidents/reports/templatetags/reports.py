"""Controls of the report forms: the widget with the platform's classes, rows and hints."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def control(field: BoundField, placeholder: str = "", css: str = "") -> SafeString:
    """The field's widget, styled, described by its error where it has one."""
    select = isinstance(field.field.widget, forms.Select)
    attrs: dict[str, str | bool] = {"class": f"{'form-select' if select else 'form-control'} {css}".strip()}
    if placeholder:
        attrs["placeholder"] = str(placeholder)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)
