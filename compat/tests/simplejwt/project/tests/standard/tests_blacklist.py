"""The blacklist app, by its view, its models and the methods of tokens."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import BlacklistMixin, RefreshToken, SlidingToken
from rest_framework_simplejwt.utils import aware_utcnow, datetime_from_epoch

from notes.sign_in import InvitationToken, RevocableAccessToken
from tests.accounts import AccountTestCase
from tests.overrides import override_api_settings


class OutstandingTests(AccountTestCase):
    """Which tokens are written down, and what of them."""

    def test_a_sign_in_leaves_one_row(self) -> None:
        """With the id, the string, the times and the user of the refresh token."""
        string = self.sign_in().json()["refresh"]
        token, row = RefreshToken(string), OutstandingToken.objects.get()
        self.assertEqual((row.jti, row.user), (token["jti"], self.user))
        self.assertEqual(row.expires_at, datetime_from_epoch(token["exp"]))
        self.assertEqual(int(row.created_at.timestamp()), token["iat"])

    def test_a_row_is_found_by_its_id(self) -> None:
        """``jti`` is unique."""
        token = RefreshToken.for_user(self.user)
        self.assertEqual(OutstandingToken.objects.get(jti=token["jti"]).user, self.user)

    def test_a_row_is_found_by_its_string(self) -> None:
        """As projects do that were given the string alone."""
        token = RefreshToken.for_user(self.user)
        self.assertEqual(OutstandingToken.objects.get(token=str(token)).jti, token["jti"])

    def test_the_rows_of_a_user(self) -> None:
        """By the usual relation."""
        RefreshToken.for_user(self.user)
        SlidingToken.for_user(self.user)
        RefreshToken.for_user(User.objects.create_user("grace"))
        self.assertEqual(self.user.outstandingtoken_set.count(), 2)

    def test_the_row_stays_when_the_user_goes(self) -> None:
        """Without a user."""
        RefreshToken.for_user(self.user)
        self.user.delete()
        self.assertIsNone(OutstandingToken.objects.get().user)

    def test_a_row_says_whose_token_it_is(self) -> None:
        """The text of both models."""
        token = RefreshToken.for_user(self.user)
        row, _ = token.blacklist()
        self.assertEqual(str(row.token), f"Token for ada ({token['jti']})")
        self.assertEqual(str(row), "Blacklisted token for ada")

    def test_a_token_is_written_down_later(self) -> None:
        """``outstand`` writes once."""
        token = RefreshToken()
        token["user_id"] = str(self.user.pk)
        row, created = token.outstand()
        self.assertEqual((row.user, created), (self.user, True))
        self.assertEqual(token.outstand(), (row, False))


class BlacklistTests(AccountTestCase):
    """What is refused, and by what."""

    def assert_refused(self, token: RefreshToken) -> None:
        """The refresh endpoint says that *token* is blacklisted."""
        response = self.client.post("/api/token/refresh/", {"refresh": str(token)})
        self.assertEqual((response.status_code, response.json()["detail"]), (401, "Token is blacklisted"))

    def test_the_method_blacklists_a_token_that_was_read(self) -> None:
        """As the documentation has it."""
        string = str(RefreshToken.for_user(self.user))
        RefreshToken(string).blacklist()
        self.assert_refused(RefreshToken(string, verify=False))

    def test_the_method_answers_the_row_and_whether_it_is_new(self) -> None:
        """The second time it isn't."""
        token = RefreshToken.for_user(self.user)
        row, created = token.blacklist()
        self.assertIsInstance(row, BlacklistedToken)
        self.assertTrue(created)
        self.assertEqual(token.blacklist(), (row, False))

    def test_a_token_that_wasn_t_outstanding_becomes_so(self) -> None:
        """Both rows are made."""
        token = RefreshToken()
        token["user_id"] = str(self.user.pk)
        token.blacklist()
        self.assertEqual(BlacklistedToken.objects.get().token.user, self.user)

    def test_a_token_of_nobody_is_blacklisted_too(self) -> None:
        """Its row has no user."""
        token = RefreshToken()
        token.blacklist()
        self.assertIsNone(OutstandingToken.objects.get(jti=token["jti"]).user)

    def test_the_view_blacklists(self) -> None:
        """And answers nothing."""
        token = RefreshToken.for_user(self.user)
        response = self.client.post("/api/token/blacklist/", {"refresh": str(token)})
        self.assertEqual((response.status_code, response.json()), (200, {}))
        self.assert_refused(token)

    def test_a_row_made_by_hand_blacklists(self) -> None:
        """As the admin makes it."""
        token = RefreshToken.for_user(self.user)
        BlacklistedToken.objects.create(token=OutstandingToken.objects.get(jti=token["jti"]))
        self.assert_refused(token)

    def test_a_row_that_is_deleted_blacklists_no_more(self) -> None:
        """The database is asked each time."""
        token = RefreshToken.for_user(self.user)
        token.blacklist()
        BlacklistedToken.objects.all().delete()
        self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": str(token)}).status_code, 200)

    def test_reading_a_blacklisted_token_raises(self) -> None:
        """For refresh and sliding tokens."""
        for kind in (RefreshToken, SlidingToken):
            token = kind.for_user(self.user)
            token.blacklist()
            with self.assertRaisesMessage(TokenError, "Token is blacklisted"):
                kind(str(token))
            with self.assertRaisesMessage(TokenError, "Token is blacklisted"):
                token.check_blacklist()

    def test_a_sign_out_everywhere(self) -> None:
        """A loop over the user's rows; the other users stay signed in."""
        own = [RefreshToken.for_user(self.user) for _ in range(3)]
        other = RefreshToken.for_user(User.objects.create_user("grace"))
        self.show(own[0].access_token)
        self.assertEqual(self.client.post("/api/logout/everywhere/").status_code, 205)
        for token in own:
            self.assert_refused(token)
        self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": str(other)}).status_code, 200)

    def test_the_access_token_lives_on(self) -> None:
        """Until it ends by itself."""
        refresh = RefreshToken.for_user(self.user)
        access = refresh.access_token
        refresh.blacklist()
        self.show(access)
        self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_a_class_of_one_s_own(self) -> None:
        """With the mixin it is outstanding, and can be blacklisted."""
        token = InvitationToken.for_user(self.user)
        self.assertEqual(OutstandingToken.objects.get().jti, token["jti"])
        InvitationToken(str(token)).blacklist()
        with self.assertRaisesMessage(TokenError, "Token is blacklisted"):
            InvitationToken(str(token))

    def test_an_access_token_that_can_be_revoked(self) -> None:
        """The mixin in a class of AUTH_TOKEN_CLASSES."""
        token = RevocableAccessToken.for_user(self.user)
        self.show(token)
        with override_api_settings(AUTH_TOKEN_CLASSES=(RevocableAccessToken,)):
            self.assertEqual(self.client.get("/api/me/").status_code, 200)
            token.blacklist()
            response = self.client.get("/api/me/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json()["messages"][0]["token_class"], "RevocableAccessToken")
        self.assertEqual(response.json()["messages"][0]["message"], "Token is blacklisted")

    def test_the_models_are_names_of_the_module_of_tokens(self) -> None:
        """Many import them from there."""
        self.assertEqual((tokens.OutstandingToken, tokens.BlacklistedToken), (OutstandingToken, BlacklistedToken))

    def test_rows_that_are_made_by_hand(self) -> None:
        """As imports from another system make them."""
        token, now = RefreshToken(), aware_utcnow()
        row = OutstandingToken.objects.create(
            user=self.user, jti=token["jti"], token=str(token), created_at=now, expires_at=now + token.lifetime
        )
        BlacklistedToken.objects.bulk_create([BlacklistedToken(token=row)])
        self.assert_refused(token)

    def test_which_classes_can_be_blacklisted(self) -> None:
        """Those with the mixin."""
        self.assertTrue(issubclass(RefreshToken, BlacklistMixin))
        self.assertTrue(issubclass(SlidingToken, BlacklistMixin))

    def test_what_is_blacklisted_is_found(self) -> None:
        """By the relation between the two models, both ways."""
        token = RefreshToken.for_user(self.user)
        RefreshToken.for_user(self.user)
        token.blacklist()
        self.assertEqual(OutstandingToken.objects.get(blacklistedtoken__isnull=False).jti, token["jti"])
        self.assertTrue(BlacklistedToken.objects.filter(token__user=self.user, token__jti=token["jti"]).exists())
