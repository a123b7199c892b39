"""Accounts of councils and the NHS (OpenID Connect): who is let in, and who is told no."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import RequestFactory

from hamlet.foundations.people.adapters import NOT_INVITED, SocialAdapter, invited_person
from hamlet.foundations.people.models import Person

pytestmark = pytest.mark.django_db
APP = {"provider_id": "organisation", "name": "your organisation", "client_id": "hamlet", "secret": "x"}
APP |= {"settings": {"server_url": "https://sign-in.example.org"}}


@pytest.fixture(autouse=True)
def configured(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}


@pytest.fixture
def request_():
    request = RequestFactory().get("/account/oidc/organisation/login/callback/")
    SessionMiddleware(lambda _: None).process_request(request)
    MessageMiddleware(lambda _: None).process_request(request)
    return request


def account_of(email, *, verified=True):
    account = SocialAccount(provider="organisation", uid=f"uid of {email}")
    return SocialLogin(user=Person(email=email), account=account, email_addresses=[EmailAddress(email=email, verified=verified)])


def refusal(request, login):
    with pytest.raises(ImmediateHttpResponse) as raised:
        SocialAdapter().pre_social_login(request, login)
    assert raised.value.response["Location"] == "/account/login/"
    return [str(message) for message in get_messages(request)]


def test_verified_address_of_an_invited_person_links_to_them(request_, invited):
    login = account_of("HEAD@example.org")

    SocialAdapter().pre_social_login(request_, login)
    assert SocialAccount.objects.get().user == invited
    assert login.is_existing


def test_unverified_address_is_refused(request_, invited):
    assert refusal(request_, account_of("head@example.org", verified=False)) == [NOT_INVITED]
    assert not SocialAccount.objects.exists()


def test_unknown_address_is_refused_and_nobody_is_put_on_record(request_, invited):
    before = Person.objects.count()

    assert refusal(request_, account_of("stranger@example.org")) == [NOT_INVITED]
    assert Person.objects.count() == before


@pytest.mark.parametrize("change", [{"is_active": False}, {"invited_at": None}, {"is_persona": True}, {"is_system": True}])
def test_person_who_may_not_sign_in_is_refused(request_, invited, change):
    Person.objects.filter(pk=invited.pk).update(**change)

    assert refusal(request_, account_of("head@example.org")) == [NOT_INVITED]


def test_linked_account_is_refused_once_access_has_ended(request_, invited):
    SocialAdapter().pre_social_login(request_, account_of("head@example.org"))
    Person.objects.update(is_active=False)
    again = account_of("head@example.org")
    again.lookup()

    assert again.is_existing
    assert refusal(request_, again) == [NOT_INVITED]


def test_account_with_the_addresses_of_two_people_is_refused(person_factory, invited):
    other = person_factory(email="other@example.org")
    addresses = [EmailAddress(email=person.email, verified=True) for person in (invited, other)]

    assert invited_person(addresses) is None
    assert invited_person(addresses[:1]) == invited


def test_nobody_signs_up_by_an_organisation_either(request_):
    assert SocialAdapter().is_open_for_signup(request_, account_of("stranger@example.org")) is False


def test_sign_in_that_did_not_finish_says_so(request_):
    with pytest.raises(ImmediateHttpResponse) as raised:
        SocialAdapter().on_authentication_error(request_, None)

    assert raised.value.response["Location"] == "/account/login/"
    assert "did not finish" in str(next(iter(get_messages(request_))))
