"""Refresh tokens that are blacklisted after rotation, the last sign-in, and other words in the header."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework_simplejwt.authentication import AUTH_HEADER_TYPES
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from tests.accounts import AccountTestCase
from tests.forging import part


class RotationTests(AccountTestCase):
    """ROTATE_REFRESH_TOKENS with BLACKLIST_AFTER_ROTATION."""

    def refresh(self, token: object) -> dict[str, str]:
        """What the endpoint answers."""
        return self.client.post("/api/token/refresh/", {"refresh": str(token)}).json()

    def test_both_tokens_are_new(self) -> None:
        """Access first."""
        old = RefreshToken.for_user(self.user)
        answer = self.refresh(old)
        self.assertEqual(list(answer), ["access", "refresh"])
        self.assertNotEqual(part(answer["refresh"], 1)["jti"], old["jti"])

    def test_the_new_one_starts_anew(self) -> None:
        """Its end is a whole lifetime away."""
        old = RefreshToken.for_user(self.user)
        old.set_exp(lifetime=timedelta(days=1))
        claims = part(self.refresh(old)["refresh"], 1)
        self.assertEqual(claims["exp"] - claims["iat"], timedelta(days=14).total_seconds())

    def test_the_claims_are_kept(self) -> None:
        """In both tokens."""
        old = RefreshToken.for_user(self.user)
        old["theme"] = "dark"
        self.assertEqual([part(token, 1)["theme"] for token in self.refresh(old).values()], ["dark", "dark"])

    def test_the_old_one_is_blacklisted(self) -> None:
        """It gives nothing any more, and verifies no more."""
        old = RefreshToken.for_user(self.user)
        self.refresh(old)
        self.assertEqual(self.refresh(old), {"detail": "Token is blacklisted", "code": "token_not_valid"})
        response = self.client.post("/api/token/verify/", {"token": str(old)})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json(), {"non_field_errors": ["Token is blacklisted"]})

    def test_the_rows(self) -> None:
        """Both tokens are outstanding, the old one is blacklisted."""
        old = RefreshToken.for_user(self.user)
        new = part(self.refresh(old)["refresh"], 1)
        self.assertEqual(set(OutstandingToken.objects.values_list("jti", flat=True)), {old["jti"], new["jti"]})
        self.assertEqual(set(OutstandingToken.objects.values_list("user", flat=True)), {self.user.pk})
        self.assertEqual(BlacklistedToken.objects.get().token.jti, old["jti"])

    def test_a_chain(self) -> None:
        """Each gives the next, and no other."""
        chain = [str(RefreshToken.for_user(self.user))]
        for _ in range(4):
            chain.append(self.refresh(chain[-1])["refresh"])
        self.assertEqual(BlacklistedToken.objects.count(), 4)
        for token in chain[:-1]:
            self.assertEqual(self.refresh(token)["detail"], "Token is blacklisted")
        self.assertIn("access", self.refresh(chain[-1]))

    def test_a_token_without_a_row_is_rotated(self) -> None:
        """Its row is made then."""
        old = RefreshToken()
        old["user_id"] = str(self.user.pk)
        self.assertIn("refresh", self.refresh(old))
        self.assertEqual(self.refresh(old)["detail"], "Token is blacklisted")

    def test_an_inactive_user_gets_nothing(self) -> None:
        """And nothing is blacklisted."""
        old = RefreshToken.for_user(self.user)
        User.objects.update(is_active=False)
        self.assertEqual(self.refresh(old), {"detail": "No active account found for the given token."})
        self.assertEqual(BlacklistedToken.objects.count(), 0)

    def test_what_the_view_blacklisted_is_not_rotated(self) -> None:
        """The function ``token_blacklist`` is the view."""
        old = RefreshToken.for_user(self.user)
        self.assertEqual(self.client.post("/functions/token/blacklist/", {"refresh": str(old)}).json(), {})
        self.assertEqual(self.refresh(old)["detail"], "Token is blacklisted")

    def test_good_tokens_verify(self) -> None:
        """Of each type."""
        refresh = RefreshToken.for_user(self.user)
        for token in (refresh, refresh.access_token):
            response = self.client.post("/api/token/verify/", {"token": str(token)})
            self.assertEqual((response.status_code, response.json()), (200, {}))


class LastLoginTests(AccountTestCase):
    """UPDATE_LAST_LOGIN."""

    def test_a_sign_in_is_written_down(self) -> None:
        """By a pair or by a sliding token."""
        for path in ("/api/token/", "/api/sliding/"):
            User.objects.update(last_login=None)
            before = timezone.now()
            self.sign_in(path)
            self.assertGreaterEqual(User.objects.get().last_login, before)

    def test_a_refresh_and_a_wrong_password_are_not(self) -> None:
        """Nobody has signed in."""
        self.sign_in(password="wrong")
        self.client.post("/api/token/refresh/", {"refresh": str(RefreshToken.for_user(self.user))})
        self.assertIsNone(User.objects.get().last_login)


class HeaderTypeTests(AccountTestCase):
    """AUTH_HEADER_TYPES as a list of two."""

    def test_both_open(self) -> None:
        """The older scheme and the usual one."""
        for scheme in ("JWT", "Bearer"):
            self.show(AccessToken.for_user(self.user), scheme)
            self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_another_does_not(self) -> None:
        """As if there were no header."""
        self.show(AccessToken.for_user(self.user), "Token")
        response = self.client.get("/api/me/")
        self.assertEqual(response.json(), {"detail": "Authentication credentials were not provided."})

    def test_the_first_is_what_a_refusal_names(self) -> None:
        """Of a request and of a sign-in."""
        self.assertEqual(self.client.get("/api/me/")["WWW-Authenticate"], 'JWT realm="api"')
        self.assertEqual(self.sign_in(password="wrong")["WWW-Authenticate"], 'JWT realm="api"')
        self.assertEqual(tuple(AUTH_HEADER_TYPES), ("JWT", "Bearer"))

    def test_the_lifetimes_are_the_settings(self) -> None:
        """Ten minutes and two weeks."""
        refresh = RefreshToken.for_user(self.user)
        self.assertEqual(refresh["exp"] - refresh["iat"], timedelta(days=14).total_seconds())
        self.assertEqual(refresh.access_token["exp"] - refresh["iat"], timedelta(minutes=10).total_seconds())
