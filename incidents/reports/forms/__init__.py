"""Forms of reports: parse only."""

from incidents.reports.forms.field import FollowForm, FullForm
from incidents.reports.forms.filters import FilterForm
from incidents.reports.forms.intake import AddForm, FieldForm, IntakeForm, PublicForm

__all__ = ["AddForm", "FieldForm", "FilterForm", "FollowForm", "FullForm", "IntakeForm", "PublicForm"]
