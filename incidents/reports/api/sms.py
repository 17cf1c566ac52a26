"""The door for a gateway of text messages (R-B8): the message in, the words to answer out."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import UnprocessableError
from incidents.reports import serializers as shapes
from incidents.reports import services
from incidents.reports.data import Errors
from incidents.reports.models import SmsState
from organizations.api.base import ApiView
from organizations.roles import Permission

SmsIn = type(
    "SmsIn",
    (serializers.Serializer,),
    {
        "__doc__": "One message as the gateway received it; `from` is the number of the sender.",
        "from": serializers.CharField(max_length=40),
        "text": serializers.CharField(max_length=2000, allow_blank=True),
        "received_at": serializers.DateTimeField(required=False, allow_null=True),
    },
)


class SmsOut(serializers.Serializer):
    """What became of it, and the text to send back."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=SmsState.choices)
    report = serializers.IntegerField(allow_null=True)
    number = serializers.CharField(allow_null=True)
    reply = serializers.CharField()


class SmsView(ApiView):
    """Messages from a gateway."""

    serializer_class = SmsOut

    @extend_schema(operation_id="sms_receive", request=SmsIn, responses={201: SmsOut})
    def post(self, request: Request) -> Response:
        """Every message is kept; the answer is in `reply`, also when nothing was filed."""
        self.require(Permission.REPORT_CREATE)
        body = shapes.body_of(request.data)
        errors: Errors = {}
        sender, text = shapes.text_of(body, "from", errors), shapes.text_of(body, "text", errors)
        moment = shapes.moment_of(body.get("received_at"), errors, "received_at")
        if errors:
            raise UnprocessableError(_("Some fields need correction."), errors=errors)
        kept = services.sms_receive(sender=sender, text=text, received_at=moment, actor=self.actor)
        report = kept.report
        document = {
            "id": kept.pk,
            "state": kept.state,
            "report": report.pk if report else None,
            "number": report.number if report else None,
            "reply": kept.reply,
        }
        return Response(document, status=201)
