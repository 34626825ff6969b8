"""What a token says: about its user, about the request, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from rest_framework import serializers

from tests.idioms.table import idiom
from tests.idioms.tiers import CORE, DROP_IN, PASSWORD, SESSIONS, Tier

WITH_SLIDING = (CORE, SESSIONS, DROP_IN)
DAY = 86_400


@idiom(["ada", "ada", "ada"])
def get_token(t: Tier) -> object:
    """A claim on the refresh token is one of its access tokens, also after a refresh."""

    class NamedSerializer(t.serializers.TokenObtainPairSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = super().get_token(user)
            token["name"] = user.get_username()
            return token

    pair = t.sign_in(NamedSerializer)
    access = t.refresh(pair["refresh"])["access"]
    return [t.claims(one)["name"] for one in (pair["refresh"], pair["access"], access)]


@idiom(["north", "north", "north", 200])
def get_token_again_after_super(t: Tier) -> object:
    """The pair is made anew with what only the request knows, and overwrites the first."""

    class TenantSerializer(t.serializers.TokenObtainPairSerializer):
        tenant = serializers.CharField(write_only=True)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            refresh = self.get_token(self.user)
            refresh["tenant"] = attrs["tenant"]
            data["refresh"] = str(refresh)
            data["access"] = str(refresh.access_token)
            return data

    pair = t.sign_in(TenantSerializer, username="ada", password=PASSWORD, tenant="north")
    refreshed = t.refresh(pair["refresh"])
    tokens = (pair["refresh"], pair["access"], refreshed["access"])
    return [*(t.claims(one)["tenant"] for one in tokens), t.whoami(refreshed["access"]).status]


@idiom(["a watch", 200])
def data_of_the_request(t: Tier) -> object:
    """``self.context["request"]`` is there in ``validate``, and needs no method of ours."""

    class DeviceSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            access = t.tokens.AccessToken(data["access"])
            access["device"] = self.context["request"].META["HTTP_USER_AGENT"]
            return {**data, "access": str(access)}

    pair = t.sign_in(DeviceSerializer)
    return t.claims(pair["access"])["device"], t.whoami(pair["access"]).status


@idiom([200, 200])
def for_user_after_super(t: Tier) -> object:
    """The token class is asked, not the serializer."""

    class OwnSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            refresh = t.tokens.RefreshToken.for_user(self.user)
            return {"refresh": str(refresh), "access": str(refresh.access_token)}

    pair = t.sign_in(OwnSerializer)
    return t.whoami(pair["access"]).status, t.refresh(pair["refresh"]).status


@idiom(["ada", "ada", 200, "a watch"])
def a_serializer_of_one_level_up(t: Tier) -> object:
    """``TokenObtainSerializer`` checks the credentials, and the subclass says what is answered."""

    class LoginSerializer(t.serializers.TokenObtainSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = t.tokens.RefreshToken.for_user(user)
            token["name"] = user.get_username()
            return token

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            refresh = self.get_token(self.user)
            data["refresh"] = str(refresh)
            data["access"] = str(refresh.access_token)
            data["device"] = self.context["request"].META["HTTP_USER_AGENT"]
            return data

    pair = t.sign_in(LoginSerializer)
    names = [t.claims(pair[one])["name"] for one in ("refresh", "access")]
    return [*names, t.refresh(pair["refresh"]).status, pair["device"]]


@idiom([1, 200])
def an_access_token_alone(t: Tier) -> object:
    """And nothing to refresh it with."""

    class AccessOnlySerializer(t.serializers.TokenObtainSerializer):
        token_class = t.tokens.AccessToken

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            return {"key": str(self.get_token(self.user))}

    answer = t.sign_in(AccessOnlySerializer)
    return len(answer.body), t.whoami(answer["key"]).status


@idiom([7 * DAY, 3600, "editor", "editor"])
def a_token_class_of_ones_own(t: Tier) -> object:
    """With a lifetime, an access token of another class, and a claim in ``for_user``."""

    class HourAccessToken(t.tokens.AccessToken):
        lifetime = timedelta(hours=1)

    class WeekRefreshToken(t.tokens.RefreshToken):
        lifetime = timedelta(days=7)
        access_token_class = HourAccessToken

        @classmethod
        def for_user(cls, user: Any) -> Any:
            token = super().for_user(user)
            token["role"] = "editor"
            return token

    class WeekSerializer(t.serializers.TokenObtainPairSerializer):
        token_class = WeekRefreshToken

    class WeekRefreshSerializer(t.serializers.TokenRefreshSerializer):
        token_class = WeekRefreshToken

    pair = t.sign_in(WeekSerializer)
    refresh, access = t.claims(pair["refresh"]), t.claims(pair["access"])
    later = t.claims(t.refresh(pair["refresh"], WeekRefreshSerializer)["access"])
    return refresh["exp"] - refresh["iat"], access["exp"] - access["iat"], access["role"], later["role"]


@idiom([90 * DAY, DAY, 200])
def remember_me(t: Tier) -> object:
    """``set_exp`` on the pair that is made anew, where the user asks for it."""

    class RememberingSerializer(t.serializers.TokenObtainPairSerializer):
        remember = serializers.BooleanField(default=False, write_only=True)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            refresh = self.get_token(self.user)
            refresh.set_exp(lifetime=timedelta(days=90))
            access = refresh.access_token
            access.set_exp(lifetime=timedelta(days=1))
            return {**data, "refresh": str(refresh), "access": str(access)}

    pair = t.sign_in(RememberingSerializer, username="ada", password=PASSWORD, remember=True)
    refresh, access = t.claims(pair["refresh"]), t.claims(pair["access"])
    return refresh["exp"] - refresh["iat"], access["exp"] - access["iat"], t.refresh(pair["refresh"]).status


@idiom([90 * DAY, 200])
def another_token_class_for_some(t: Tier) -> object:
    """A longer class is asked after the usual one."""

    class LongRefreshToken(t.tokens.RefreshToken):
        lifetime = timedelta(days=90)

    class RememberingSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            refresh = LongRefreshToken.for_user(self.user)
            return {"refresh": str(refresh), "access": str(refresh.access_token)}

    pair = t.sign_in(RememberingSerializer)
    refresh = t.claims(pair["refresh"])
    return refresh["exp"] - refresh["iat"], t.refresh(pair["refresh"]).status


@idiom([3600, 200])
def a_shorter_one_for_others(t: Tier) -> object:
    """The other way round."""

    class ShortRefreshToken(t.tokens.RefreshToken):
        lifetime = timedelta(hours=1)

    class GuestSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            refresh = ShortRefreshToken.for_user(self.user)
            return {"refresh": str(refresh), "access": str(refresh.access_token)}

    pair = t.sign_in(GuestSerializer)
    refresh = t.claims(pair["refresh"])
    return refresh["exp"] - refresh["iat"], t.refresh(pair["refresh"]).status


@idiom([3600, 200])
def exp_by_hand(t: Tier) -> object:
    """The claim is written as any other."""

    class HourSerializer(t.serializers.TokenObtainPairSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = super().get_token(user)
            token["exp"] = token["iat"] + 3600
            return token

    pair = t.sign_in(HourSerializer)
    refresh = t.claims(pair["refresh"])
    return refresh["exp"] - refresh["iat"], t.refresh(pair["refresh"]).status


@idiom([True, True, 200, 200])
def times_that_are_dates(t: Tier) -> object:
    """PyJWT writes ``exp``, ``iat`` and ``nbf`` as seconds, and takes a date without a zone for one in UTC."""

    class DatedSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            refresh = self.get_token(self.user)
            refresh["exp"] = datetime.now(UTC) + timedelta(days=90)
            access = refresh.access_token
            access["exp"] = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1)
            access["nbf"] = datetime.now(UTC) - timedelta(minutes=1)
            return {"refresh": str(refresh), "access": str(access)}

    pair = t.sign_in(DatedSerializer)
    refresh, access = t.claims(pair["refresh"]), t.claims(pair["access"])
    is_long = abs(refresh["exp"] - refresh["iat"] - 90 * DAY) < 30
    is_an_hour = abs(access["exp"] - access["iat"] - 3600) < 30
    return is_long, is_an_hour, t.whoami(pair["access"]).status, t.refresh(pair["refresh"]).status


@idiom(["ada", "north", 200], tiers=WITH_SLIDING)
def a_sliding_token(t: Tier) -> object:
    """The same idioms with the one token."""

    class NamedSerializer(t.serializers.TokenObtainSlidingSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = super().get_token(user)
            token["name"] = user.get_username()
            return token

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            token = self.get_token(self.user)
            token["tenant"] = "north"
            return {**data, "token": str(token)}

    view = t.views.TokenObtainSlidingView.as_view(serializer_class=NamedSerializer)
    token = t.ask(view, username="ada", password=PASSWORD)["token"]
    refreshed = t.ask(t.views.TokenRefreshSlidingView, token=token)
    claims = t.claims(refreshed["token"])
    return claims["name"], claims["tenant"], refreshed.status


@idiom(["ada", "ada"])
def get_token_of_an_instance(t: Tier) -> object:
    """Written without ``@classmethod``, or with ``@staticmethod``: the serializer asks itself either way."""

    class InstanceSerializer(t.serializers.TokenObtainPairSerializer):
        def get_token(self, user: Any) -> Any:
            token = super().get_token(user)
            token["name"] = self.user.get_username()
            return token

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            again = StaticSerializer.get_token(self.user)
            return {**data, "refresh": str(again), "access": data["access"]}

    class StaticSerializer(t.serializers.TokenObtainPairSerializer):
        @staticmethod
        def get_token(user: Any) -> Any:
            token = t.tokens.RefreshToken.for_user(user)
            token["name"] = user.get_username()
            return token

    pair = t.sign_in(InstanceSerializer)
    return [t.claims(pair[one])["name"] for one in ("access", "refresh")]
