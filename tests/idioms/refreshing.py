"""Answers to a refresh: fresh claims, data of the user, refusals in other words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from tests.idioms.table import idiom
from tests.idioms.tiers import Tier


@idiom([200, "ada", True])
def what_the_old_token_says(t: Tier) -> object:
    """The serializer reads it again after ``super().validate``, and adds its user to the answer."""

    class UserSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            refresh = t.tokens.RefreshToken(attrs["refresh"])
            user = User.objects.get(pk=refresh["user_id"])
            data["user"] = user.username
            data["same"] = refresh.payload["user_id"] == str(user.pk)
            return data

    answer = t.refresh(t.sign_in()["refresh"], UserSerializer)
    return answer.status, answer["user"], answer["same"]


@idiom([200, "Ada", 200])
def a_claim_in_the_new_access_token(t: Tier) -> object:
    """The serializer reads the token, adds the claim and signs it again."""

    class FreshSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            access = t.tokens.AccessToken(data["access"])
            access["name"] = User.objects.get(pk=access["user_id"]).first_name
            data["access"] = str(access)
            return data

    pair = t.sign_in()
    User.objects.update(first_name="Ada")
    answer = t.refresh(pair["refresh"], FreshSerializer)
    return answer.status, t.claims(answer["access"])["name"], t.whoami(answer["access"]).status


@idiom([200, "Ada", 200])
def claims_as_at_the_sign_in(t: Tier) -> object:
    """The serializer calls ``get_token`` again for the token's user, and makes the access token from the result."""

    class NamedSerializer(t.serializers.TokenObtainPairSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = super().get_token(user)
            token["name"] = user.first_name
            return token

    class FreshSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            user = User.objects.get(pk=t.tokens.RefreshToken(attrs["refresh"])["user_id"])
            data["access"] = str(NamedSerializer.get_token(user).access_token)
            return data

    pair = t.sign_in(NamedSerializer)
    User.objects.update(first_name="Ada")
    answer = t.refresh(pair["refresh"], FreshSerializer)
    return answer.status, t.claims(answer["access"])["name"], t.whoami(answer["access"]).status


@idiom([200, 200, 200])
def validate_without_super(t: Tier) -> object:
    """The serializer reads the token and makes an access token from it; the first token stays valid."""

    class OwnSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            refresh = self.token_class(attrs["refresh"])
            return {"access": str(refresh.access_token)}

    raw = t.sign_in()["refresh"]
    first, second = (t.refresh(raw, OwnSerializer) for _ in range(2))
    return first.status, second.status, t.whoami(second["access"]).status


@idiom([200, "north", 200])
def the_old_token_gives_the_access_token(t: Tier) -> object:
    """Although ``super().validate`` has just replaced it."""

    class OwnSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            access = t.tokens.RefreshToken(attrs["refresh"]).access_token
            access["tenant"] = "north"
            return {**data, "access": str(access)}

    answer = t.refresh(t.sign_in()["refresh"], OwnSerializer)
    return answer.status, t.claims(answer["access"])["tenant"], t.whoami(answer["access"]).status


@idiom([401, "Ask the office."])
def default_error_messages(t: Tier) -> object:
    """The refusal of a user who may not refresh, in the project's words."""

    class WordySerializer(t.serializers.TokenRefreshSerializer):
        default_error_messages = {"no_active_account": "Ask the office."}

    raw = t.sign_in()["refresh"]
    User.objects.update(is_active=False)
    answer = t.refresh(raw, WordySerializer)
    return answer.status, answer["detail"]


@idiom([200, "ada"])
def the_serializer_of_a_view(t: Tier) -> object:
    """Named in ``urls.py``."""

    class HelloSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            return {**super().validate(attrs), "hello": t.user().username}

    answer = t.refresh(t.sign_in()["refresh"], HelloSerializer)
    return answer.status, answer["hello"]
