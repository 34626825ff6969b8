"""Users of the project's own model, known by another field, under other names of claims."""

from __future__ import annotations

from datetime import timedelta

from rest_framework.test import APITestCase
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.models import TokenUser
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token
from rest_framework_simplejwt.utils import get_md5_hash_password

from people.models import Person
from people.token_user import Caller
from people.tokens import ServiceToken
from tests.forging import part

PASSWORD = "a tall ship and a star"


class PersonTestCase(APITestCase):
    """Has a person, and signs requests."""

    @classmethod
    def setUpTestData(cls) -> None:
        """One active person."""
        cls.person = Person.objects.create_user("ada@example.com", PASSWORD)

    def show(self, token: Token | str) -> None:
        """Send *token* with every request from now on."""
        self.client.credentials(HTTP_X_ACCESS_TOKEN=f"Token {token}")

    def sign_in(self, **fields: str) -> dict[str, str]:
        """The answer to a sign-in."""
        return self.client.post("/api/token/", {"email": "ada@example.com", "password": PASSWORD, **fields}).json()


class PersonTests(PersonTestCase):
    """USER_ID_FIELD, USER_ID_CLAIM, AUTH_HEADER_NAME and the rest."""

    def test_the_field_is_the_user_model_s(self) -> None:
        """The name of the address, not ``username``."""
        self.assertEqual(TokenObtainPairSerializer.username_field, "email")
        self.assertEqual(
            self.client.post("/api/token/", {"password": "x"}).json(), {"email": ["This field is required."]}
        )

    def test_the_claims_have_other_names(self) -> None:
        """The person's reference as ``sub``, and the fingerprint of the password."""
        claims = part(self.sign_in()["access"], 1)
        self.assertEqual(list(claims), ["use", "exp", "iat", "id", "sub", "fingerprint", "aud", "iss"])
        self.assertEqual(claims["sub"], str(self.person.reference))
        self.assertEqual(claims["fingerprint"], get_md5_hash_password(self.person.password))

    def test_the_token_is_in_another_header(self) -> None:
        """After another word."""
        token = self.sign_in()["access"]
        self.assertEqual(self.client.get("/api/me/", headers={"authorization": f"Token {token}"}).status_code, 401)
        self.show(token)
        self.assertEqual(self.client.get("/api/me/").json(), {"email": "ada@example.com", "token": "AccessToken"})

    def test_a_refusal_names_that_word(self) -> None:
        """Though the setting is a string."""
        self.assertEqual(self.client.get("/api/me/")["WWW-Authenticate"], 'Token realm="api"')

    def test_a_refresh_needs_no_blacklist(self) -> None:
        """The answer has what the settings' serializer adds."""
        answer = self.client.post("/api/token/refresh/", {"refresh": self.sign_in()["refresh"]}).json()
        self.assertEqual(list(answer), ["access", "access_expires"])
        self.assertEqual(part(answer["access"], 1)["exp"], answer["access_expires"])
        self.show(answer["access"])
        self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_a_verification_answers_what_the_serializer_adds(self) -> None:
        """The kind of token."""
        for token, use in zip(self.sign_in().values(), ("refresh", "access"), strict=True):
            self.assertEqual(self.client.post("/api/token/verify/", {"token": token}).json(), {"use": use})

    def test_without_the_app_no_token_is_outstanding(self) -> None:
        """``outstand`` does nothing, and ``blacklist`` isn't there."""
        token = RefreshToken.for_user(self.person)
        self.assertIsNone(token.outstand())
        with self.assertRaises(AttributeError):
            token.blacklist()

    def test_a_changed_password_ends_access(self) -> None:
        """CHECK_REVOKE_TOKEN with REVOKE_TOKEN_CLAIM."""
        self.show(self.sign_in()["access"])
        self.person.set_password("another")
        self.person.save()
        response = self.client.get("/api/me/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(
            response.json(), {"detail": "The user's password has been changed.", "code": "password_changed"}
        )

    def test_a_token_without_a_fingerprint_is_refused(self) -> None:
        """It may be older than the setting."""
        token = AccessToken.for_user(self.person)
        del token["fingerprint"]
        self.show(token)
        self.assertEqual(self.client.get("/api/me/").json()["code"], "password_changed")


class RuleTests(PersonTestCase):
    """USER_AUTHENTICATION_RULE."""

    def test_the_suspended_may_not_sign_in(self) -> None:
        """The rule of the settings says so."""
        Person.objects.update(suspended=True)
        self.assertEqual(self.sign_in(), {"detail": "No active account found with the given credentials"})

    def test_the_suspended_may_not_refresh(self) -> None:
        """From then on."""
        refresh = self.sign_in()["refresh"]
        Person.objects.update(suspended=True)
        response = self.client.post("/api/token/refresh/", {"refresh": refresh})
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json(), {"detail": "No active account found for the given token."})

    def test_the_rule_derives_from_the_usual_one(self) -> None:
        """The inactive may not sign in either."""
        Person.objects.update(is_active=False)
        self.assertEqual(self.sign_in(), {"detail": "No active account found with the given credentials"})

    def test_the_setting_is_the_function(self) -> None:
        """Imported."""
        self.assertTrue(api_settings.USER_AUTHENTICATION_RULE(self.person))
        self.assertFalse(api_settings.USER_AUTHENTICATION_RULE(None))


class ServiceTokenTests(PersonTestCase):
    """AUTH_TOKEN_CLASSES with a class of the project's own, and TOKEN_USER_CLASS."""

    def service_token(self, **claims: object) -> ServiceToken:
        """A token that the mail service uses to call."""
        token = ServiceToken.for_user(self.person)
        for name, value in {"service": "mail", **claims}.items():
            token[name] = value
        return token

    def test_it_opens(self) -> None:
        """As an access token does."""
        self.show(self.service_token())
        self.assertEqual(self.client.get("/api/me/").json()["token"], "ServiceToken")

    def test_its_own_rule_holds(self) -> None:
        """Each class says why it refuses."""
        token = self.service_token()
        del token["service"]
        self.show(token)
        response = self.client.get("/api/me/")
        self.assertEqual(response.status_code, 401)
        self.assertEqual(
            response.json()["messages"],
            [
                {"token_class": "ServiceToken", "token_type": "service", "message": "Token names no service"},
                {"token_class": "AccessToken", "token_type": "access", "message": "Token has wrong type"},
            ],
        )

    def test_it_ends(self) -> None:
        """After an hour; the leeway comes on top."""
        token = self.service_token()
        self.assertEqual(token["exp"] - token["iat"], 3600)
        token.set_exp(lifetime=timedelta(seconds=-31))
        self.show(token)
        self.assertEqual(self.client.get("/api/me/").json()["messages"][0]["message"], "Token is expired")

    def test_the_user_without_the_database_is_the_settings_class(self) -> None:
        """It has the property of that class."""
        self.show(self.service_token())
        with self.assertNumQueries(0):
            answer = self.client.get("/api/caller/").json()
        self.assertEqual(answer, {"label": f"mail for {self.person.reference}"})
        self.show(AccessToken.for_user(self.person))
        self.assertEqual(self.client.get("/api/caller/").json()["label"], f"nobody for {self.person.reference}")

    def test_the_class_derives_from_the_usual_one(self) -> None:
        """The settings import it."""
        self.assertIs(api_settings.TOKEN_USER_CLASS, Caller)
        self.assertTrue(issubclass(Caller, TokenUser))

    def test_the_classes_are_what_the_settings_import(self) -> None:
        """In their order."""
        self.assertEqual(tuple(api_settings.AUTH_TOKEN_CLASSES), (ServiceToken, AccessToken))
        token = JWTAuthentication().get_validated_token(str(self.service_token()).encode())
        self.assertIsInstance(token, ServiceToken)
