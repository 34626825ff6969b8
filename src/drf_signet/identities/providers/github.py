"""GitHub: OAuth 2.0 without OpenID Connect. Its API says who the user of an access token is."""

from __future__ import annotations

from typing import Any, Final

from drf_signet.errors import TokenError
from drf_signet.identities.providers.outages import unavailable
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.provider_fetch import AWAY, Reply
from signet_tokens.strict_json import load_object

CLOUD: Final = "https://github.com"
CLOUD_API: Final = "https://api.github.com"
VERSION: Final = "2022-11-28"


def github_claims(provider: Provider, access_token: str) -> dict[str, Any]:
    """
    The user of *access_token*, with the names that OpenID Connect gives to claims.

    Raises `ProviderUnavailableError` where the API is away, or doesn't say.
    """
    user = _read(provider, _get(provider, "/user", access_token))
    number = user.get("id") if isinstance(user, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise unavailable(provider.place, ValueError("the API of GitHub names no user"))
    named = {"name": "name", "preferred_username": "login", "picture": "avatar_url", "profile": "html_url"}
    said = {claim: user[member] for claim, member in named.items() if isinstance(user.get(member), str)}
    return {"iss": provider.host, "sub": str(number), **said, **_address(provider, access_token)}


def _address(provider: Provider, access_token: str) -> dict[str, Any]:
    """The address that the user calls their first one. There is none where the user didn't let us see them."""
    reply = _get(provider, "/user/emails", access_token)
    if reply.status in (401, 403, 404):
        return {}
    found = _read(provider, reply)
    entries = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    first = next((one for one in entries if one.get("primary") is True), None)
    if first is None:
        return {}
    return {"email": first.get("email"), "email_verified": first.get("verified") is True}


def _get(provider: Provider, path: str, access_token: str) -> Reply:
    api = CLOUD_API if provider.host == CLOUD else f"{provider.host}/api/v3"
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {access_token}",
        "User-Agent": "drf-signet",
        "X-GitHub-Api-Version": VERSION,
    }
    try:
        return provider.ask(f"{api}{path}", headers)
    except AWAY as error:
        raise unavailable(provider.place, error) from error


def _read(provider: Provider, reply: Reply) -> Any:
    if reply.status != 200:
        cause = OSError(f"the API of GitHub answers with {reply.status}")
        raise unavailable(provider.place, cause, reply.retry_after)
    try:
        # The reader is one of objects, and addresses are a list.
        return load_object(b'{"found": ' + reply.body + b"}")["found"]
    except TokenError:
        raise unavailable(provider.place, ValueError("the API of GitHub doesn't answer with JSON")) from None
