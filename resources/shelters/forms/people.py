"""Forms at the door and of the residents' list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resources.shelters.forms.widgets import CONTROL, number, select, text
from resources.shelters.models import Away, Sex, Stay
from resources.shelters.services import HouseholdData, PersonData
from resources.shelters.vocabulary import FLAGS, NEEDS

MOST_ROWS = 40


class PersonForm(forms.Form):
    """One person; everything but the name may follow later."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        required=False,
        max_length=100,
        widget=text(autocomplete="off", autocapitalize="off"),
    )
    id_number = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=40,
        widget=text(autocomplete="off", spellcheck="false", autocapitalize="characters"),
    )
    other_document = forms.BooleanField(label=_("other document"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", "–"), *Sex.choices], widget=select())
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=130, widget=number())
    bed = forms.CharField(label=_("Bed or unit"), required=False, max_length=40, widget=text(autocomplete="off"))
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=text(type="tel", autocomplete="off")
    )
    flags = forms.MultipleChoiceField(
        label=_("Needs more care"), required=False, choices=list(FLAGS.items()), widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs"), required=False, choices=list(NEEDS.items()), widget=forms.CheckboxSelectMultiple
    )
    needs_note = forms.CharField(label=_("Other needs"), required=False, max_length=200, widget=text())

    def data_of(self) -> PersonData:
        """What the service takes."""
        return PersonData(**self.cleaned_data)


PeopleForms = forms.formset_factory(PersonForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class DoorForm(forms.Form):
    """What is said of the household."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    heads = forms.IntegerField(
        label=_("People in all"),
        required=False,
        min_value=0,
        max_value=200,
        help_text=_("Who is not named below is counted; the name can follow."),
        widget=number(),
    )
    already_counted = forms.IntegerField(
        label=_("Of them counted before without a name"), required=False, min_value=0, max_value=200, widget=number()
    )
    origin = forms.CharField(
        label=_("Where from"), required=False, max_length=100, widget=text(list="origins", autocomplete="off")
    )
    phone = forms.CharField(
        label=_("Contact phone"), required=False, max_length=40, widget=text(type="tel", autocomplete="off")
    )
    override_reason = forms.CharField(
        label=_("Reason for going beyond capacity"), required=False, max_length=300, widget=text(autocomplete="off")
    )

    def data_of(self, people: list[PersonData]) -> HouseholdData:
        """What the service takes."""
        said = self.cleaned_data
        return HouseholdData(
            people=people,
            heads=said["heads"] or 0,
            already_counted=said["already_counted"] or 0,
            origin=said["origin"],
            phone=said["phone"],
            override_reason=said["override_reason"],
            key=said["key"],
        )


class ResidentFilter(forms.Form):
    """The filters of the residents' list."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        help_text=_("Name, initials, bed, phone, where from"),
        widget=forms.TextInput(attrs=CONTROL | {"type": "search"}),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("resident", "Where"),
        required=False,
        choices=[
            ("", _("Registered here")),
            ("inside", _("Inside")),
            ("away", _("Away for some hours")),
            ("left", _("Left")),
            ("all", _("All")),
        ],
        widget=select(),
    )
    flag = forms.ChoiceField(
        label=_("Needs more care"),
        required=False,
        choices=[("", _("All")), ("any", _("Anybody marked")), *FLAGS.items()],
        widget=select(),
    )
    need = forms.ChoiceField(
        label=_("Needs"),
        required=False,
        choices=[("", _("All")), ("any", _("Any need")), *NEEDS.items()],
        widget=select(),
    )


class LeaveForm(forms.Form):
    """How a stay ends, and where to."""

    use_required_attribute = False  # one of several ways to send the list

    left_as = forms.ChoiceField(label=_("How"), choices=Away.choices, widget=select())
    destination = forms.CharField(label=_("Where to"), required=False, max_length=100, widget=text(autocomplete="off"))


class TransferForm(forms.Form):
    """To which shelter."""

    use_required_attribute = False

    to = forms.ModelChoiceField(
        label=_("To which shelter"), empty_label=_("To which shelter"), queryset=None, widget=select()
    )

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = targets
        field.label_from_instance = lambda one: f"{one.name} · {one.free}"


def person_initial(stay: Stay, year: int) -> dict[str, Any]:
    """A resident's entry as the form shows it; the number is never in it."""
    person = stay.person
    names = ("name", "sex", "phone", "flags", "needs", "needs_note")
    return {
        **{name: getattr(person, name) for name in names},
        "bed": stay.bed,
        "age": year - person.birth_year if person.birth_year else None,
    }
