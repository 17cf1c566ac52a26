"""`/settings/types/`: event types and the words that suggest them, with a box to try them in."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError, NotFoundError
from incidents.response import selectors, services
from incidents.response.forms.acting import TypeForm
from incidents.response.models import EventType
from incidents.response.services import CAP_CATEGORIES, TypeData
from incidents.response.views.common import need, person
from incidents.response.views.editing import add_errors
from organizations import access
from organizations.roles import Permission


class TypeList(View):
    """The vocabulary: to read for everybody who sees incidents, to edit for those who decide grades."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Types with their words and use; `text` tries a narrative against the words."""
        need(request, Permission.INCIDENT_VIEW)
        words, search = request.GET.get("text", "")[:2000], request.GET.get("q", "")[:100]
        context = {
            "types": selectors.event_types_with_use(q=search),
            "q": search,
            "text": words,
            "found": selectors.type_suggest(words) if words else None,
            "may_edit": access.can_anywhere(request.user, Permission.INCIDENT_GRADE),
        }
        return render(request, "response/types.html", context)


class TypeEdit(View):
    """One event type: names, category, use, words."""

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """The form."""
        self._need(request)
        return self._show(request, self._form(code), code)

    def post(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """Save type and words together."""
        self._need(request)
        form = self._form(code, request)
        if form.is_valid():
            data = form.cleaned_data
            try:
                with transaction.atomic():
                    saved = services.event_type_save(
                        data=TypeData(
                            code=data["code"],
                            name=data["name"],
                            name_en=data["name_en"],
                            parent=data["parent"],
                            cap_category=data["cap_category"],
                            is_active=data["is_active"],
                            prompts=data["prompts"],
                            prompts_en=data["prompts_en"],
                        ),
                        create=not code,
                        actor=person(request),
                    )
                    services.event_type_patterns(event_type=saved, patterns=data["patterns"], actor=person(request))
                return HttpResponseRedirect(f"{reverse('response:types')}#type-{saved.pk}")
            except AppError as error:
                add_errors(form, error)
        return self._show(request, form, code, 422)

    def _need(self, request: HttpRequest) -> None:
        if not access.can_anywhere(request.user, Permission.INCIDENT_GRADE):
            raise PermissionDenied(_("Only those who decide grades maintain the event types."))

    def _type(self, code: str) -> EventType:
        found = selectors.event_type_get(code, active=None)
        if found is None:
            raise NotFoundError(_("It does not exist, or it is out of your reach."))
        return found

    def _form(self, code: str, request: HttpRequest | None = None) -> TypeForm:
        initial: dict[str, object] = {"is_active": True}
        if code:
            kind = self._type(code)
            rows = selectors.type_patterns().filter(event_type=kind)
            initial = {
                "code": kind.pk,
                "parent": kind.parent_id or "",
                "name": kind.name,
                "name_en": kind.name_en,
                "cap_category": kind.cap_category,
                "is_active": kind.is_active,
                "prompts": kind.prompts,
                "prompts_en": kind.prompts_en,
                "patterns": "\n".join(f"{row.rank} {row.pattern}" for row in rows),
            }
        data = request.POST if request else None
        return TypeForm(data, initial=initial, categories=list(CAP_CATEGORIES), editing=bool(code))

    def _show(self, request: HttpRequest, form: TypeForm, code: str, status: int = 200) -> HttpResponse:
        return render(request, "response/type_edit.html", {"form": form, "code": code}, status=status)
