"""Errors of signing in with another site: what a provider refused, and what it said that can't be believed."""

from __future__ import annotations

from signet_tokens.errors import UnavailableError
from signet_tokens.errors.signet_error import SignetError
from signet_tokens.translatable_text import gettext_noop as _


class ProviderUnknownError(SignetError):
    """PROVIDERS has no such entry."""

    code = "provider_unknown"
    default_message = _("There is no such provider.")


class ProviderRefusedError(SignetError):
    """
    The provider answered with an error (RFC 6749 sections 4.1.2.1 and 5.2): ``access_denied`` where its user said
    no. The log has what it said.
    """

    code = "provider_refused"
    default_message = _("The provider refused the sign-in. Start it again.")


class RedirectUriMismatchError(ProviderRefusedError):
    """The ``redirect_uri`` is another one than that of the redirect, or than those that are registered."""

    code = "redirect_uri_mismatch"
    default_message = _(
        "The provider doesn't accept this redirect_uri. Send the very one that the redirect had, and register it with "
        "the provider: scheme, host, port, path and a final slash all count."
    )


class CodeRefusedError(ProviderRefusedError):
    """The ``code`` was used before, or it has expired, or it belongs to another redirect (``invalid_grant``)."""

    code = "code_refused"
    default_message = _(
        "The provider doesn't accept this code. A code works once, for a short time, and only with the code_verifier "
        "of its own redirect. Start the sign-in again."
    )


class CodeUrlEncodedError(CodeRefusedError):
    """The ``code`` was refused, and it has a ``%2F`` or the like: it was taken out of a URL without decoding it."""

    code = "code_url_encoded"
    default_message = _(
        "The provider doesn't accept this code, which is still URL-encoded. Decode it once: %2F has to become /."
    )


class WrongClientError(ProviderRefusedError):
    """The provider doesn't know our ``client_id`` and ``client_secret`` (``invalid_client``)."""

    code = "wrong_client"
    default_message = _(
        "The provider doesn't accept the client_id or the client_secret of this service. Compare the entry in "
        "PROVIDERS with the provider's console. A code is for the client_id of its redirect alone."
    )


class ProviderMixedUpError(SignetError):
    """The ``iss`` of the answer names another issuer, or is missing where the provider promises it (RFC 9207)."""

    code = "provider_mixed_up"
    default_message = _(
        "This answer isn't from the provider that was asked. Pass on the iss of the redirect, and start the sign-in "
        "again."
    )


class IdTokenRefusedError(SignetError):
    """
    The ID token is forged, for another client, expired, or lacks what OpenID Connect Core section 3.1.3.7 demands.
    The log says why.
    """

    code = "id_token_refused"
    default_message = _("The ID token of the provider can't be accepted. Start the sign-in again.")


class NonceMismatchError(IdTokenRefusedError):
    """The ID token has another ``nonce`` than the redirect, or none."""

    code = "nonce_mismatch"
    default_message = _(
        "The nonce in the ID token is another one. Send the nonce that you gave to the provider, as it is in the token."
    )


class ProviderClockError(IdTokenRefusedError):
    """The ID token is genuine and new, but its times aren't ours: one of the two clocks is wrong."""

    code = "provider_clock"
    default_message = _("The clocks of the provider and of this service are apart. Set the clock of this service.")


class ProviderUnavailableError(UnavailableError):
    """The provider can't be reached, doesn't answer in time, or says that it is busy."""

    code = "provider_unavailable"
    default_message = _("The provider can't be reached right now. Try again later.")
    retry_after = 10


class ProviderMisconfiguredError(UnavailableError):
    """An entry of PROVIDERS can't be used. As a text, it is *problem*; its ``message`` tells clients nothing of it."""

    code = "provider_misconfigured"
    default_message = _("Signing in with this provider isn't set up correctly. Try again later.")
    retry_after = 60

    def __init__(self, problem: str = "") -> None:
        super().__init__()
        self.args = (problem,) if problem else self.args
