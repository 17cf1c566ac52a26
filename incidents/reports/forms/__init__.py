"""What people may type about reports and ask of their lists."""

from incidents.reports.forms.filters import FilterForm
from incidents.reports.forms.intake import AddForm, FieldForm, IntakeForm, PublicForm

__all__ = ["AddForm", "FieldForm", "FilterForm", "IntakeForm", "PublicForm"]
