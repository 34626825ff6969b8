"""Every answer with its exact body."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from rest_framework.response import Response
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from tests.accounts import AccountTestCase
from tests.forging import sign


def refusal(message: str) -> dict[str, Any]:
    """The body for an access token that is refused."""
    return {
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}],
    }


class AnswerTestCase(AccountTestCase):
    """Compares an answer as a whole."""

    def assert_answer(self, response: Response, status: int, body: object) -> None:
        """The status, the body, and the challenge of a 401."""
        self.assertEqual((response.status_code, response.json()), (status, body))
        self.assertEqual(response["Content-Type"], "application/json")
        if status == 401:
            self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')


class SignInAnswerTests(AnswerTestCase):
    """POST api/token/."""

    NOBODY = {"detail": "No active account found with the given credentials"}

    def test_nothing_sent(self) -> None:
        """Both fields are named."""
        required = ["This field is required."]
        self.assert_answer(self.client.post("/api/token/", {}), 400, {"username": required, "password": required})

    def test_blank_fields(self) -> None:
        """Both fields are named."""
        blank = ["This field may not be blank."]
        response = self.sign_in(username="", password="")
        self.assert_answer(response, 400, {"username": blank, "password": blank})

    def test_a_wrong_password(self) -> None:
        """The same for every user, and without a code."""
        self.assert_answer(self.sign_in(password="wrong"), 401, self.NOBODY)

    def test_an_unknown_name(self) -> None:
        """As for a wrong password."""
        self.assert_answer(self.sign_in(username="nobody"), 401, self.NOBODY)

    def test_an_inactive_user(self) -> None:
        """As for a wrong password."""
        User.objects.update(is_active=False)
        self.assert_answer(self.sign_in(), 401, self.NOBODY)

    def test_get_is_not_allowed(self) -> None:
        """The answer is REST framework's."""
        response = self.client.get("/api/token/")
        self.assertEqual((response.status_code, response.json()), (405, {"detail": 'Method "GET" not allowed.'}))

    def test_malformed_json(self) -> None:
        """The answer is REST framework's."""
        response = self.client.post("/api/token/", "{", content_type="application/json")
        self.assertEqual(response.status_code, 400)
        self.assertIn("JSON parse error", response.json()["detail"])

    def test_a_list_instead_of_an_object(self) -> None:
        """The answer is REST framework's."""
        message = "Invalid data. Expected a dictionary, but got list."
        self.assert_answer(self.client.post("/api/token/", [1]), 400, {"non_field_errors": [message]})


class RequestAnswerTests(AnswerTestCase):
    """GET api/me/ with a header."""

    MISSING = {"detail": "Authentication credentials were not provided."}

    def get(self, header: str) -> Response:
        """Ask with this Authorization header."""
        return self.client.get("/api/me/", headers={"authorization": header})

    def test_no_header(self) -> None:
        """The permission refuses."""
        self.assert_answer(self.client.get("/api/me/"), 401, self.MISSING)

    def test_an_empty_header(self) -> None:
        """As if there were none."""
        self.assert_answer(self.get(""), 401, self.MISSING)

    def test_another_scheme(self) -> None:
        """As if there were none."""
        self.assert_answer(self.get("Basic YWRhOmFkYQ=="), 401, self.MISSING)

    def test_a_header_of_one_or_three_words(self) -> None:
        """The scheme is the right one, but no single token follows."""
        message = "Authorization header must contain two space-delimited values"
        for header in ("Bearer", "Bearer a b"):
            self.assert_answer(self.get(header), 401, {"detail": message, "code": "bad_authorization_header"})

    def test_tokens_that_are_invalid(self) -> None:
        """Errors of form, signature or algorithm have the same text."""
        whole = str(AccessToken.for_user(self.user))
        unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + whole.split(".")[1] + "."
        others = sign(key="another-key-that-is-as-long-as-a-key-should-be-for-these-hashes")
        stronger = sign(algorithm="HS512")
        later = sign(iat=9999999999)
        for token in ("nonsense", "a.b.c", whole[:-4] + "AAAA", unsigned, others, stronger, later, sign(jti=5)):
            with self.subTest(token=token):
                self.assert_answer(self.get(f"Bearer {token}"), 401, refusal("Token is invalid"))

    def test_an_expired_token(self) -> None:
        """Says so."""
        token = AccessToken.for_user(self.user)
        token.set_exp(lifetime=timedelta(seconds=-1))
        self.assert_answer(self.get(f"Bearer {token}"), 401, refusal("Token is expired"))

    def test_claims_that_are_missing(self) -> None:
        """Each has its own text."""
        for claim, message in (
            ("exp", "Token has no 'exp' claim"),
            ("jti", "Token has no id"),
            ("token_type", "Token has no type"),
        ):
            with self.subTest(claim=claim):
                self.assert_answer(self.get(f"Bearer {sign(**{claim: None})}"), 401, refusal(message))

    def test_a_token_of_another_type(self) -> None:
        """A refresh token is no access token."""
        token = RefreshToken.for_user(self.user)
        self.assert_answer(self.get(f"Bearer {token}"), 401, refusal("Token has wrong type"))

    def test_a_token_of_nobody(self) -> None:
        """The claim of the user is missing."""
        message = "Token contained no recognizable user identification"
        response = self.get(f"Bearer {sign(user_id=None)}")
        self.assert_answer(response, 401, {"detail": message, "code": "token_not_valid"})

    def test_a_user_who_is_gone(self) -> None:
        """The token is valid, but its user was deleted."""
        token = AccessToken.for_user(self.user)
        User.objects.all().delete()
        self.assert_answer(self.get(f"Bearer {token}"), 401, {"detail": "User not found", "code": "user_not_found"})

    def test_a_user_who_is_inactive(self) -> None:
        """The token is valid, but its user may not sign in."""
        token = AccessToken.for_user(self.user)
        User.objects.update(is_active=False)
        self.assert_answer(self.get(f"Bearer {token}"), 401, {"detail": "User is inactive", "code": "user_inactive"})


class TokenEndpointAnswerTests(AnswerTestCase):
    """POST api/token/refresh/, verify/ and blacklist/."""

    ENDPOINTS = (("refresh", "refresh"), ("verify", "token"), ("blacklist", "refresh"))

    def assert_each_refuses(self, token: object, message: str) -> None:
        """All three answer with *message* as the detail."""
        for endpoint, field in self.ENDPOINTS:
            with self.subTest(endpoint=endpoint):
                response = self.client.post(f"/api/token/{endpoint}/", {field: str(token)})
                self.assert_answer(response, 401, {"detail": message, "code": "token_not_valid"})

    def test_nothing_sent(self) -> None:
        """The field is named."""
        for endpoint, field in self.ENDPOINTS:
            response = self.client.post(f"/api/token/{endpoint}/", {})
            self.assert_answer(response, 400, {field: ["This field is required."]})

    def test_a_blank_field(self) -> None:
        """The field is named."""
        for endpoint, field in self.ENDPOINTS:
            response = self.client.post(f"/api/token/{endpoint}/", {field: ""})
            self.assert_answer(response, 400, {field: ["This field may not be blank."]})

    def test_nonsense(self) -> None:
        """No token at all."""
        self.assert_each_refuses("nonsense", "Token is invalid")

    def test_an_expired_token(self) -> None:
        """Says so."""
        token = RefreshToken.for_user(self.user)
        token.set_exp(lifetime=timedelta(seconds=-1))
        self.assert_each_refuses(token, "Token is expired")

    def test_a_token_without_an_end(self) -> None:
        """Says so."""
        self.assert_each_refuses(sign(token_type="refresh", exp=None), "Token has no 'exp' claim")

    def test_an_access_token_is_no_refresh_token(self) -> None:
        """Refresh and blacklist look at the type, verify doesn't."""
        token = AccessToken.for_user(self.user)
        for endpoint in ("refresh", "blacklist"):
            response = self.client.post(f"/api/token/{endpoint}/", {"refresh": str(token)})
            self.assert_answer(response, 401, {"detail": "Token has wrong type", "code": "token_not_valid"})

    def test_a_refresh_for_an_inactive_user(self) -> None:
        """The sentence differs from the one at sign-in, and there is no code."""
        token = RefreshToken.for_user(self.user)
        User.objects.update(is_active=False)
        response = self.client.post("/api/token/refresh/", {"refresh": str(token)})
        self.assert_answer(response, 401, {"detail": "No active account found for the given token."})

    def test_a_blacklisted_token(self) -> None:
        """It can't be refreshed or blacklisted again, but it verifies as long as rotation blacklists nothing."""
        token = str(RefreshToken.for_user(self.user))
        self.assert_answer(self.client.post("/api/token/blacklist/", {"refresh": token}), 200, {})
        for endpoint in ("refresh", "blacklist"):
            response = self.client.post(f"/api/token/{endpoint}/", {"refresh": token})
            self.assert_answer(response, 401, {"detail": "Token is blacklisted", "code": "token_not_valid"})
        self.assert_answer(self.client.post("/api/token/verify/", {"token": token}), 200, {})
