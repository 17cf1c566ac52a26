"""Rules of approval: who must sign what, kept as data (R-C4)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.errors import AppError
from organizations import access
from organizations.forms.approvals import KINDS, ApprovalRuleForm
from organizations.roles import Permission
from organizations.selectors.approvals import approval_rule_get, approval_rules
from organizations.services.approvals import approval_rule_add, approval_rule_end
from organizations.views.tools import person_of, put_errors


class ApprovalRulesView(View):
    """The rules in force, and a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, and the form for those who may."""
        access.require_anywhere(request.user, Permission.PEOPLE_VIEW)
        return self._show(request, ApprovalRuleForm(actor=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one."""
        access.require_anywhere(request.user, Permission.ROLE_GRANT)
        form = ApprovalRuleForm(request.POST, actor=request.user)
        if form.is_valid():
            try:
                approval_rule_add(actor=person_of(request), **form.cleaned_data)
                messages.success(request, _("The rule counts from now on."))
                return HttpResponseRedirect(reverse("organizations:approvals"))
            except AppError as error:
                put_errors(form, error)
        return self._show(request, form, 422)

    def _show(self, request: HttpRequest, form: ApprovalRuleForm, status: int = 200) -> HttpResponse:
        labels = dict(KINDS)
        rules = [(rule, labels.get(rule.kind, rule.kind)) for rule in approval_rules(request.user)]
        may = access.can_anywhere(request.user, Permission.ROLE_GRANT)
        context = {"form": form, "rules": rules, "may_change": may}
        return render(request, "organizations/approvals.html", context, status=status)


class ApprovalRuleEndView(View):
    """End a rule."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """From now on it does not count."""
        approval_rule_end(rule=approval_rule_get(request.user, pk), actor=person_of(request))
        messages.success(request, _("The rule has ended."))
        return HttpResponseRedirect(reverse("organizations:approvals"))
