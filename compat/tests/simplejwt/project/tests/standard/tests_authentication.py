"""The authentication class, its parts, and a subclass that reads a cookie."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework_simplejwt.authentication import (
    AUTH_HEADER_TYPES,
    JWTAuthentication,
    default_user_authentication_rule,
)
from rest_framework_simplejwt.exceptions import AuthenticationFailed, InvalidToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from notes.authentication import COOKIE
from notes.views import MeView
from tests.accounts import AccountTestCase
from tests.overrides import override_api_settings


class PartTests(AccountTestCase):
    """The methods, as middleware and consumers of other protocols call them."""

    def setUp(self) -> None:
        """The class, and a token for it."""
        self.authentication = JWTAuthentication()
        self.token = AccessToken.for_user(self.user)

    def test_a_request_is_authenticated(self) -> None:
        """The user and the token, or None."""
        request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {self.token}")
        user, token = self.authentication.authenticate(request)
        self.assertEqual((user, token.payload), (self.user, self.token.payload))
        self.assertIsInstance(token, AccessToken)
        self.assertIsNone(self.authentication.authenticate(APIRequestFactory().get("/")))

    def test_the_header_is_bytes(self) -> None:
        """Whatever the request has."""
        for value in ("Bearer x", b"Bearer x"):
            request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=value)
            self.assertEqual(self.authentication.get_header(request), b"Bearer x")

    def test_the_header_has_a_token(self) -> None:
        """Or another scheme, or nothing, or too much."""
        self.assertEqual(self.authentication.get_raw_token(b"Bearer x"), b"x")
        self.assertIsNone(self.authentication.get_raw_token(b"Other x"))
        self.assertIsNone(self.authentication.get_raw_token(b""))
        with self.assertRaises(AuthenticationFailed) as caught:
            self.authentication.get_raw_token(b"Bearer x y")
        self.assertEqual(caught.exception.detail["code"], "bad_authorization_header")

    def test_a_token_is_validated(self) -> None:
        """As text or as bytes; what isn't valid raises."""
        for raw in (str(self.token), str(self.token).encode()):
            self.assertEqual(self.authentication.get_validated_token(raw).payload, self.token.payload)
        with self.assertRaises(InvalidToken) as caught:
            self.authentication.get_validated_token(b"nonsense")
        self.assertEqual(caught.exception.detail["messages"][0]["message"], "Token is invalid")

    def test_a_token_has_a_user(self) -> None:
        """One query."""
        with self.assertNumQueries(1):
            self.assertEqual(self.authentication.get_user(self.token), self.user)

    def test_the_header_of_a_refusal(self) -> None:
        """The first of the types, and the realm."""
        request = APIRequestFactory().get("/")
        self.assertEqual(self.authentication.authenticate_header(request), 'Bearer realm="api"')
        self.assertEqual(tuple(AUTH_HEADER_TYPES), ("Bearer",))

    def test_the_user_model_is_the_project_s(self) -> None:
        """As an attribute."""
        self.assertIs(self.authentication.user_model, User)

    def test_the_usual_rule(self) -> None:
        """Somebody, and active."""
        self.assertTrue(default_user_authentication_rule(self.user))
        self.assertFalse(default_user_authentication_rule(None))
        self.assertFalse(default_user_authentication_rule(User(is_active=False)))

    def test_force_authenticate_needs_no_token(self) -> None:
        """REST framework's own way of testing a view works beside it."""
        request = APIRequestFactory().get("/")
        force_authenticate(request, user=self.user, token=self.token)
        self.assertEqual(MeView.as_view()(request).data["username"], "ada")


class OverriddenPartTests(AccountTestCase):
    """PayingJWTAuthentication, which overrides two of the methods."""

    def test_the_token_comes_from_elsewhere(self) -> None:
        """``get_header`` is what ``authenticate`` asks."""
        token = AccessToken.for_user(self.user)
        token["paid"] = True
        self.assertEqual(self.client.get("/api/me/paying/", {"token": str(token)}).status_code, 200)
        self.show(token)
        self.assertEqual(self.client.get("/api/me/paying/").status_code, 401)

    def test_the_user_is_looked_at(self) -> None:
        """``get_user`` may refuse with an error of its own."""
        response = self.client.get("/api/me/paying/", {"token": str(AccessToken.for_user(self.user))})
        self.assertEqual((response.status_code, response.json()), (401, {"detail": "Please pay", "code": "unpaid"}))


class CookieTests(AccountTestCase):
    """CookieJWTAuthentication, and the view that sets the cookie."""

    def test_a_sign_in_sets_the_cookie(self) -> None:
        """The access token isn't in the body."""
        response = self.sign_in("/api/login/cookie/")
        self.assertEqual(list(response.json()), ["refresh"])
        self.assertTrue(response.cookies[COOKIE]["httponly"])

    def test_the_cookie_opens(self) -> None:
        """Without a header."""
        self.sign_in("/api/login/cookie/")
        self.assertEqual(self.client.get("/api/me/cookie/").json()["username"], "ada")

    def test_the_cookie_opens_nothing_else(self) -> None:
        """A view with the plain class wants the header."""
        self.sign_in("/api/login/cookie/")
        self.assertEqual(self.client.get("/api/me/").status_code, 401)

    def test_the_header_opens_too(self) -> None:
        """It comes first."""
        self.client.cookies[COOKIE] = "nonsense"
        self.show(AccessToken.for_user(self.user))
        self.assertEqual(self.client.get("/api/me/cookie/").status_code, 200)

    def test_a_bad_cookie_is_refused(self) -> None:
        """In the words of the plain class, and with the subclass's realm."""
        self.client.cookies[COOKIE] = str(RefreshToken.for_user(self.user))
        response = self.client.get("/api/me/cookie/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json()["messages"][0]["message"], "Token has wrong type")
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="notes"')

    def test_no_cookie_is_nobody(self) -> None:
        """The permission refuses."""
        self.assertEqual(self.client.get("/api/me/cookie/").status_code, 401)


class AuthenticationSettingTests(AccountTestCase):
    """Settings that are read with each request."""

    def test_the_classes_of_tokens(self) -> None:
        """AUTH_TOKEN_CLASSES: each that refuses says why."""
        with override_api_settings(AUTH_TOKEN_CLASSES=(AccessToken, RefreshToken)):
            self.show(RefreshToken.for_user(self.user))
            self.assertEqual(self.client.get("/api/me/").status_code, 200)
            self.show("nonsense")
            messages = self.client.get("/api/me/").json()["messages"]
        self.assertEqual([one["token_class"] for one in messages], ["AccessToken", "RefreshToken"])
        self.assertEqual([one["token_type"] for one in messages], ["access", "refresh"])

    def test_the_name_of_the_header(self) -> None:
        """AUTH_HEADER_NAME."""
        token = AccessToken.for_user(self.user)
        with override_api_settings(AUTH_HEADER_NAME="HTTP_X_ACCESS_TOKEN"):
            response = self.client.get("/api/me/", headers={"x-access-token": f"Bearer {token}"})
        self.assertEqual(response.status_code, 200)

    def test_inactive_users(self) -> None:
        """CHECK_USER_IS_ACTIVE."""
        self.show(AccessToken.for_user(self.user))
        User.objects.update(is_active=False)
        with override_api_settings(CHECK_USER_IS_ACTIVE=False):
            self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_changed_passwords(self) -> None:
        """CHECK_REVOKE_TOKEN."""
        with override_api_settings(CHECK_REVOKE_TOKEN=True):
            self.show(AccessToken.for_user(self.user))
            self.assertEqual(self.client.get("/api/me/").status_code, 200)
            self.user.set_password("another")
            self.user.save()
            response = self.client.get("/api/me/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(
            response.json(), {"detail": "The user's password has been changed.", "code": "password_changed"}
        )
