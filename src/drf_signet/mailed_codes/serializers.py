"""
Serializers of the endpoints of codes. They answer as those of the project that take a password do:

    class MyCodeSerializer(SignInCodeConfirmSerializer):
        token_serializer_class = MyTokenObtainPairSerializer

and name the serializer on your own subclass of the view. A user who signs up by a code gets what ``get_user_fields``
returns, such as a field of yours beside the code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.accounts.fields import EmailAddressField, LinkTokenField
from drf_signet.accounts.link_pages import pages_for
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.errors import LinkExpiredError
from drf_signet.mailed_codes.asking import ask_for_code
from drf_signet.mailed_codes.codes import TYPED_LENGTH
from drf_signet.mailed_codes.confirming import sign_in_by_code, sign_in_by_link
from drf_signet.mailed_codes.rows import LIFETIME
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.device import Device, device_of
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.tokens import Token

__all__ = ["SignInCodeConfirmSerializer", "SignInCodeSerializer", "SignInLinkSerializer"]

REQUEST_LENGTH = 128
"""Characters that are read; one has 43."""


class SignInCodeSerializer(ActingSerializer):
    """The e-mail address of a user who wants to sign in."""

    email = EmailAddressField(write_only=True, label=_("E-mail address"))

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Have a code sent. The answer is the same for every address, but for the request."""
        request = http_request_of(self)
        device = Device() if request is None else device_of(request.META)
        email, client = self.text_in(attrs, "email"), client_address_of(self)
        asked = ask_for_code(email, timezone.now(), device, client, pages_for(request))
        return {
            "detail": _("If you can sign in with this address, we are sending you a code."),
            "request": asked,
            "expires_in": int(LIFETIME.total_seconds()),
        }


class SigningInSerializer(ActingSerializer):
    """What was in the mail. Subclasses say what that is."""

    token_serializer_class: ClassVar[type[TokenObtainPairSerializer]] = TokenObtainPairSerializer
    """The serializer that makes the tokens."""

    @cached_property
    def issued(self) -> dict[str, Token]:
        """The tokens of the answer, by what goes over the wire."""
        return {}

    def get_user_fields(self, attrs: Mapping[str, object]) -> Mapping[str, object]:
        """The fields of a user who signs up with *attrs*, beside the address. Override it to add some."""
        return {}

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign in, and answer with the tokens."""
        tokens = self.token_serializer_class(context=self.context)
        tokens.issued = self.issued

        def issue(user: AbstractBaseUser) -> dict[str, object]:
            tokens.user = user
            return tokens.get_tokens()

        request = http_request_of(self)
        with joining(None if request is None else request.META):
            return self.sign_in(attrs, issue)

    def sign_in(
        self, attrs: Mapping[str, object], issue: Callable[[AbstractBaseUser], dict[str, object]]
    ) -> dict[str, object]:
        """What *issue* makes for the user who signs in with *attrs*."""
        raise NotImplementedError


class SignInCodeConfirmSerializer(SigningInSerializer):
    """The code, and the request with which it was asked for."""

    request = serializers.CharField(
        write_only=True, trim_whitespace=False, max_length=REQUEST_LENGTH, label=_("Request")
    )
    code = serializers.CharField(write_only=True, max_length=TYPED_LENGTH, label=_("Code"))

    def sign_in(
        self, attrs: Mapping[str, object], issue: Callable[[AbstractBaseUser], dict[str, object]]
    ) -> dict[str, object]:
        """What *issue* makes for the user to whom the code was sent."""
        asked, typed = self.text_in(attrs, "request"), self.text_in(attrs, "code")
        fields = self.get_user_fields(attrs)
        return sign_in_by_code(asked, typed, timezone.now(), issue, http_request_of(self), fields)


class SignInLinkSerializer(SigningInSerializer):
    """The token of the link; and the request, or that the user confirmed to have asked for it elsewhere."""

    token = LinkTokenField(label=_("Token"))
    request = serializers.CharField(
        write_only=True, required=False, trim_whitespace=False, max_length=REQUEST_LENGTH, label=_("Request")
    )
    confirmed = serializers.BooleanField(write_only=True, default=False, label=_("I asked for it"))

    default_error_messages = {LinkExpiredError.code: _("This link has expired. Ask for a new one.")}

    def sign_in(
        self, attrs: Mapping[str, object], issue: Callable[[AbstractBaseUser], dict[str, object]]
    ) -> dict[str, object]:
        """What *issue* makes for the user to whom the link was sent."""
        fields, request = self.get_user_fields(attrs), http_request_of(self)
        token, is_confirmed = self.text_in(attrs, "token"), attrs.get("confirmed") is True
        asked = None if attrs.get("request") is None else self.text_in(attrs, "request")
        return sign_in_by_link(token, asked, timezone.now(), issue, request, fields, is_confirmed=is_confirmed)
