"""The metadata of an issuer (OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3): where its key set is."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from signet_tokens.document_fetch import problem_of
from signet_tokens.errors import TokenError
from signet_tokens.reasons import shown
from signet_tokens.strict_json import load_object

OPENID: Final = ".well-known/openid-configuration"
OAUTH: Final = ".well-known/oauth-authorization-server"


class AnotherIssuerError(ValueError):
    """An issuer answers for another: its metadata doesn't name it, to the letter (RFC 8414 section 3.3)."""


def metadata_urls(issuer: str) -> tuple[str, str]:
    """Where the metadata of *issuer* can be: below it (OpenID), or in front of its path (RFC 8414 section 3.1)."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    return (
        urlunsplit((parts.scheme, parts.netloc, f"{path}/{OPENID}", "", "")),
        urlunsplit((parts.scheme, parts.netloc, f"/{OAUTH}{path}", "", "")),
    )


def problem_of_issuer(issuer: str, allow_http: bool = False) -> str | None:
    """Why *issuer* is no identifier of one (RFC 8414 section 2), in words; None where it is."""
    if problem := problem_of(issuer, allow_http):
        return problem
    return "should have no ? and no #" if "?" in issuer or "#" in issuer else None


def read_metadata(document: bytes, issuer: str, allow_http: bool = False) -> str:
    """
    The ``jwks_uri`` in the metadata of *issuer*.

    Raises `AnotherIssuerError` for that of another, and `ValueError` for what is no metadata, or names no safe URL.
    """
    try:
        found = load_object(document)
    except TokenError:
        raise ValueError("its metadata is not a JSON object without repeated names") from None
    if "issuer" not in found:
        raise ValueError("its metadata names no issuer")
    if found["issuer"] != issuer:
        raise AnotherIssuerError(f"it answers for another: its metadata says issuer {shown(found['issuer'])}")
    url = found.get("jwks_uri")
    if not isinstance(url, str):
        raise ValueError("its metadata has no jwks_uri")
    if problem := problem_of_keys(url, issuer, allow_http):
        raise ValueError(f"the jwks_uri in its metadata {problem}")
    return url


def problem_of_keys(url: str, issuer: str, allow_http: bool = False) -> str | None:
    """Why the keys of *issuer* can't be at *url*, in words; None where they can."""
    # Plain http to this machine is for an issuer that runs here. Another one must not send us around in our own house.
    is_here = urlsplit(issuer).scheme == "http"
    if not is_here and not allow_http and urlsplit(url).scheme == "http":
        return "should be an https:// URL, as the issuer is"
    return problem_of(url, allow_http)
