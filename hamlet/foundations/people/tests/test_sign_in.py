"""Signing in, out and being refused; the second factor; the idle session; what nobody can do."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as django_settings

from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.models import Person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.people.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SIGNED_IN_PAGE = "/account/"


def enter(client, password=PASSWORD, email="head@example.org", then=""):
    return client.post(f"/account/login/{then}", {"login": email, "password": password})


def code_for(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def confirm(client):
    """Says the password again, as changing a second factor asks."""
    asked = client.get("/account/2fa/totp/activate/")["Location"]
    assert asked.startswith("/account/reauthenticate/")
    assert client.get(asked).status_code == 200
    assert client.post(asked, {"password": "wrong"}).status_code == 200
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/account/2fa/totp/activate/"


@pytest.fixture
def set_up(client, monkeypatch):
    """Sets a second factor up as a person does, and returns its secret."""

    def do():
        confirm(client)
        page = client.get("/account/2fa/totp/activate/").content.decode()
        secret = client.session["mfa.totp.secret"]
        assert secret in page
        with monkeypatch.context() as outside_the_tests_transaction:
            outside_the_tests_transaction.setattr("django.db.transaction.on_commit", lambda told: told())
            assert client.post("/account/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
        return secret

    return do


def test_invited_person_signs_in_and_out_and_the_trail_says_so(client, invited, verbs):
    assert enter(client)["Location"] == "/desk/"
    assert client.get(SIGNED_IN_PAGE).status_code == 200
    assert client.get("/account/logout/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/"

    assert client.get(SIGNED_IN_PAGE)["Location"].startswith("/account/login/")
    assert verbs(invited) == ["people.signed_in", "people.signed_out"]


def test_sign_in_goes_on_to_where_the_person_was_going(client, invited):
    assert enter(client, then="?next=/people/")["Location"] == "/people/"
    client.post("/account/logout/")
    assert enter(client, then="?next=https://elsewhere.example/")["Location"] == "/desk/"


@pytest.mark.parametrize(("email", "password"), [("head@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", "")])
def test_refused_sign_in_says_the_same_whoever_it_was(client, invited, email, password):
    shown = enter(client, password, email).content.decode()

    assert "Error: Sign in" in shown
    assert client.get(SIGNED_IN_PAGE).status_code == 302


def test_refused_sign_in_stands_in_the_trail_of_the_person(client, invited, verbs):
    enter(client, "wrong")
    enter(client, "wrong", "nobody@example.org")

    assert verbs(invited) == ["people.sign_in_refused"]
    assert verbs() == ["people.sign_in_refused"] * 2


@pytest.mark.parametrize("change", [{"is_active": False}, {"invited_at": None}])
def test_person_who_may_not_sign_in_is_refused_with_the_right_password(client, invited, change):
    Person.objects.filter(pk=invited.pk).update(**change)

    enter(client)
    assert client.get(SIGNED_IN_PAGE).status_code == 302


def test_system_can_never_sign_in(client):
    system = system_person()
    system.set_password(PASSWORD)
    system.save()
    Person.objects.filter(pk=system.pk).update(is_active=True, invited_at=system.invited_at or "2022-01-01T00:00Z")

    enter(client, email=system.email)
    assert client.get(SIGNED_IN_PAGE).status_code == 302


def test_ended_access_ends_the_session_too(client, invited):
    enter(client)
    Person.objects.filter(pk=invited.pk).update(is_active=False)

    assert client.get(SIGNED_IN_PAGE)["Location"].startswith("/account/login/")


def test_sixth_wrong_password_in_five_minutes_is_refused_unread(client, invited):
    for _ in range(5):
        enter(client, "wrong")

    enter(client)
    assert client.get(SIGNED_IN_PAGE).status_code == 302


@pytest.mark.parametrize("where", ["signup", "email", "confirm-email", "password/set", "3rdparty", "3rdparty/signup"])
def test_nobody_signs_up_and_nobody_changes_their_own_address(client, sign_in, where):
    path = f"/account/{where}/"
    assert (client.get(path).status_code, client.post(path, {"email": "a@example.org"}).status_code) == (404, 404)

    sign_in(client, Role.PARTNERSHIP_MANAGER)
    assert client.get(path).status_code == 404


def test_idle_session_ends_and_a_used_one_does_not(client, invited, frozen):
    enter(client)
    for _ in range(3):
        frozen.shift(timedelta(minutes=50))
        assert client.get(SIGNED_IN_PAGE).status_code == 200

    frozen.shift(timedelta(minutes=61))
    assert client.get(SIGNED_IN_PAGE)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", ["/account/", "/account/2fa/", "/account/sessions/", "/account/password/change/", "/nowhere/"])
def test_signed_in_pages_are_never_stored(client, invited, path):
    enter(client)

    assert client.get(path)["Cache-Control"] == "no-store, private"


def test_role_that_needs_a_second_factor_gives_nothing_until_it_was_given(client, invited, grant_role, verbs, set_up):
    grant_role(invited, Role.PARTNERSHIP_MANAGER)
    enter(client)
    assert client.get("/people/")["Location"] == "/account/second-factor/"
    assert "/account/2fa/totp/activate/" in client.get("/account/second-factor/").content.decode()

    set_up()
    assert client.get("/people/").status_code == 200
    assert verbs(invited).count("people.second_factor_set") == 2


def test_next_sign_in_asks_for_the_code(client, invited, grant_role, frozen, verbs, set_up):
    grant_role(invited, Role.PARTNERSHIP_MANAGER)
    enter(client)
    secret = set_up()
    client.post("/account/logout/")
    frozen.shift(120)

    assert enter(client)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/2fa/authenticate/").status_code == 200
    assert client.get(SIGNED_IN_PAGE).status_code == 302
    assert "Error: " in client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert verbs(invited)[-1] == "people.second_factor_refused"
    assert client.post("/account/2fa/authenticate/", {"code": code_for(secret)})["Location"] == "/desk/"
    assert client.get("/people/").status_code == 200


def test_recovery_code_serves_once(client, invited, set_up):
    enter(client)
    set_up()
    codes = re.findall(r"<code>([^<]+)</code>", client.get("/account/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10

    for expected in ("/desk/", None):
        client.post("/account/logout/")
        enter(client)
        assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).headers.get("Location") == expected


def test_removed_second_factor_takes_the_powers_with_it(client, invited, grant_role, verbs, set_up):
    grant_role(invited, Role.PARTNERSHIP_MANAGER)
    enter(client)
    set_up()
    assert client.get("/account/2fa/totp/deactivate/").status_code == 200

    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/people/")["Location"] == "/account/second-factor/"
    assert "people.second_factor_removed" in verbs(invited)


def test_secret_is_encrypted_at_rest(client, invited, set_up):
    enter(client)
    secret = set_up()

    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_picture_of_the_code_comes_from_this_site_and_is_never_stored(client, invited):
    assert client.get("/account/second-factor/code.svg").status_code == 302
    enter(client)
    confirm(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()

    picture = client.get("/account/second-factor/code.svg")
    assert "data:" not in page
    assert 'src="/account/second-factor/code.svg"' in page
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/svg+xml", "no-store, private")
    assert picture.content.startswith(b"<?xml") or b"<svg" in picture.content[:200]


def test_password_said_again_holds_for_a_quarter_of_an_hour(client, invited, frozen):
    enter(client)
    confirm(client)
    frozen.shift(14 * 60)
    assert client.get("/account/2fa/totp/activate/").status_code == 200

    frozen.shift(2 * 60)
    assert client.get("/account/2fa/totp/activate/").status_code == 302


def test_password_is_changed_by_its_owner(client, invited, verbs):
    enter(client)
    new = {"oldpassword": PASSWORD, "password1": "ten dry umbrellas", "password2": "ten dry umbrellas"}
    assert client.get("/account/password/change/").status_code == 200
    assert "Error: " in client.post("/account/password/change/", {**new, "password2": "other"}).content.decode()

    assert client.post("/account/password/change/", new).status_code == 302
    invited.refresh_from_db()
    assert invited.check_password("ten dry umbrellas")
    assert "people.password_changed" in verbs(invited)


def test_forgotten_password_goes_through_the_outbox_to_a_link_that_works_once(client, invited, outbox):
    assert client.get("/account/password/reset/").status_code == 200
    assert client.post("/account/password/reset/", {"email": "HEAD@example.org"})["Location"] == "/account/password/reset/done/"
    assert client.get("/account/password/reset/done/").status_code == 200
    path = outbox.get(person=invited).path
    form = client.get(path)["Location"]
    assert client.get(form).status_code == 200

    new = {"password1": "ten dry umbrellas", "password2": "ten dry umbrellas"}
    assert client.post(form, new)["Location"] == "/account/password/reset/key/done/"
    assert client.get("/account/password/reset/key/done/").status_code == 200
    assert "was used or has expired" in client.get(path, follow=True).content.decode()
    assert enter(client, "ten dry umbrellas")["Location"] == "/desk/"


@pytest.mark.parametrize("change", [{"is_active": False}, {"invited_at": None}, {"email": "other@example.org"}])
def test_forgotten_password_of_someone_who_may_not_sign_in_sends_nothing_and_says_the_same(
    client, invited, change, mailoutbox, outbox
):
    Person.objects.filter(pk=invited.pk).update(**change)

    answer = client.post("/account/password/reset/", {"email": "head@example.org"})
    assert answer["Location"] == "/account/password/reset/done/"
    assert (outbox.count(), len(mailoutbox)) == (0, 0)


def test_sessions_are_listed_and_the_others_ended(client, invited):
    other = type(client)()
    enter(client)
    enter(other)
    assert "(this one)" in client.get("/account/sessions/").content.decode()

    client.post("/account/sessions/")
    assert other.get(SIGNED_IN_PAGE).status_code == 302
    assert client.get(SIGNED_IN_PAGE).status_code == 200


def test_foreign_routes_are_those_that_we_include(client):
    from hamlet.foundations.people.urls import FOREIGN

    names = {route.name for route in FOREIGN if hasattr(route, "name")}
    assert names == django_settings.FOREIGN_ROUTES
