"""Claims of the project's own, through a serializer that the settings name."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from notes.serializers import MyTokenObtainPairSerializer
from tests.accounts import AccountTestCase
from tests.forging import part


class CustomClaimTests(AccountTestCase):
    """TOKEN_OBTAIN_SERIALIZER is ``MyTokenObtainPairSerializer``."""

    def test_both_tokens_have_them(self) -> None:
        """What ``get_token`` adds to the refresh token is in the access token, too."""
        for token in self.sign_in().json().values():
            self.assertEqual(part(token, 1)["username"], "ada")

    def test_they_come_last(self) -> None:
        """The order of the claims is the order in which they were set."""
        pair = self.sign_in().json()
        usual = ["token_type", "exp", "iat", "jti", "user_id", "username", "is_staff"]
        self.assertEqual([list(part(pair[one], 1)) for one in ("refresh", "access")], [usual, usual])

    def test_a_refreshed_access_token_has_them(self) -> None:
        """They are copied from the refresh token, as they were when it was made."""
        refresh = self.sign_in().json()["refresh"]
        User.objects.update(username="grace")
        response = self.client.post("/api/token/refresh/", {"refresh": refresh})
        self.assertEqual(part(response.json()["access"], 1)["username"], "ada")

    def test_a_view_reads_them(self) -> None:
        """``request.auth`` is the token."""
        self.show(self.sign_in().json()["access"])
        self.assertEqual(self.client.get("/api/me/").json()["claims"]["is_staff"], False)

    def test_the_serializer_makes_tokens_for_a_user(self) -> None:
        """``get_token`` is a class method, of the serializer and of what it derives from."""
        self.assertEqual(MyTokenObtainPairSerializer.get_token(self.user)["username"], "ada")
        self.assertNotIn("username", TokenObtainPairSerializer.get_token(self.user))

    def test_the_serializer_works_without_a_view(self) -> None:
        """Name and password in, tokens out, and the user on the serializer."""
        serializer = MyTokenObtainPairSerializer(data={"username": "ada", "password": "a tall ship and a star"})
        self.assertTrue(serializer.is_valid())
        self.assertEqual(serializer.user, self.user)
        self.assertEqual(RefreshToken(serializer.validated_data["refresh"])["username"], "ada")

    def test_the_serializer_knows_the_name_of_its_field(self) -> None:
        """``username_field`` is the user model's, and the field is there beside the password."""
        self.assertEqual(MyTokenObtainPairSerializer.username_field, "username")
        self.assertEqual(list(MyTokenObtainPairSerializer().fields), ["username", "password"])
        self.assertTrue(MyTokenObtainPairSerializer().fields["password"].write_only)

    def test_a_claim_is_changed_and_taken_away(self) -> None:
        """A token is a mapping of its claims."""
        token = AccessToken.for_user(self.user)
        token["rank"] = {"deck": 3, "crew": ["a", "b"]}
        read = AccessToken(str(token))
        self.assertEqual(read["rank"], {"deck": 3, "crew": ["a", "b"]})
        del read["rank"]
        self.assertNotIn("rank", AccessToken(str(read)))
