"""The protected view, the claims it lives on, and what they cost."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APITestCase

from api.tokens import RefreshToken
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason
from drf_signet.sessions.testing import access_token_for, refresh_token_for
from drf_signet.tokens import Token
from tests.browser import Browser
from tests.people import PASSWORD, make_ada
from users.models import User

NAMES = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"}


class HelloTests(APITestCase):
    """GET api/v1/hello/."""

    ada: User

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ada = make_ada()

    def setUp(self) -> None:
        cache.clear()
        self.browser = Browser()

    def status_with(self, token: Token) -> int:
        """The status of a request that shows *token*."""
        self.browser.access = str(token)
        status: int = self.browser.get("hello").status_code
        return status

    def test_it_asks_no_database(self) -> None:
        """Between two looks at the list of ended sessions, requests make no query."""
        self.browser.sign_in("ada", PASSWORD)
        with override_settings(SIGNET={**settings.SIGNET, "REVOCATION_POLL_INTERVAL": timedelta(hours=1)}):
            self.browser.get("hello")
            with self.assertNumQueries(0):
                response = self.browser.get("hello")
        self.assertEqual(response.data, {"message": "Hello, Ada Lovelace"})

    def test_the_claims_are_in_the_access_token_alone(self) -> None:
        """The cookie travels with every request: no names in it."""
        self.browser.sign_in("ada", PASSWORD)
        self.assertEqual(self.browser.claims(), NAMES)
        cookie = RefreshToken(self.browser.client.cookies["refresh"].value)
        self.assertEqual(cookie.payload.keys() & NAMES.keys(), set())

    def test_a_new_name_shows_after_the_next_refresh(self) -> None:
        """The claims are computed anew, and nobody has to sign in again."""
        self.browser.sign_in("ada", PASSWORD)
        self.assertEqual(self.browser.patch("me", {"last_name": "King"}).status_code, 200)
        self.assertEqual(self.browser.get("hello").data, {"message": "Hello, Ada Lovelace"})
        self.browser.refresh()
        self.assertEqual(self.browser.claims(), {**NAMES, "last_name": "King"})
        self.assertEqual(self.browser.get("hello").data, {"message": "Hello, Ada King"})

    def test_who_has_no_name_is_called_by_the_address(self) -> None:
        """Names may be left out at sign-up."""
        User.objects.update(first_name="", last_name="")
        self.browser.sign_in("ada", PASSWORD)
        self.assertEqual(self.browser.get("hello").data, {"message": "Hello, ada@example.com"})

    def test_a_token_without_the_claims_is_greeted_all_the_same(self) -> None:
        """Such as one that other code of the project issued."""
        self.browser.access = str(access_token_for(self.ada))
        self.assertEqual(self.browser.get("hello").data, {"message": "Hello, you"})

    def test_it_is_closed_without_a_token(self) -> None:
        """401, and what to send."""
        response = self.browser.get("hello")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')

    def test_the_cookie_alone_opens_nothing(self) -> None:
        """So no page elsewhere can do anything in the user's name: browsers send cookies by themselves."""
        self.browser.sign_in("ada", PASSWORD)
        self.browser.access = ""
        self.assertEqual(self.browser.get("hello").status_code, 401)

    def test_it_is_closed_to_other_tokens(self) -> None:
        """A refresh token, and an access token that has expired."""
        self.assertEqual(self.status_with(refresh_token_for(self.ada)), 401)
        self.assertEqual(self.status_with(access_token_for(self.ada, lifetime=timedelta(seconds=-1))), 401)

    def test_it_is_closed_when_the_session_was_ended(self) -> None:
        """Here, at once; in another process, within REVOCATION_POLL_INTERVAL."""
        token = RefreshToken.for_user(self.ada)
        self.assertEqual(self.status_with(token.access_token), 200)
        end(token.session, Reason.LOGOUT, timezone.now())
        self.assertEqual(self.status_with(token.access_token), 401)

    def test_it_is_closed_to_a_user_who_was_disabled(self) -> None:
        """Disabling a user ends their sessions."""
        token = RefreshToken.for_user(self.ada).access_token
        self.assertEqual(self.status_with(token), 200)
        self.ada.is_active = False
        self.ada.save()
        self.assertEqual(self.status_with(token), 401)
