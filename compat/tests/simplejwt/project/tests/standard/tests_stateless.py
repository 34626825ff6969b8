"""Users without the database."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication, JWTTokenUserAuthentication
from rest_framework_simplejwt.models import TokenUser
from rest_framework_simplejwt.tokens import AccessToken

from tests.accounts import AccountTestCase
from tests.forging import sign
from tests.overrides import override_api_settings


class Rower(TokenUser):
    """A user who rows."""

    @property
    def boat(self) -> str:
        """The boat that the token names."""
        return self.token.get("boat", "none")


class StatelessTests(AccountTestCase):
    """JWTStatelessUserAuthentication."""

    def test_nobody_is_looked_up(self) -> None:
        """No query, and the user is the token's."""
        self.show(self.sign_in().json()["access"])
        with self.assertNumQueries(0):
            answer = self.client.get("/api/me/stateless/").json()
        self.assertEqual((answer["id"], answer["username"]), (str(self.user.pk), "ada"))

    def test_the_older_name_is_the_same_class(self) -> None:
        """And does the same."""
        self.assertIs(JWTTokenUserAuthentication, JWTStatelessUserAuthentication)
        self.show(AccessToken.for_user(self.user))
        self.assertEqual(self.client.get("/api/me/old-stateless/").status_code, 200)

    def test_a_user_who_is_gone_is_not_missed(self) -> None:
        """The token alone decides."""
        self.show(AccessToken.for_user(self.user))
        User.objects.all().delete()
        self.assertEqual(self.client.get("/api/me/stateless/").status_code, 200)

    def test_a_token_of_nobody_is_refused(self) -> None:
        """The claim of the user is missing."""
        self.show(sign(user_id=None))
        response = self.client.get("/api/me/stateless/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json()["detail"], "Token contained no recognizable user identification")

    def test_the_class_of_the_settings_is_used(self) -> None:
        """TOKEN_USER_CLASS."""
        token = AccessToken.for_user(self.user)
        with override_api_settings(TOKEN_USER_CLASS=Rower):
            user = JWTStatelessUserAuthentication().get_user(token)
        self.assertIsInstance(user, Rower)


class TokenUserTests(AccountTestCase):
    """The user object."""

    def setUp(self) -> None:
        """A token with claims of its own."""
        self.token = AccessToken.for_user(self.user)
        self.token["username"] = "ada"
        self.token["boat"] = "eight"
        self.token_user = TokenUser(self.token)

    def test_it_is_known_by_the_claims(self) -> None:
        """Id, name and text."""
        user = self.token_user
        self.assertEqual((user.id, user.pk, user.username), (str(self.user.pk), str(self.user.pk), "ada"))
        self.assertEqual((user.get_username(), str(user)), ("ada", f"TokenUser {self.user.pk}"))

    def test_other_claims_are_attributes(self) -> None:
        """Those that aren't there are None."""
        self.assertEqual(self.token_user.boat, "eight")
        self.assertIsNone(self.token_user.ship)
        self.assertEqual(Rower(self.token).boat, "eight")

    def test_it_is_authenticated_and_active(self) -> None:
        """Always."""
        user = self.token_user
        self.assertEqual((user.is_authenticated, user.is_anonymous, user.is_active), (True, False, True))

    def test_its_rank_is_the_token_s(self) -> None:
        """No rank where the token says nothing."""
        self.assertEqual((self.token_user.is_staff, self.token_user.is_superuser), (False, False))
        self.token["is_staff"] = self.token["is_superuser"] = True
        user = TokenUser(self.token)
        self.assertEqual((user.is_staff, user.is_superuser), (True, True))

    def test_it_has_neither_groups_nor_permissions(self) -> None:
        """The database isn't asked."""
        user = self.token_user
        with self.assertNumQueries(0):
            self.assertEqual((list(user.groups.all()), list(user.user_permissions.all())), ([], []))
        self.assertEqual((user.get_group_permissions(), user.get_all_permissions()), (set(), set()))
        self.assertFalse(user.has_perm("notes.add_note") or user.has_perms(["a"]) or user.has_module_perms("notes"))

    def test_two_tokens_of_one_user_are_one_user(self) -> None:
        """Equal, and with one hash."""
        same, other = TokenUser(AccessToken.for_user(self.user)), TokenUser({"user_id": "77"})
        self.assertEqual((same, hash(same)), (self.token_user, hash(self.token_user)))
        self.assertNotEqual(other, self.token_user)

    def test_it_isn_t_in_the_database(self) -> None:
        """So it can't be saved, deleted or given a password."""
        user = self.token_user
        for act in (user.save, user.delete, lambda: user.set_password("x"), lambda: user.check_password("x")):
            with self.assertRaisesMessage(NotImplementedError, "Token users have no DB representation"):
                act()
