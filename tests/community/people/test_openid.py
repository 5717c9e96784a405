"""Signing in by another service: OpenID Connect with a provider on loopback, by authorization code and PKCE."""

import base64
import hashlib
import html
import json
import re
import runpy
import secrets
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from cluster_observatory.errors import BadSetting
from cluster_observatory.web import accounts
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Provider:
    """A small provider: it signs everyone in as `claims` says, and gives a token once for a code and its verifier."""

    def __init__(self, address):
        self.address, self.codes, self.refused = address, {}, []
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "u-1", "email": "somebody@example.org", "email_verified": True, "name": "A role"}

    def configuration(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked):
        """What happens when the person has signed in there: they come back with a code."""
        assert (asked["response_type"], asked["client_id"]) == ("code", "observatory")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked["code_challenge"]
        return asked["redirect_uri"] + "?" + urllib.parse.urlencode({"code": code, "state": asked["state"]})

    def token(self, asked):
        """A token for a code, where the verifier is the one of which the challenge was made."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        expected = self.codes.pop(asked["code"], None)
        if asked.get("client_secret") != "between us" or challenge.rstrip(b"=").decode() != expected:
            self.refused.append(asked)
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        told = {"iss": self.address, "aud": "observatory", "iat": now, "exp": now + 60, **self.claims}
        token = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": "opens", "token_type": "Bearer", "id_token": token}


@pytest.fixture(scope="module")
def provider():
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            ours = self.server.provider
            self.send(200, ours.configuration() if "well-known" in self.path else ours.claims)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send(*self.server.provider.token(dict(urllib.parse.parse_qsl(body))))

        def send(self, status, said):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.provider
        server.shutdown()


@pytest.fixture
def service(settings, provider):
    """The provider as the site knows it, as it is at the beginning."""
    provider.claims = {"sub": "u-1", "email": "somebody@example.org", "email_verified": True, "name": "A role"}
    provider.refused.clear()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "openid", "name": "EU Login", "client_id": "observatory", "secret": "between us",
                    "settings": {"server_url": provider.address},
                }
            ],
        }
    }  # fmt: skip
    return provider


def leave(browser):
    """Press the button on the sign-in page and return what the provider is asked, as its address says."""
    page = browser.post("/account/oidc/openid/login/?process=login").content.decode()
    address = html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1])
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


def come_back(browser, provider, asked):
    """Sign in there and follow back to the site; return the last answer."""
    back = urllib.parse.urlsplit(provider.authorize(asked))
    return browser.get(f"{back.path}?{back.query}", follow=True)


def test_someone_new_comes_in_by_code_and_pkce_with_name_and_confirmed_address(visitor, service, is_in):
    page = visitor.get("/account/login/").content.decode()

    come_back(visitor, service, leave(visitor))

    person = Person.objects.get()
    assert "Sign in with EU Login" in page
    assert is_in(visitor)
    assert (person.email, person.name, person.has_usable_password()) == ("somebody@example.org", "A role", False)
    assert person.emailaddress_set.get().verified
    assert service.refused == []


def test_the_page_that_leaves_asks_the_provider_with_a_challenge_and_a_state(visitor, service):
    asked = leave(visitor)

    assert {"code_challenge", "state", "redirect_uri"} <= asked.keys()
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == "http://testserver/account/oidc/openid/login/callback/"


def test_the_same_person_is_known_again_under_another_address(visitor, service, is_in):
    come_back(visitor, service, leave(visitor))
    service.claims = service.claims | {"email": "moved@example.org"}
    later = Client()

    come_back(later, service, leave(later))

    assert is_in(later)
    assert Person.objects.get().email == "somebody@example.org"


def test_an_address_that_the_service_did_not_confirm_is_confirmed_by_our_letter(visitor, service, is_in, links):
    service.claims = service.claims | {"email_verified": False}

    come_back(visitor, service, leave(visitor))
    meanwhile = is_in(visitor)
    visitor.post(links("somebody@example.org")[0])

    assert meanwhile is False
    assert Person.objects.get().emailaddress_set.get().verified


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_account_is_not_taken_over_by_a_service_that_says_the_same_address(
    visitor, service, make_person, is_in, confirmed
):
    owner = make_person(email="somebody@example.org")
    service.claims = service.claims | {"email_verified": confirmed}

    come_back(visitor, service, leave(visitor))
    visitor.post("/account/3rdparty/signup/", {"email": "somebody@example.org"})

    assert not is_in(visitor)
    assert not SocialAccount.objects.filter(user=owner).exists()
    assert set(Letter.objects.filter(to=owner.email).values_list("subject", flat=True)) <= {
        "You have an account already"
    }


def test_who_is_signed_in_connects_the_service_and_comes_in_by_it_from_then_on(proved, service, make_person, is_in):
    person = make_person()
    browser, later = proved(person), Client()
    page = browser.post("/account/oidc/openid/login/?process=connect").content.decode()
    address = html.unescape(re.search(r'content="0; url=([^"]+)"', page)[1])

    come_back(browser, service, dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query)))
    come_back(later, service, leave(later))

    assert SocialAccount.objects.get().user == person
    assert is_in(later)


def test_a_second_factor_is_asked_for_after_the_service_too(visitor, service, is_in):
    come_back(visitor, service, leave(visitor))
    TOTP.activate(Person.objects.get(), SECRET)
    later = Client()

    answer = come_back(later, service, leave(later))

    assert answer.request["PATH_INFO"] == "/account/2fa/authenticate/"
    assert not is_in(later)


def test_what_comes_back_to_a_browser_that_did_not_ask_opens_nothing(visitor, service, is_in):
    asked = leave(visitor)
    stranger = Client()

    answer = come_back(stranger, service, asked)

    assert answer.status_code == 401
    assert "could not tell us who you are" in answer.content.decode()
    assert not is_in(stranger)
    assert Person.objects.count() == 0


def test_a_code_that_was_made_for_another_challenge_opens_nothing(visitor, service, is_in):
    asked = leave(visitor)

    answer = come_back(visitor, service, asked | {"code_challenge": "of-somebody-else"})

    assert answer.status_code == 401
    assert len(service.refused) == 1
    assert not is_in(visitor)


def test_without_the_setting_no_other_service_is_offered(visitor):
    assert "another service" not in visitor.get("/account/login/").content.decode()


def test_the_settings_make_a_provider_with_pkce(monkeypatch):
    for name, value in {"SERVER": "https://login.example.org/", "CLIENT": "me", "SECRET": "s", "NAME": "Here"}.items():
        monkeypatch.setenv(f"OBSERVATORY_OPENID_{name}", value)

    known = runpy.run_path(accounts.__file__)["ACCOUNTS"]["SOCIALACCOUNT_PROVIDERS"]

    assert known["openid_connect"]["OAUTH_PKCE_ENABLED"] is True
    assert known["openid_connect"]["APPS"] == [
        {
            "provider_id": "openid", "name": "Here", "client_id": "me", "secret": "s",
            "settings": {"server_url": "https://login.example.org"},
        }
    ]  # fmt: skip


def test_a_number_of_proxies_that_is_none_is_refused_in_words(monkeypatch):
    monkeypatch.setenv("OBSERVATORY_PROXIES", "some")

    with pytest.raises(BadSetting, match="'some'"):
        runpy.run_path(accounts.__file__)
