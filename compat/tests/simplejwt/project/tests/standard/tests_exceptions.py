"""The exceptions, as projects catch and raise them."""

from __future__ import annotations

from django.test import TestCase
from rest_framework import exceptions as rest_framework_exceptions
from rest_framework_simplejwt.exceptions import (
    AuthenticationFailed,
    DetailDictMixin,
    ExpiredTokenError,
    InvalidToken,
    TokenBackendError,
    TokenBackendExpiredToken,
    TokenError,
)
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, UntypedToken

from tests.forging import sign


class ExceptionTests(TestCase):
    """Which class catches which error."""

    def test_the_tree(self) -> None:
        """Expired is a kind of each; invalid is a failed authentication."""
        self.assertTrue(issubclass(ExpiredTokenError, TokenError))
        self.assertTrue(issubclass(TokenBackendExpiredToken, TokenBackendError))
        self.assertTrue(issubclass(InvalidToken, AuthenticationFailed))
        self.assertTrue(issubclass(AuthenticationFailed, rest_framework_exceptions.AuthenticationFailed))
        self.assertTrue(issubclass(AuthenticationFailed, DetailDictMixin))

    def test_every_bad_token_is_a_token_error(self) -> None:
        """Every kind of error, in every class."""
        for token in ("nonsense", "a.b.c", b"a.b.c", sign(exp=1), sign(exp=None), sign(jti=1), sign(nbf=9999999999)):
            for kind in (AccessToken, RefreshToken, UntypedToken):
                with self.subTest(token=token, kind=kind.__name__):
                    self.assertRaises(TokenError, kind, token)

    def test_the_text_is_the_first_argument(self) -> None:
        """Callers pass it on."""
        with self.assertRaises(TokenError) as caught:
            AccessToken(sign(exp=1))
        self.assertEqual(str(InvalidToken(caught.exception.args[0]).detail["detail"]), "Token is expired")

    def test_the_usual_refusal(self) -> None:
        """Status, text and code."""
        error = InvalidToken()
        self.assertEqual(error.status_code, 401)
        self.assertEqual(error.detail, {"detail": "Token is invalid or expired", "code": "token_not_valid"})

    def test_a_text_and_a_code(self) -> None:
        """Both can be given."""
        error = AuthenticationFailed("No", code="no")
        self.assertEqual((error.status_code, error.detail), (401, {"detail": "No", "code": "no"}))

    def test_a_detail_of_several_parts(self) -> None:
        """A dict is added to the usual one."""
        error = InvalidToken({"hint": "Sign in"})
        self.assertEqual(
            error.detail, {"detail": "Token is invalid or expired", "code": "token_not_valid", "hint": "Sign in"}
        )
