"""`manage.py load_vocabulary`, and the admin site's windows on incidents."""

import io

import pytest
from django.contrib import admin
from django.core.management import call_command

from incidents.response.models import EventType, Figure, GradeChange, Incident, LogEntry, TypePattern
from incidents.response.vocabulary import type_rows

MODELS = (Incident, LogEntry, Figure, GradeChange, EventType)


def test_the_command_adds_what_is_missing_and_says_how_much(db):
    TypePattern.objects.all().delete()
    EventType.objects.filter(code__in=["10402"]).delete()
    out = io.StringIO()
    call_command("load_vocabulary", stdout=out)
    assert EventType.objects.filter(pk="10402").exists() and TypePattern.objects.exists()
    assert "event types added: 1" in out.getvalue()
    call_command("load_vocabulary", stdout=out)
    assert "event types added: 0; patterns added: 0" in out.getvalue()


def test_the_table_of_types_names_every_class_of_the_standard():
    assert [row["code"] for row in type_rows() if not row["parent"]] == ["10000", "20000", "30000", "40000"]
    assert sum(1 for row in type_rows() if row["code"].endswith("00")) == 43


@pytest.mark.parametrize("model", MODELS)
def test_the_admin_site_shows_and_never_changes(model, rf, place):
    window = admin.site._registry[model]
    request = rf.get("/admin/")
    request.user = place.officer
    assert not window.has_add_permission(request)
    assert not window.has_change_permission(request)
    assert not window.has_delete_permission(request)
