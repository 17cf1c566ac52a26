"""What is imported, from which file, and how."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.forms.people import CHOICE, TEXT

KINDS = [
    ("divisions", _("Division codes (CSV or JSON)")),
    ("boundaries", _("Boundaries (GeoJSON or zipped Shapefile)")),
    ("people", _("People (CSV)")),
]
FRAMES = [
    ("wgs84", "WGS 84"),
    ("cgcs2000", "CGCS2000"),
    ("gcj02", _("GCJ-02 (AMap, Tencent, DataV)")),
]
WAYS = [
    ("all", _("All lines or none: nothing is saved while a line is wrong")),
    ("right", _("The right lines only: wrong lines are left out")),
]


class ImportForm(forms.Form):
    """One file; trying it first saves nothing."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=KINDS, widget=forms.Select(CHOICE))
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"class": "form-control"}),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty"), "missing": _("Choose a file")},
    )
    below = forms.RegexField(
        r"^[0-9]{0,12}$",
        label=_("Only below this code"),
        required=False,
        widget=forms.TextInput(TEXT),
        help_text=_("For division codes: 3301 takes only that city out of the national list."),
        error_messages={"invalid": _("Write up to 12 digits")},
    )
    frame = forms.ChoiceField(
        label=_("Coordinates"),
        choices=FRAMES,
        required=False,
        widget=forms.Select(CHOICE),
        help_text=_("For boundaries: what the numbers mean when the file does not say."),
    )
    way = forms.ChoiceField(label=_("If lines are wrong"), choices=WAYS, widget=forms.RadioSelect)
