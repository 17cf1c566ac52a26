"""One write and one list, for the tests of what every API view does."""

import django_filters
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from command_center.urls import urlpatterns as platform
from core.errors import ConflictError
from organizations import services
from organizations.api import ListApiView
from organizations.models import Unit


class UnitShape(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ["id", "name", "kind"]


class UnitFilter(django_filters.FilterSet):
    class Meta:
        model = Unit
        fields = ["kind", "jurisdiction", "is_active"]


class Units(ListApiView):
    serializer_class = UnitShape
    filterset_class = UnitFilter

    def rows(self):
        return Unit.objects.order_by("pk")

    def post(self, request):
        place = request.user.memberships.get().jurisdiction
        unit = services.unit_create(jurisdiction=place, name=request.data["name"], kind="station", actor=request.user)
        if request.data["name"] == "refused":
            raise ConflictError("no", extra={"with": 7})
        if request.data["name"] == "broken":
            raise RuntimeError("our own fault")
        if request.data["name"] == "busy":
            return Response({}, status=503)
        return Response(UnitShape(unit).data, status=201)

    def delete(self, request):
        return HttpResponse(status=204)


urlpatterns = [path("api/v1/units-for-tests/", Units.as_view()), *platform]
