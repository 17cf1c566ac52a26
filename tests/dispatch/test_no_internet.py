"""The dispatch loop asks nothing of the world outside: it works where there is no internet (R-A6, R-H6)."""

import socket

import pytest

from incidents.dispatch.models import Dispatch
from incidents.reports.models import Report
from incidents.response.models import Incident
from tests.factories import organizations as make
from tests.factories import reports
from tests.factories.teams import team

pytestmark = pytest.mark.django_db
OWN = ("127.", "::1", "localhost", "/")
PART = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def outside(monkeypatch):
    """Every attempt to reach another machine, by name or address, is written down and fails."""
    tried = []
    own = {socket.gethostbyname("localhost"), *OWN}
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded(self, address):
        host = address if isinstance(address, str | bytes) else address[0]
        if self.family != socket.AF_UNIX and not str(host).startswith(tuple(own)):
            tried.append(str(host))
            raise OSError("no internet here")
        return connect(self, address)

    def looked_up(host, *arguments, **more):
        if host is not None and not str(host).startswith(tuple(own)):
            tried.append(str(host))
            raise socket.gaierror("no names here")
        return resolve(host, *arguments, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return tried


def test_the_guard_sees_an_attempt(outside):
    with pytest.raises(OSError, match="no "):
        socket.create_connection(("example.org", 80), 1)
    with pytest.raises(OSError, match="no "):
        socket.create_connection(("192.0.2.1", 80), 1)
    assert outside == ["example.org", "192.0.2.1"]


def test_from_the_call_to_the_end_nothing_outside_is_asked(
    county, signed_in, outside, django_capture_on_commit_callbacks
):
    officer = make.user("duty_officer", county[0])
    duty, row = signed_in(officer), team(county[1])
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.report(officer)
        assert duty.post(f"/reports/{report.pk}/verify/", **PART).status_code < 400
        incident = Incident.objects.get()
        where = f"/dispatch/incident/{incident.number}/"
        assert duty.get(where).status_code == 200
        assert duty.post(f"{where}order/", {"team": [row.pk], "task": "搜救"}, **PART).status_code == 204
        order = Dispatch.objects.get()
        for status in ("acknowledged", "en_route", "on_scene", "returning", "ended"):
            assert duty.post(f"/dispatch/orders/{order.pk}/status/", {"status": status}, **PART).status_code < 400
        assert duty.post(f"/incidents/{incident.number}/notes/", {"text": "险情解除"}, **PART).status_code < 400
        for page in ("/duty/", "/dispatch/", "/map/", f"/incidents/{incident.number}/", "/api/v1/map/", "/r/"):
            assert duty.get(page).status_code == 200, page
    assert Report.objects.get().status == "verified"
    order.refresh_from_db()
    assert (order.status, outside) == ("ended", [])
