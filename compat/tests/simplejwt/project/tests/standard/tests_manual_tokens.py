"""Tokens that are made by hand, and token classes of the project's own."""

from __future__ import annotations

from datetime import timedelta

from rest_framework_simplejwt.exceptions import AuthenticationFailed, TokenError
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, SlidingToken, Token, UntypedToken
from rest_framework_simplejwt.utils import logger

from notes.sign_in import DeviceRefreshToken, ExportToken, get_tokens_for_user
from tests.accounts import AccountTestCase
from tests.forging import part


class TokensForUserTests(AccountTestCase):
    """``get_tokens_for_user``, as the documentation has it."""

    def test_the_pair_is_as_good_as_from_the_view(self) -> None:
        """The access token opens, the refresh token refreshes."""
        pair = get_tokens_for_user(self.user)
        self.show(pair["access"])
        self.assertEqual(self.client.get("/api/me/").status_code, 200)
        self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": pair["refresh"]}).status_code, 200)

    def test_an_inactive_user_gets_none(self) -> None:
        """The project looks, since ``for_user`` doesn't."""
        self.user.is_active = False
        with self.assertRaises(AuthenticationFailed) as caught:
            get_tokens_for_user(self.user)
        self.assertEqual(caught.exception.detail["detail"], "User is not active")
        self.assertEqual(caught.exception.detail["code"], "authentication_failed")

    def test_for_user_warns_of_an_inactive_user(self) -> None:
        """It makes the token all the same, and says so in the log."""
        self.user.is_active = False
        with self.assertLogs(logger, "WARNING") as logs:
            token = AccessToken.for_user(self.user)
        self.assertIn("inactive", logs.output[0])
        self.assertEqual(token["user_id"], str(self.user.pk))

    def test_a_token_of_each_type_is_made_for_a_user(self) -> None:
        """The type is in the token, and the user as a string."""
        for kind, name in ((AccessToken, "access"), (RefreshToken, "refresh"), (SlidingToken, "sliding")):
            claims = part(kind.for_user(self.user), 1)
            self.assertEqual((claims["token_type"], claims["user_id"]), (name, str(self.user.pk)))

    def test_an_access_token_alone_leaves_no_row(self) -> None:
        """Refresh and sliding tokens are outstanding, access tokens are not."""
        AccessToken.for_user(self.user)
        self.assertEqual(OutstandingToken.objects.count(), 0)


class OwnTokenClassTests(AccountTestCase):
    """Subclasses with their own type, lifetime and claims."""

    def test_the_type_and_the_lifetime_are_the_class_s(self) -> None:
        """Both are class attributes."""
        token = ExportToken.for_user(self.user)
        self.assertEqual(token["token_type"], "export")
        self.assertEqual(token["exp"] - token["iat"], 60)

    def test_another_type_is_refused(self) -> None:
        """An export token is no access token, though its class derives from one."""
        with self.assertRaisesMessage(TokenError, "Token has wrong type"):
            AccessToken(str(ExportToken.for_user(self.user)))

    def test_a_refresh_token_makes_the_access_tokens_that_it_names(self) -> None:
        """``access_token_class`` is what the property makes."""
        access = DeviceRefreshToken.for_user(self.user).access_token
        self.assertIsInstance(access, ExportToken)
        self.assertEqual(access["token_type"], "export")

    def test_claims_in_no_copy_claims_stay_behind(self) -> None:
        """All others are copied."""
        refresh = DeviceRefreshToken.for_user(self.user)
        refresh["device"] = "phone"
        refresh["theme"] = "dark"
        self.assertNotIn("device", refresh.access_token)
        self.assertEqual(refresh.access_token["theme"], "dark")

    def test_a_lifetime_of_its_own_holds(self) -> None:
        """A year, not the day of the settings."""
        token = DeviceRefreshToken.for_user(self.user)
        self.assertEqual(token["exp"] - token["iat"], timedelta(days=365).total_seconds())

    def test_a_class_without_type_or_lifetime_makes_no_token(self) -> None:
        """Says which are missing."""
        for attributes in ({"token_type": "x"}, {"lifetime": timedelta(days=1)}):
            with self.assertRaisesMessage(TokenError, "Cannot create token with no type or lifetime"):
                type("Unfinished", (Token,), attributes)()

    def test_an_untyped_token_reads_every_type(self) -> None:
        """It looks at all but the type."""
        for token in (AccessToken.for_user(self.user), RefreshToken.for_user(self.user)):
            self.assertEqual(UntypedToken(str(token))["token_type"], token.token_type)
