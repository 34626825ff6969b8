"""The credentials of a sign-in: another field, either of two, or those that a project checks by itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed

from tests.idioms.table import idiom
from tests.idioms.tiers import PASSWORD, Tier

REFUSED = "No active account found with the given credentials"
BY_EMAIL = [f"{__name__}.ByEmail", "django.contrib.auth.backends.ModelBackend"]


class ByEmail:
    """The backend in every answer about sign-in by e-mail."""

    def authenticate(self, request: Any, email: str | None = None, password: str | None = None, **kwargs: Any) -> Any:
        user = User.objects.filter(email=email).first()
        return user if user and user.check_password(password or "") else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id).first()


@idiom([200, 401, REFUSED, ["email"]])
def username_field_on_the_serializer(t: Tier) -> object:
    """The backends get the value under the name of the field."""

    class EmailSerializer(t.serializers.TokenObtainPairSerializer):
        username_field = "email"

    with override_settings(AUTHENTICATION_BACKENDS=BY_EMAIL):
        right = t.sign_in(EmailSerializer, email="ada@example.com", password=PASSWORD)
        wrong = t.sign_in(EmailSerializer, email="ada@example.com", password="wrong")
        missing = t.sign_in(EmailSerializer, password=PASSWORD)
    return right.status, wrong.status, wrong["detail"], list(missing.body)


@idiom([200, 200])
def username_field_of_the_user_model(t: Tier) -> object:
    """It is set on the serializer before its fields are made, or its name has a field of another kind."""

    class Field(serializers.EmailField): ...

    class EmailSerializer(t.serializers.TokenObtainPairSerializer):
        username_field = User.EMAIL_FIELD
        email = Field(write_only=True)

    class Later(t.serializers.TokenObtainPairSerializer):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.username_field = "email"
            super().__init__(*args, **kwargs)

    with override_settings(AUTHENTICATION_BACKENDS=BY_EMAIL):
        first = t.sign_in(EmailSerializer, email="ada@example.com", password=PASSWORD)
        # Only one sign-in works: the second is a refusal.
        second = t.sign_in(Later, email="ada@example.com", password="wrong")
    return first.status, 200 if second.status == 401 else second.status


@idiom([401, REFUSED], sessions=0)
def username_field_that_no_backend_takes(t: Tier) -> object:
    """It is a refusal, as Django calls none of them."""

    class EmailSerializer(t.serializers.TokenObtainPairSerializer):
        username_field = "email"

    answer = t.sign_in(EmailSerializer, email="ada@example.com", password=PASSWORD)
    return answer.status, answer["detail"]


@idiom("username", sessions=0)
def username_field_of_the_class(t: Tier) -> object:
    """It is the one of the user model."""
    return t.serializers.TokenObtainPairSerializer.username_field


@idiom([200, 401])
def either_of_two(t: Tier) -> object:
    """The serializer looks the typed text up first."""

    class EitherSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            user = User.objects.filter(email=attrs["username"]).first()
            if user is not None:
                attrs["username"] = user.username
            return super().validate(attrs)

    right = t.sign_in(EitherSerializer, username="ada@example.com", password=PASSWORD)
    return right.status, t.sign_in(EitherSerializer, username="grace@example.com", password=PASSWORD).status


@idiom([200, 400])
def fields_swapped_in_the_constructor(t: Tier) -> object:
    """One is removed, and another is added."""

    class SwappedSerializer(t.serializers.TokenObtainPairSerializer):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["email"] = serializers.EmailField(write_only=True)
            del self.fields["username"]

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            attrs["username"] = User.objects.get(email=attrs.pop("email")).username
            return super().validate(attrs)

    right = t.sign_in(SwappedSerializer, email="ada@example.com", password=PASSWORD)
    return right.status, t.sign_in(SwappedSerializer, username="ada", password=PASSWORD).status


@idiom([200, "a watch", 401, "No."])
def validate_without_super(t: Tier) -> object:
    """The project checks the credentials, and asks for the tokens alone."""

    class OwnSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            user = authenticate(username=attrs["username"], password=attrs["password"])
            if user is None:
                raise AuthenticationFailed("No.")
            refresh = self.get_token(user)
            access = refresh.access_token
            access["device"] = self.context["request"].META["HTTP_USER_AGENT"]
            return {"refresh": str(refresh), "access": str(access)}

    right = t.sign_in(OwnSerializer)
    wrong = t.sign_in(OwnSerializer, username="ada", password="wrong")
    return right.status, t.claims(right["access"])["device"], wrong.status, wrong["detail"]


@idiom([400, {"password": ["Wrong."]}], sessions=0)
def validate_that_answers_400(t: Tier) -> object:
    """With errors under the fields."""

    class OwnSerializer(t.serializers.TokenObtainSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            raise serializers.ValidationError({"password": "Wrong."})

    return t.sign_in(OwnSerializer)


@idiom([[401, "Who are you?"], [401, "Wer bist du?"]], sessions=0)
def default_error_messages(t: Tier) -> object:
    """The refusal in the project's words."""

    class WordySerializer(t.serializers.TokenObtainPairSerializer):
        default_error_messages = {"no_active_account": "Who are you?"}

    class GermanSerializer(WordySerializer):
        default_error_messages = {"no_active_account": "Wer bist du?"}

    answers = [t.sign_in(one, username="ada", password="wrong") for one in (WordySerializer, GermanSerializer)]
    return [(one.status, one["detail"]) for one in answers]


@idiom([401, REFUSED], sessions=0, is_theirs=False)
def a_password_that_is_not_required(t: Tier) -> object:
    """It is not sent either: with Simple JWT, that is a KeyError, and a 500."""

    class LaxSerializer(t.serializers.TokenObtainPairSerializer):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["password"].required = False

    answer = t.sign_in(LaxSerializer, username="ada")
    return answer.status, answer["detail"]
