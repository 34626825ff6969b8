"""What a token object can do."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.test import TestCase
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, SlidingToken
from rest_framework_simplejwt.utils import aware_utcnow, datetime_from_epoch, datetime_to_epoch

from tests.forging import part, sign


class TokenTests(TestCase):
    """Tokens of nobody in particular: no user is needed for these."""

    def test_a_new_token_has_its_usual_claims(self) -> None:
        """Type, end, start and id, in this order."""
        self.assertEqual(list(AccessToken().payload), ["token_type", "exp", "iat", "jti"])

    def test_a_new_token_was_read_from_nothing(self) -> None:
        """``token`` is None, and ``current_time`` is when it was made."""
        token = AccessToken()
        self.assertIsNone(token.token)
        self.assertEqual(token["iat"], datetime_to_epoch(token.current_time))
        self.assertEqual(token["exp"], datetime_to_epoch(token.current_time + AccessToken.lifetime))

    def test_it_is_a_mapping(self) -> None:
        """Get with a default, membership, and KeyError."""
        token = AccessToken()
        self.assertIsNone(token.get("nothing"))
        self.assertEqual(token.get("nothing", 5), 5)
        self.assertIn("jti", token)
        with self.assertRaises(KeyError):
            token["nothing"]

    def test_it_shows_its_claims(self) -> None:
        """``repr`` is that of the claims."""
        token = AccessToken()
        self.assertEqual(repr(token), repr(token.payload))

    def test_it_is_signed_as_a_string(self) -> None:
        """The string has the claims and a header that says how it is signed."""
        token = AccessToken()
        self.assertEqual(part(token, 0)["alg"], "HS256")
        self.assertEqual(part(token, 0)["typ"], "JWT")
        self.assertEqual(part(token, 1), token.payload)

    def test_it_is_read_from_a_string_or_from_bytes(self) -> None:
        """And keeps what it was read from."""
        token = AccessToken()
        self.assertEqual(AccessToken(str(token)).payload, token.payload)
        self.assertEqual(AccessToken(str(token).encode()).payload, token.payload)
        self.assertEqual(AccessToken(str(token)).token, str(token))

    def test_it_is_read_without_being_looked_at(self) -> None:
        """``verify=False`` takes a wrong signature, a past end and another type."""
        token = sign(key="another-key-that-is-as-long-as-a-key-should-be-for-these-hashes", exp=1, token_type="x")
        self.assertEqual(AccessToken(token, verify=False)["token_type"], "x")

    def test_nonsense_is_no_token_even_then(self) -> None:
        """There is nothing to read."""
        with self.assertRaisesMessage(TokenError, "Token is invalid"):
            AccessToken("nonsense", verify=False)

    def test_an_end_in_the_past_has_an_error_of_its_own(self) -> None:
        """Which is a `TokenError`, too."""
        with self.assertRaises(ExpiredTokenError) as caught:
            AccessToken(sign(exp=1))
        self.assertIsInstance(caught.exception, TokenError)
        self.assertEqual(str(caught.exception.args[0]), "Token is expired")

    def test_every_id_is_another(self) -> None:
        """Thirty-two hexadecimal digits, new for each token and with each ``set_jti``."""
        token = AccessToken()
        first = token["jti"]
        token.set_jti()
        self.assertRegex(first, r"^[0-9a-f]{32}$")
        self.assertNotEqual(token["jti"], first)

    def test_set_exp_takes_a_claim_a_start_and_a_lifetime(self) -> None:
        """Each has its default."""
        token, noon = AccessToken(), aware_utcnow().replace(hour=12, microsecond=0)
        token.set_exp("renew_by", from_time=noon, lifetime=timedelta(hours=1))
        self.assertEqual(token["renew_by"], datetime_to_epoch(noon) + 3600)
        token.set_exp(from_time=noon)
        self.assertEqual(token["exp"], datetime_to_epoch(noon + AccessToken.lifetime))

    def test_set_iat_takes_a_claim_and_a_time(self) -> None:
        """Each has its default."""
        token, noon = AccessToken(), aware_utcnow().replace(hour=12)
        token.set_iat("auth_time", at_time=noon)
        self.assertEqual(token["auth_time"], datetime_to_epoch(noon))

    def test_check_exp_takes_a_claim_and_a_time(self) -> None:
        """The end itself is too late already."""
        token = AccessToken()
        token.set_exp("renew_by", lifetime=timedelta(hours=1))
        token.check_exp("renew_by")
        later = datetime_from_epoch(token["renew_by"])
        with self.assertRaisesMessage(TokenError, "Token 'renew_by' claim has expired"):
            token.check_exp("renew_by", current_time=later)
        with self.assertRaisesMessage(TokenError, "Token has no 'other' claim"):
            token.check_exp("other")

    def test_verify_is_what_reading_does(self) -> None:
        """It can be called again, later."""
        token = AccessToken()
        token.verify()
        token["token_type"] = "other"
        with self.assertRaisesMessage(TokenError, "Token has wrong type"):
            token.verify_token_type()
        del token["jti"]
        with self.assertRaisesMessage(TokenError, "Token has no id"):
            token.verify()

    def test_a_subclass_verifies_more(self) -> None:
        """``verify`` may be overridden; a `TokenError` of it is an answer like any other."""

        class Strict(AccessToken):
            def verify(self) -> None:
                super().verify()
                raise TokenError("Not today")

        with self.assertRaisesMessage(TokenError, "Not today"):
            Strict(str(AccessToken()))

    def test_a_refresh_token_makes_access_tokens(self) -> None:
        """Each with an id of its own, the other claims copied, the time of the refresh token."""
        refresh = RefreshToken()
        refresh["theme"] = "dark"
        first, second = refresh.access_token, refresh.access_token
        self.assertIsInstance(first, AccessToken)
        self.assertEqual(first["theme"], "dark")
        self.assertEqual(len({refresh["jti"], first["jti"], second["jti"]}), 3)
        self.assertEqual(first["exp"], datetime_to_epoch(refresh.current_time + AccessToken.lifetime))

    def test_a_sliding_token_has_two_ends(self) -> None:
        """One for requests, one for refreshes."""
        token = SlidingToken()
        self.assertEqual(list(token.payload), ["token_type", "exp", "iat", "jti", "refresh_exp"])
        self.assertEqual(token["refresh_exp"] - token["iat"], timedelta(days=1).total_seconds())

    def test_the_lifetimes_are_the_settings(self) -> None:
        """As attributes of the classes."""
        self.assertEqual(AccessToken.lifetime, api_settings.ACCESS_TOKEN_LIFETIME)
        self.assertEqual(RefreshToken.lifetime, api_settings.REFRESH_TOKEN_LIFETIME)
        self.assertEqual(SlidingToken.lifetime, api_settings.SLIDING_TOKEN_LIFETIME)

    def test_a_lifetime_is_changed_for_one_test(self) -> None:
        """By patching the class, as tests do."""
        with mock.patch.object(AccessToken, "lifetime", timedelta(hours=2)):
            token = AccessToken()
        self.assertEqual(token["exp"] - token["iat"], 7200)

    def test_the_clock_is_set_back_for_one_test(self) -> None:
        """By patching the module, as tests do."""
        yesterday = aware_utcnow() - timedelta(days=1)
        with mock.patch("rest_framework_simplejwt.tokens.aware_utcnow", return_value=yesterday):
            token = AccessToken()
        self.assertEqual((token.current_time, token["iat"]), (yesterday, datetime_to_epoch(yesterday)))
        with self.assertRaises(ExpiredTokenError):
            AccessToken(str(token))

    def test_a_backend_of_a_class_s_own(self) -> None:
        """``get_token_backend`` may be overridden."""

        class Foreign(AccessToken):
            def get_token_backend(self) -> TokenBackend:
                return TokenBackend("HS512", "another-key-that-is-as-long-as-a-key-should-be-for-all-of-these-hashes")

        token = str(Foreign())
        self.assertEqual(part(token, 0)["alg"], "HS512")
        self.assertEqual(Foreign(token)["token_type"], "access")
        with self.assertRaisesMessage(TokenError, "Token is invalid"):
            AccessToken(token)

    def test_they_share_the_backend_of_the_state(self) -> None:
        """By the property and by the older method."""
        self.assertIs(AccessToken().token_backend, token_backend)
        self.assertIs(AccessToken().get_token_backend(), token_backend)
