"""Addresses of this app: pages, and the part of the API it serves."""

from django.urls import URLPattern, path

from resources.shelters.api import people as people_api
from resources.shelters.api import shelters as api
from resources.shelters.views import acting, door, editing, pages, residents

app_name = "shelters"
urlpatterns: list[URLPattern] = [
    path("shelters/", pages.SheltersPage.as_view(), name="shelters"),
    path("shelters/export/", pages.Export.as_view(), name="export"),
    path("shelters/new/", editing.ShelterEdit.as_view(), name="new"),
    path("shelters/norms/", editing.Norms.as_view(), name="norms"),
    path("shelters/<int:pk>/", pages.ShelterPage.as_view(), name="shelter"),
    path("shelters/<int:pk>/log/", pages.DayLog.as_view(), name="log"),
    path("shelters/<int:pk>/edit/", editing.ShelterEdit.as_view(), name="edit"),
    path("shelters/<int:pk>/facilities/", editing.SaveFacilities.as_view(), name="facilities"),
    path("shelters/<int:pk>/entrances/", editing.SaveEntrance.as_view(), name="entrances"),
    path("shelters/<int:pk>/state/", acting.ChangeState.as_view(), name="state"),
    path("shelters/<int:pk>/check/", acting.Check.as_view(), name="check"),
    path("shelters/<int:pk>/note/", acting.Note.as_view(), name="note"),
    path("shelters/<int:pk>/door/", door.Door.as_view(), name="door"),
    path("shelters/<int:pk>/count/", door.CountHeads.as_view(), name="count"),
    path("shelters/<int:pk>/residents/", residents.Residents.as_view(), name="residents"),
    path("shelters/<int:pk>/residents/export/", residents.Export.as_view(), name="residents-export"),
    path("shelters/<int:pk>/residents/move/", residents.Move.as_view(), name="move"),
    path("shelters/<int:pk>/residents/<int:stay>/", residents.Resident.as_view(), name="resident"),
    path("shelters/<int:pk>/residents/<int:stay>/reveal/", residents.Reveal.as_view(), name="reveal"),
]
api_urlpatterns: list[URLPattern] = [
    path("shelters/", api.ShelterList.as_view(), name="shelters"),
    path("shelters/<int:pk>/", api.ShelterDetail.as_view(), name="shelter"),
    path("shelters/<int:pk>/state/", api.ShelterState.as_view(), name="shelter-state"),
    path("shelters/<int:pk>/check/", api.ShelterCheck.as_view(), name="shelter-check"),
    path("shelters/<int:pk>/count/", people_api.HeadCount.as_view(), name="shelter-count"),
    path("shelters/<int:pk>/residents/", people_api.Residents.as_view(), name="shelter-residents"),
    path("shelters/<int:pk>/residents/<int:stay>/leave/", people_api.Leave.as_view(), name="shelter-leave"),
    path("shelters/<int:pk>/residents/<int:stay>/transfer/", people_api.Transfer.as_view(), name="shelter-transfer"),
    path("shelters/<int:pk>/residents/<int:stay>/reveal/", people_api.Reveal.as_view(), name="shelter-reveal"),
]
