"""
Serializers of the endpoints of identities. The tokens are those of the project's own sign-in: name its serializer.

    class MySignInSerializer(IdentitySignInSerializer):
        token_serializer_class = MyTokenObtainPairSerializer
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.accounts.link_pages import pages_for
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.identities.linking import link
from drf_signet.identities.models import Identity
from drf_signet.identities.own_user import own_user
from drf_signet.identities.owner import Arrival
from drf_signet.identities.providers.apple import names_in
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.identities.redirects import Door, Return, take_back
from drf_signet.identities.sign_in import Code, IdToken, Proof, attempting, identity_of, sign_in_with
from drf_signet.keys_in_force import get_ring
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.tokens import Token

__all__ = [
    "IdentityLinkSerializer",
    "IdentitySerializer",
    "IdentitySignInSerializer",
    "ReturnSerializer",
]

LONGEST_CODE: Final = 4_096
LONGEST_TOKEN: Final = 16_384


def _text(length: int = LONGEST_CODE, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, trim_whitespace=False, write_only=True, required=False, **kwargs)


class AppleUserField(serializers.JSONField):
    """The names in what Apple says of a new user, as an object or as its JSON. Anything else is ignored."""

    def to_internal_value(self, data: object) -> dict[str, str]:
        """The names, as claims."""
        return names_in(data)


class ProofSerializer(ActingSerializer):
    """
    What a provider gave: a ``code``, with the ``redirect_uri`` and the ``code_verifier`` of its redirect, and the
    ``client_id`` of an app that has one of its own; or an ``id_token`` with its ``nonce``. Apple gives a ``user``, too.
    """

    code = _text(label=_("Code"))
    redirect_uri = _text(label=_("Redirect address"))
    code_verifier = _text(label=_("Code verifier"))
    iss = _text(label=_("Issuer"))
    client_id = _text(label=_("Client"))
    id_token = _text(LONGEST_TOKEN, label=_("ID token"))
    nonce = _text(label=_("Nonce"))
    user = AppleUserField(write_only=True, required=False, allow_null=True, label=capfirst(_("user")))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either of the two, and what belongs to it."""
        has_code, has_token = "code" in attrs, "id_token" in attrs
        if has_code == has_token:
            raise serializers.ValidationError(_("Send either a code or an id_token."), "invalid")
        needed = ("redirect_uri", "code_verifier") if has_code else ("nonce",)
        if missing := [name for name in needed if name not in attrs]:
            required = serializers.Field.default_error_messages["required"]
            raise serializers.ValidationError(dict.fromkeys(missing, required), "required")
        return super().validate(attrs)

    @property
    def provider(self) -> str:
        """The provider in the address of the endpoint."""
        return str(self.context["view"].kwargs["provider"])

    def proof_in(self, attrs: dict[str, Any]) -> Proof:
        """The proof in *attrs*, which are valid."""
        names: dict[str, str] | None = attrs.get("user")
        if "code" not in attrs:
            return IdToken(self.text_in(attrs, "id_token"), self.text_in(attrs, "nonce"), names)
        uri, verifier = self.text_in(attrs, "redirect_uri"), self.text_in(attrs, "code_verifier")
        others = {"nonce": attrs.get("nonce"), "issuer": attrs.get("iss"), "client_id": attrs.get("client_id")}
        return Code(self.text_in(attrs, "code"), uri, verifier, **others, names=names)


class TokensOfProject(serializers.Serializer[Any]):
    """Makes the tokens of a user as the project's own sign-in does."""

    token_serializer_class: ClassVar[type[TokenObtainPairSerializer]] = TokenObtainPairSerializer
    """The serializer that makes the tokens."""

    @cached_property
    def token_serializer(self) -> TokenObtainPairSerializer:
        """The one of this request."""
        return self.token_serializer_class(context=self.context)

    @property
    def issued(self) -> dict[str, Token]:
        """The tokens that were signed for the answer, by what goes over the wire."""
        return self.token_serializer.issued

    def tokens_for(self, user: AbstractBaseUser) -> dict[str, object]:
        """The body of the answer for *user*."""
        self.token_serializer.user = user
        return self.token_serializer.get_tokens()

    def arrival(self) -> Arrival:
        """From where the request comes."""
        return Arrival(client_address_of(self), pages_for(http_request_of(self)))


class IdentitySignInSerializer(TokensOfProject, ProofSerializer):
    """What a provider gave, for the tokens of the user."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign in. The answer is that of the project's sign-in with a password."""
        # Before the code or the token is used up.
        get_ring().check_signs()
        now, request, proof = timezone.now(), http_request_of(self), self.proof_in(attrs)
        with joining(None if request is None else request.META), attempting(proof[0], client_address_of(self)):
            identity = identity_of(self.provider, proof, now)
            return sign_in_with(identity, self.tokens_for, now, request=request, arrival=self.arrival())


class IdentityLinkSerializer(ProofSerializer):
    """What a provider gave, to be linked to the user who is signed in."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Link it. The answer is the identity."""
        now, proof = timezone.now(), self.proof_in(attrs)
        with attempting(proof[0], client_address_of(self)):
            linked = link(own_user(self.context["request"]), identity_of(self.provider, proof, now), now)
        return dict(IdentitySerializer(linked).data)


class ReturnSerializer(TokensOfProject, ActingSerializer):
    """What a browser comes back from a provider with. ``context["browser"]`` is the secret in its cookie."""

    state = _text(default="", allow_blank=True, label=_("State"))
    code = _text(default="", allow_blank=True, label=_("Code"))
    iss = _text(default="", allow_blank=True, label=_("Issuer"))
    error = _text(default="", allow_blank=True, label=_("Error"))
    error_description = _text(default="", allow_blank=True, label=_("Description of the error"))
    user = _text(default="", allow_blank=True, label=capfirst(_("user")))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign in, or link. The answer has the tokens, or nothing."""
        get_ring().check_signs()
        request, provider = http_request_of(self), str(self.context["view"].kwargs["provider"])
        door = Door(provider, self.context["browser"], client_address_of(self), self.arrival(), request)
        answer = Return(**{name: self.text_in(attrs, name) for name in Return._fields})
        with joining(None if request is None else request.META):
            return take_back(answer, door, self.tokens_for, timezone.now()) or {}


class IdentitySerializer(serializers.ModelSerializer[Identity]):
    """One identity, as its user sees it. It is read-only."""

    name = serializers.SerializerMethodField()

    class Meta:
        """In the order of interest. Not the subject, which only the provider can use."""

        model = Identity
        fields = ("id", "provider", "name", "email", "created_at", "last_used_at")
        read_only_fields = fields
        extra_kwargs: ClassVar[dict[str, dict[str, str]]] = {
            "created_at": {"help_text": "When it was linked."},
            "last_used_at": {"help_text": "When the user last signed in with it."},
        }

    def get_name(self, identity: Identity) -> str:
        """What the provider is called; its id, where it is none any more."""
        return provider_names().get(identity.provider, identity.provider)
