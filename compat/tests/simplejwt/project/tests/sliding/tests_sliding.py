"""Sliding tokens: one token for requests and for its own refresh."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, SlidingToken

from tests.accounts import AccountTestCase
from tests.forging import part, sign


class SlidingTests(AccountTestCase):
    """Sign in, ask, refresh."""

    def test_a_password_gives_one_token(self) -> None:
        """It has both times, and the claims of the serializer in the settings."""
        answer = self.sign_in("/api/sliding/").json()
        self.assertEqual(list(answer), ["token"])
        claims = part(answer["token"], 1)
        self.assertEqual(list(claims), ["token_type", "exp", "iat", "jti", "refreshable_until", "user_id", "username"])
        self.assertEqual(claims["exp"] - claims["iat"], timedelta(minutes=30).total_seconds())
        self.assertEqual(claims["refreshable_until"] - claims["iat"], timedelta(days=7).total_seconds())

    def test_a_wrong_password_gives_none(self) -> None:
        """In the usual words."""
        response = self.sign_in("/api/sliding/", password="wrong")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json(), {"detail": "No active account found with the given credentials"})

    def test_it_opens_a_protected_view(self) -> None:
        """``request.auth`` is a sliding token."""
        self.show(self.sign_in("/api/sliding/").json()["token"])
        self.assertEqual(self.client.get("/api/me/").json()["claims"]["token_type"], "sliding")

    def test_an_access_token_does_too(self) -> None:
        """Both classes are in AUTH_TOKEN_CLASSES."""
        self.show(AccessToken.for_user(self.user))
        self.assertEqual(self.client.get("/api/me/").json()["claims"]["token_type"], "access")

    def test_a_refusal_speaks_of_both(self) -> None:
        """In the order of the setting."""
        self.show(RefreshToken.for_user(self.user))
        response = self.client.get("/api/me/")
        self.assertEqual(response.status_code, 401)
        wrong = "Token has wrong type"
        self.assertEqual(
            response.json(),
            {
                "detail": "Given token not valid for any token type",
                "code": "token_not_valid",
                "messages": [
                    {"token_class": "AccessToken", "token_type": "access", "message": wrong},
                    {"token_class": "SlidingToken", "token_type": "sliding", "message": wrong},
                ],
            },
        )

    def test_a_refresh_moves_its_end(self) -> None:
        """The id and the last day stay."""
        token = SlidingToken.for_user(self.user)
        token.set_exp(lifetime=timedelta(minutes=1))
        response = self.client.post("/api/sliding/refresh/", {"token": str(token)})
        self.assertEqual((response.status_code, list(response.json())), (200, ["token"]))
        claims = part(response.json()["token"], 1)
        self.assertGreater(claims["exp"], token["exp"])
        self.assertEqual((claims["jti"], claims["refreshable_until"]), (token["jti"], token["refreshable_until"]))

    def test_the_view_functions_do_the_same(self) -> None:
        """``token_obtain_sliding`` and ``token_refresh_sliding``."""
        token = self.sign_in("/functions/sliding/").json()["token"]
        self.assertEqual(self.client.post("/functions/sliding/refresh/", {"token": token}).status_code, 200)

    def test_after_the_last_day_there_is_no_refresh(self) -> None:
        """Though the token still opens."""
        token = SlidingToken.for_user(self.user)
        token.set_exp("refreshable_until", lifetime=timedelta(seconds=-1))
        response = self.client.post("/api/sliding/refresh/", {"token": str(token)})
        self.assertEqual(response.status_code, 401)
        self.assertEqual(
            response.json(), {"detail": "Token 'refreshable_until' claim has expired", "code": "token_not_valid"}
        )
        self.show(token)
        self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_after_its_end_there_is_no_refresh_either(self) -> None:
        """It has to be refreshed while it opens."""
        token = SlidingToken.for_user(self.user)
        token.set_exp(lifetime=timedelta(seconds=-1))
        response = self.client.post("/api/sliding/refresh/", {"token": str(token)})
        self.assertEqual(response.json(), {"detail": "Token is expired", "code": "token_not_valid"})

    def test_without_a_last_day_there_is_no_refresh(self) -> None:
        """The claim is required."""
        token = sign(token_type="sliding", user_id=str(self.user.pk))
        response = self.client.post("/api/sliding/refresh/", {"token": token})
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json()["detail"], "Token has no 'refreshable_until' claim")

    def test_a_token_of_another_type_is_not_refreshed(self) -> None:
        """Each endpoint has its type."""
        response = self.client.post("/api/sliding/refresh/", {"token": str(RefreshToken.for_user(self.user))})
        self.assertEqual(response.json(), {"detail": "Token has wrong type", "code": "token_not_valid"})

    def test_nothing_sent(self) -> None:
        """The field is named."""
        response = self.client.post("/api/sliding/refresh/", {})
        self.assertEqual((response.status_code, response.json()), (400, {"token": ["This field is required."]}))

    def test_it_is_outstanding(self) -> None:
        """From sign-in on, and a refresh adds no row."""
        token = self.sign_in("/api/sliding/").json()["token"]
        self.client.post("/api/sliding/refresh/", {"token": token})
        self.assertEqual(OutstandingToken.objects.get().jti, part(token, 1)["jti"])

    def test_blacklisted_it_opens_nothing(self) -> None:
        """It can't be refreshed either; the message of the other class stays."""
        token = SlidingToken.for_user(self.user)
        token.blacklist()
        self.show(token)
        messages = [one["message"] for one in self.client.get("/api/me/").json()["messages"]]
        self.assertEqual(messages, ["Token has wrong type", "Token is blacklisted"])
        response = self.client.post("/api/sliding/refresh/", {"token": str(token)})
        self.assertEqual((response.status_code, response.json()["detail"]), (401, "Token is blacklisted"))

    def test_an_inactive_user_is_refused(self) -> None:
        """With each request."""
        self.show(SlidingToken.for_user(self.user))
        User.objects.update(is_active=False)
        self.assertEqual(self.client.get("/api/me/").json()["code"], "user_inactive")
