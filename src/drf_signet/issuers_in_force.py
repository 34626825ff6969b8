"""The other issuers in force (ISSUERS), with their keys: built from the settings on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drf_signet.conf import NAME, get_settings, imported, remembered
from drf_signet.database_errors import outage
from drf_signet.errors import KeyLoadError, SignetError
from drf_signet.issuer_settings import IssuerSettings, conflicts, read_issuers, trusted
from drf_signet.key_set_cache import keeper_at
from drf_signet.misconfiguration import MisconfiguredError, logged
from signet_tokens.kept_key_sets import KeySetKeeper
from signet_tokens.trusted_issuers import TrustedIssuers


@remembered
def get_issuer_settings() -> Mapping[str, IssuerSettings]:
    """The entries of ISSUERS, by the issuer."""
    return read_issuers(get_settings().ISSUERS)


@remembered
def get_issuers() -> TrustedIssuers:
    """The issuers in ISSUERS, with their keys. Raises `MisconfiguredError` where an entry can't be used."""
    settings, entries = get_settings(), get_issuer_settings()
    try:
        for conflict in conflicts(settings.ISSUER, entries):
            raise MisconfiguredError(f"{NAME}['ISSUERS']: {conflict}")
        return read_trusted(entries, keeper_at(settings.KEY_SET_CACHE))
    except MisconfiguredError as error:
        raise logged(error) from None


def read_trusted(entries: Mapping[str, IssuerSettings], keeper: KeySetKeeper | None = None) -> TrustedIssuers:
    """The issuers of *entries*, with their keys. Raises `MisconfiguredError`."""
    try:
        return TrustedIssuers([trusted(*one, _asking(one[1].is_ended)) for one in entries.items()], keeper)
    except KeyLoadError as error:
        raise MisconfiguredError(f"{NAME}['ISSUERS']: {error}") from None


def _asking(path: str | None) -> Callable[[Mapping[str, object]], bool] | None:
    """The function of the project at the dotted *path*, whose mistakes are a `MisconfiguredError`."""
    if path is None:
        return None

    def is_ended(claims: Mapping[str, object]) -> bool:
        try:
            return bool(imported(path)(claims))
        except Exception as error:
            if isinstance(error, SignetError) or outage(error) is not None:
                raise
            raise logged(MisconfiguredError(f"{path} raised {type(error).__name__}: {error}")) from error

    return is_ended
