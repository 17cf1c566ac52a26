"""The calls a phone makes, with their codes (docs/api.md, “Files”)."""

import hashlib

import pytest

from tests.factories import files as make_files

PHOTO = make_files.photo((300, 200), noisy=True)


@pytest.fixture
def call(place, token_client):
    """`call(method, path, body, offset)`: as the duty officer; bytes go as a piece."""

    def ask(method, path, body=None, offset=None, person=None):
        client = token_client(person or place.officer)
        if isinstance(body, bytes):
            headers = {} if offset is None else {"HTTP_UPLOAD_OFFSET": str(offset)}
            return client.generic(method, path, body, content_type="application/octet-stream", **headers)
        return getattr(client, method.lower())(path, body, format="json")

    return ask


def said(place, content=PHOTO, **more):
    digest = hashlib.sha256(content).hexdigest()
    return {
        "subject": f"incident:{place.incident.pk}",
        "name": "桥头.jpg",
        "size": len(content),
        "sha256": digest,
        **more,
    }


def test_a_phone_sends_a_photo_in_pieces_and_everything_may_be_repeated(place, call):
    begun = call("POST", "/api/v1/files/", said(place, caption="桥头"))
    assert (begun.status_code, begun.json()["offset"]) == (201, 0)
    one = f"/api/v1/files/{begun.json()['id']}/"
    assert call("PATCH", one, PHOTO[:9000], 0).json()["offset"] == 9000
    again = call("PATCH", one, PHOTO[:9000], 0)
    assert (again.status_code, again.json()["offset"]) == (409, 9000)
    assert call("POST", "/api/v1/files/", said(place)).status_code == 200
    assert call("GET", "/api/v1/files/").json()["results"][0]["offset"] == 9000
    early = call("POST", f"{one}finish/")
    assert (early.status_code, early.json()["offset"]) == (409, 9000)
    call("PATCH", one, PHOTO[9000:], 9000)
    done = call("POST", f"{one}finish/").json()
    assert (done["state"], done["kind"], done["caption"]) == ("ready", "photo", "桥头")
    assert done["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    assert call("POST", f"{one}finish/").json() == done
    assert call("POST", "/api/v1/files/", said(place)).json()["state"] == "ready"
    listed = call("GET", f"/api/v1/files/?subject=incident:{place.incident.number}").json()
    assert [row["id"] for row in listed["results"]] == [done["id"]]
    assert call("GET", "/api/v1/files/").json()["count"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "x" * 64},
        {"size": 0},
        {"size": -5},
        {"size": 2**41},
        {"name": ""},
        {"taken_location": {"type": "Point", "coordinates": [200, 0]}},
        {"taken_location": {"type": "Point", "coordinates": []}},
        {"taken_at": "yesterday"},
        {"caption": "x" * 301},
    ],
)
def test_what_makes_no_sense_is_named(place, call, wrong):
    answer = call("POST", "/api/v1/files/", said(place, **wrong))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].split(".")[0] in wrong


def test_what_the_phone_knows_of_the_place_is_kept_where_the_photo_says_nothing(place, call):
    where = {"type": "Point", "coordinates": [103.5, 30.8]}
    begun = call("POST", "/api/v1/files/", said(place, taken_location=where, taken_at="2026-07-15T14:32:10+08:00"))
    one = f"/api/v1/files/{begun.json()['id']}/"
    call("PATCH", one, PHOTO, 0)
    done = call("POST", f"{one}finish/").json()
    assert done["taken_location"] == where
    assert done["taken_at"].startswith("2026-07-15T14:32:10")


def test_pieces_that_are_too_large_or_of_another_type_are_refused(place, call, settings, token_client):
    one = f"/api/v1/files/{call('POST', '/api/v1/files/', said(place)).json()['id']}/"
    assert call("PATCH", one, PHOTO).status_code == 422  # no offset
    assert call("PATCH", one, PHOTO, "-1").status_code == 422
    assert call("PATCH", one, b"", 0).status_code == 422
    assert token_client(place.officer).patch(one, {"a": 1}, format="json").status_code == 415
    settings.FILES_CHUNK = 1000
    assert call("PATCH", one, PHOTO[:1001], 0).status_code == 413
    assert call("PATCH", one, PHOTO[:1000], 0).json()["offset"] == 1000


def test_a_refusal_tells_the_reader_why_and_the_row_remembers_it(place, call):
    page = b"<html><script>1</script>" + b" " * 5000
    one = f"/api/v1/files/{call('POST', '/api/v1/files/', said(place, page)).json()['id']}/"
    answer = call("PATCH", one, page, 0)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert answer["Content-Type"].startswith("application/problem+json")
    row = call("GET", one).json()
    assert (row["state"], row["url"], row["refusal"]) == ("refused", None, answer.json()["detail"])
    assert call("POST", f"{one}finish/").status_code == 422
    assert call("PATCH", one, page, 0).status_code == 422


def test_others_find_nothing_and_lookers_change_nothing(place, call):
    one = f"/api/v1/files/{call('POST', '/api/v1/files/', said(place)).json()['id']}/"
    for person, code in ((place.neighbour, 404), (place.auditor, 403)):
        assert call("PATCH", one, PHOTO, 0, person).status_code == code
        assert call("POST", f"{one}finish/", person=person).status_code == code
        assert call("POST", f"{one}remove/", {"reason": "x"}, person=person).status_code == code
        assert call("POST", "/api/v1/files/", said(place), person=person).status_code == code
    assert call("GET", one, person=place.neighbour).status_code == 404
    # What is not finished is nobody else's business.
    assert (
        call("GET", f"/api/v1/files/?subject=incident:{place.incident.pk}", person=place.auditor).json()["count"] == 0
    )


def test_striking_takes_a_reason_and_happens_once(place, call):
    file = make_files.added(f"incident:{place.incident.pk}", place.officer, PHOTO)
    address = f"/api/v1/files/{file.pk}/remove/"
    assert call("POST", address, {"reason": " "}).status_code == 422
    struck = call("POST", address, {"reason": "不是这里"}).json()
    assert (struck["removed_reason"], struck["url"], struck["thumbnail"]) == ("不是这里", None, None)
    assert call("POST", address, {"reason": "不是这里"}).status_code == 409
