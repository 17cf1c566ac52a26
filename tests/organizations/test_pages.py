"""The pages of people, roles, units and jurisdictions: usable by hand, closed to those who may not, never blank."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations.models import Jurisdiction, Membership, Unit, User
from organizations.roles import Role
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(county, signed_in):
    root, township, village = county

    class World:
        pass

    world = World()
    world.root, world.township, world.village = root, township, village
    world.unit = root.units.get()
    for name, role in (
        ("system", Role.SYSTEM_ADMIN),
        ("security", Role.SECURITY_ADMIN),
        ("duty", Role.DUTY_OFFICER),
        ("reporter", Role.REPORTER),
    ):
        person = make.user(role, at=root, username=name, full_name=f"{name}员")
        setattr(world, name, person)
        setattr(world, f"{name}_page", signed_in(person))
    world.foreign = make.user(Role.DUTY_OFFICER, at=make.jurisdiction(name="邻县"), full_name="外人")
    return world


def text(answer):
    return answer.content.decode()


LISTS = ["/people/", "/units/", "/jurisdictions/"]


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_show_what_is_within_reach_in_both_languages(world, page, language):
    world.duty.language = language
    world.duty.save()
    answer = world.duty_page.get(page)
    assert answer.status_code == 200
    assert "外人" not in text(answer)
    assert "邻县" not in text(answer)


@pytest.mark.parametrize("page", [*LISTS, "/people/export.csv", "/imports/", "/people/new/", "/units/new/"])
def test_without_the_permission_a_page_says_who_can_grant_it(world, page):
    assert world.reporter_page.get(page).status_code == 403
    assert Client().get(page).status_code == 302


def test_the_list_is_searched_and_says_so_when_nothing_is_left(world):
    found = world.duty_page.get("/people/", {"q": "security"})
    assert "security员" in text(found)
    assert "system员" not in text(found)
    nothing = text(world.duty_page.get("/people/", {"q": "没有这个人"}))
    assert 'class="empty-state"' in nothing
    assert 'href="/people/"' in nothing
    for query in ({"role": "nonsense"}, {"active": "x"}, {"page": "99999"}, {"q": "%' OR 1=1"}):
        assert world.duty_page.get("/people/", query).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_people(world, django_assert_max_num_queries):
    for _number in range(40):
        make.user(Role.REPORTER, at=world.township)
    with django_assert_max_num_queries(12):
        world.duty_page.get("/people/")


def test_the_export_neutralises_formulas_and_is_on_record(world):
    make.user(Role.REPORTER, at=world.root, full_name="=HYPERLINK(1)", username="evil")
    answer = world.duty_page.get("/people/export.csv")
    assert "'=HYPERLINK(1)" in answer.content.decode("utf-8-sig")
    assert Event.objects.get(kind="user.exported").data["count"] >= 5
    gb = world.duty_page.get("/people/export.csv", {"encoding": "gb18030"})
    assert "system员" in gb.content.decode("gb18030")
    assert "外人" not in gb.content.decode("gb18030")


def new_person(world, page=None, **values):
    sent = {"username": "li.si", "full_name": "李四𠮷", "unit": world.unit.pk, "title": "", "phone": "", **values}
    return (page or world.system_page).post("/people/new/", sent)


def test_a_person_is_added_and_the_one_time_password_shown_once(world):
    answer = new_person(world)
    person = User.objects.get(username="li.si")
    password = text(answer).split('<p class="one-time"><code>')[1].split("</code>")[0]
    assert person.check_password(password)
    assert password not in text(world.system_page.get(f"/people/{person.pk}/"))
    entering = Client().post("/login/", {"username": "li.si", "password": password})
    assert entering.status_code == 302


@pytest.mark.parametrize("values", [{"username": "duty"}, {"username": "a b"}, {"full_name": ""}, {"unit": "0"}])
def test_a_person_that_cannot_be_added_keeps_what_was_typed(world, values):
    answer = new_person(world, phone="13912345678", **values)
    assert answer.status_code in (409, 422)
    assert "13912345678" in text(answer)
    assert "data-error-summary" in text(answer)


def test_a_unit_out_of_reach_cannot_be_chosen(world):
    assert new_person(world, unit=world.foreign.unit_id).status_code == 422


def test_editing_and_granting_are_kept_apart(world):
    page = f"/people/{world.duty.pk}/"
    grant = {"role": "auditor", "jurisdiction": world.root.pk}
    assert "13912345678" not in text(world.system_page.get(page))
    edit = {"full_name": "新名", "unit": world.unit.pk, "title": "", "phone": "", "version": 1}
    assert world.security_page.post(page, edit).status_code in (403, 422)
    assert world.system_page.post(f"{page}roles/", grant).status_code in (403, 422)
    assert world.duty_page.post(f"{page}roles/", grant).status_code in (403, 422)
    world.duty.refresh_from_db()
    assert world.duty.full_name == "duty员"
    assert not Membership.objects.filter(role=Role.AUDITOR).exists()
    assert world.system_page.post(page, edit).status_code == 302
    assert world.security_page.post(f"{page}roles/", grant).status_code == 302
    assert Membership.objects.get(role=Role.AUDITOR).user == world.duty


def test_a_stale_form_shows_both_sides_and_can_be_sent_again(world):
    page = f"/people/{world.duty.pk}/"
    sent = {"full_name": "duty员", "unit": world.unit.pk, "title": "科长", "phone": "", "version": 1}
    assert world.system_page.post(page, sent).status_code == 302
    answer = world.system_page.post(page, {**sent, "title": "主任"})
    assert answer.status_code == 409
    assert "科长" in text(answer)
    assert "主任" in text(answer)
    assert 'name="version" value="2"' in text(answer)
    assert world.system_page.post(page, {**sent, "title": "主任", "version": 2}).status_code == 302


def test_conflicting_roles_are_refused_on_the_page_in_words(world):
    answer = world.security_page.post(
        f"/people/{world.system.pk}/roles/", {"role": "auditor", "jurisdiction": world.root.pk}
    )
    assert answer.status_code == 409
    assert "data-error-summary" in text(answer)
    assert not Membership.objects.filter(role=Role.AUDITOR).exists()


def test_a_role_is_granted_with_dates_and_ended(world):
    page = f"/people/{world.reporter.pk}/"
    sent = {"role": "keeper", "jurisdiction": world.township.pk, "ends_at": "2099-01-01T08:00"}
    assert world.security_page.post(f"{page}roles/", sent).status_code == 302
    held = Membership.objects.get(role=Role.KEEPER)
    assert held.ends_at.year == 2099
    assert world.security_page.post(f"{page}roles/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert held.has_ended
    assert world.security_page.post(f"{page}roles/", {**sent, "ends_at": "2001-01-01T08:00"}).status_code == 422


def test_the_last_security_administrator_stays_and_the_page_says_why(world):
    other = make.user(Role.SECURITY_ADMIN, at=world.root)
    Membership.objects.filter(user=other).update(role=Role.REPORTER)
    held = world.security.memberships.get()
    answer = world.security_page.post(f"/people/{world.security.pk}/roles/{held.pk}/end/")
    assert answer.status_code == 409
    assert "security员" in text(answer)


def test_disabling_wants_a_reason_and_works_at_once(world):
    page = f"/people/{world.duty.pk}/"
    assert world.system_page.post(f"{page}disable/", {"reason": ""}).status_code == 422
    assert world.duty_page.get("/people/").status_code == 200
    assert world.system_page.post(f"{page}disable/", {"reason": "调离"}).status_code == 302
    assert world.duty_page.get("/people/").status_code == 302
    assert world.system_page.post(f"{page}enable/", {"reason": "调回"}).status_code == 302


def test_a_new_one_time_password_is_shown_once(world):
    answer = world.system_page.post(f"/people/{world.duty.pk}/password/")
    password = text(answer).split('<p class="one-time"><code>')[1].split("</code>")[0]
    world.duty.refresh_from_db()
    assert world.duty.check_password(password)
    assert world.security_page.post(f"/people/{world.reporter.pk}/password/").status_code == 403


@pytest.mark.parametrize("path", ["", "disable/", "enable/", "password/", "roles/"])
def test_a_person_out_of_reach_does_not_exist(world, path):
    foreign = world.system_page.post(f"/people/{world.foreign.pk}/{path}", {"reason": "x"})
    missing = world.system_page.post(f"/people/99999999999999999999/{path}", {"reason": "x"})
    assert foreign.status_code == missing.status_code == 404


def test_a_unit_is_added_edited_and_taken_out_of_use(world):
    sent = {"jurisdiction": world.township.pk, "name": "消防站", "kind": "station", "duty_phone": "119"}
    added = world.system_page.post("/units/new/", sent)
    unit = Unit.objects.get(name="消防站")
    assert added["Location"] == f"/units/{unit.pk}/"
    assert world.system_page.post("/units/new/", sent).status_code == 409
    edited = {"name": "消防一站", "kind": "station", "version": 1}
    assert world.system_page.post(f"/units/{unit.pk}/", edited).status_code == 302
    assert world.system_page.post(f"/units/{unit.pk}/", edited).status_code == 409
    unit.refresh_from_db()
    assert (unit.name, unit.is_active, unit.initials) == ("消防一站", False, "xfyz")
    assert world.duty_page.post(f"/units/{unit.pk}/", edited).status_code == 403
    assert "消防一站" in text(world.duty_page.get("/units/", {"q": "xfyz"}))


def test_the_tree_is_walked_searched_and_added_to(world):
    top = text(world.system_page.get("/jurisdictions/"))
    assert "云溪县" in top
    assert "玉山镇" in text(world.system_page.get(f"/jurisdictions/{world.root.pk}/"))
    assert "玉山村" in text(world.system_page.get("/jurisdictions/", {"q": "ysc"}))
    here = f"/jurisdictions/{world.township.pk}/"
    sent = {"code": "9-001", "name": "开发区", "level": "village", "population": ""}
    assert world.system_page.post(f"{here}new/", sent).status_code == 302
    assert Jurisdiction.objects.get(code="9-001").parent == world.township
    assert world.system_page.post(f"{here}new/", sent).status_code == 409
    assert world.system_page.post(f"{here}new/", {**sent, "code": "9-002", "level": "city"}).status_code == 422
    assert world.system_page.post(f"{here}edit/", {"name": "玉山镇二", "version": 1}).status_code == 302
    assert world.duty_page.post(f"{here}edit/", {"name": "x", "version": 2}).status_code == 403
    assert world.system_page.get(f"/jurisdictions/{world.foreign.unit.jurisdiction_id}/").status_code == 404


def upload(name, content):

    return SimpleUploadedFile(name, content)


def test_a_file_is_tried_on_the_page_then_imported(world):
    Jurisdiction.objects.filter(pk=world.root.pk).update(code="990121000000")
    content = "code,name\n990121900,新镇\n1,坏\n".encode()
    sent = {"kind": "divisions", "way": "all", "do": "try"}
    page = "/imports/"
    tried = world.system_page.post(page, {**sent, "file": upload("a.csv", content)})
    assert tried.status_code == 200
    assert "<td>3</td>" in text(tried)
    assert not Jurisdiction.objects.filter(code="990121900000").exists()
    refused = world.system_page.post(page, {**sent, "do": "import", "file": upload("a.csv", content)})
    assert not Jurisdiction.objects.filter(code="990121900000").exists()
    assert "<td>3</td>" in text(refused)
    world.system_page.post(page, {**sent, "do": "import", "way": "right", "file": upload("a.csv", content)})
    assert Jurisdiction.objects.filter(code="990121900000").exists()
    part = world.system_page.post(page, {**sent, "file": upload("a.csv", b"\x00")}, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert "<html" not in text(part)
    assert world.system_page.post(page, sent).status_code == 422
    assert world.security_page.post(page, sent).status_code == 403


ADMIN = ["/admin/", "/admin/organizations/user/", "/admin/organizations/jurisdiction/"]


def test_the_data_site_opens_for_system_administrators_by_role_and_never_by_the_staff_flag(world, signed_in):
    flagged = make.user(Role.REPORTER, at=world.root, is_staff=True, is_superuser=True)
    local = make.user(Role.SYSTEM_ADMIN, at=world.township)
    for page in ADMIN:
        assert world.system_page.get(page).status_code == 200, page
        assert signed_in(flagged).get(page, follow=True).status_code == 403, page
        assert signed_in(local).get(page, follow=True).status_code == 403, page
        assert Client().get(page, follow=True).redirect_chain[-1][0].startswith("/login/"), page


def test_the_data_site_shows_and_never_writes(world):
    page = f"/admin/organizations/user/{world.duty.pk}/change/"
    shown = world.system_page.get(page)
    assert shown.status_code == 200
    assert world.duty.password not in text(shown)
    assert world.system_page.post(page, {"full_name": "x"}).status_code == 403
    assert world.system_page.get("/admin/organizations/user/add/").status_code == 403
    assert world.system_page.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    for hidden in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "auth/group/"):
        assert world.system_page.get(f"/admin/{hidden}").status_code == 404
