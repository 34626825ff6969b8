"""What the endpoints ask of a token: that it is good, and that its user may use it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from rest_framework.serializers import ValidationError

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from drf_signet_compat.drf_jwt.tokens import decoded_by
from drf_signet_compat.drf_jwt.users import active_user_or
from drf_signet_compat.drf_jwt.v1_19.revocation import is_blacklisted, is_revocable
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


def check_payload(token: str) -> dict[str, Any]:
    """The payload of *token*. Raises `ValidationError`, also if the token was revoked."""
    payload = read_payload(token)
    if is_blacklisted(token, payload):
        raise ValidationError(_("Token is blacklisted."))
    return payload


def read_payload(token: str) -> dict[str, Any]:
    """What *token* says. Raises `ValidationError`."""
    try:
        return decoded_by(api_settings.JWT_DECODE_HANDLER, token)
    except ExpiredTokenError:
        raise ValidationError(_("Token has expired.")) from None
    except NotAcceptedError:
        raise ValidationError(_("Invalid token.")) from None
    except TokenError:
        raise ValidationError(_("Error decoding token.")) from None


def check_user(payload: Mapping[str, Any]) -> AbstractBaseUser:
    """The active user that *payload* names. Raises `ValidationError`."""
    username = api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(payload)
    if not username or (api_settings.JWT_TOKEN_ID == "require" and not is_revocable(payload)):
        raise ValidationError(_("Invalid token."))
    return active_user_or(ValidationError, _("User doesn't exist."), username)
