"""SIGNING_KEYS: several keys, of which one signs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from joserfc.jwk import ECKey

from drf_signet.errors import TokenError
from drf_signet.keys_in_force import get_ring
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.tokens import AccessToken
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import LivingRing
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey

OLD_SECRET, NEW_SECRET = "an-older-secret-of-this-service-" * 2, "a-newer-secret-of-this-service-" * 2
OLD, NEW = (ECKey.generate_key("P-256") for _ in range(2))


@contextmanager
def keys(value: Any, algorithm: str = "ES256") -> Iterator[None]:
    """With SIGNING_KEYS."""
    with override_settings(SIGNET={"ALGORITHM": algorithm, "SIGNING_KEYS": value}):
        yield


@pytest.mark.parametrize(
    ("first", "second", "algorithm"),
    [
        ([OLD_SECRET], [NEW_SECRET, OLD_SECRET], "HS256"),
        ([OLD.as_pem(private=True)], [NEW.as_pem(private=True), OLD.as_pem(private=False)], "ES256"),
        ([OLD.as_dict(private=True)], [NEW.as_dict(private=True), OLD.as_dict(private=False)], "ES256"),
        (
            {"keys": [OLD.as_dict(private=True)]},
            {"keys": [NEW.as_dict(private=True), OLD.as_dict(private=False)]},
            "ES256",
        ),
        ([OLD_SECRET], [{**NEW.as_dict(private=True), "alg": "ES256"}, OLD_SECRET], "HS256"),
    ],
    ids=["secrets", "pem", "jwk", "set", "another-algorithm"],
)
def test_the_first_signs_and_all_verify(user: User, first: Any, second: Any, algorithm: str) -> None:
    """A new key is put in front, and nobody is signed out, until the old one is taken away."""
    with keys(first, algorithm):
        old = str(AccessToken.for_user(user))
    with keys(second, algorithm):
        assert AccessToken(old)["user_id"] == str(user.pk)
        new = str(AccessToken.for_user(user))
    with keys(first, algorithm), pytest.raises(TokenError):
        AccessToken(new)


def test_a_file_that_changes_is_read_again(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a restart."""
    old, new = (SigningKey.load(one.as_dict(private=True), "ES256") for one in (OLD, NEW))
    file = tmp_path / "keys.json"

    def write(*ring: RingKey) -> None:
        file.write_text(json.dumps(written_ring(ring)))

    write(RingKey(old))
    with keys(file):
        first = str(AccessToken.for_user(user))
        assert get_ring().signing_key.kid == old.kid
        write(RingKey(old.public), RingKey(new, signs_from=1.0))
        ring = get_ring()
        assert isinstance(ring, LivingRing)
        ring.look_now()
        assert get_ring().signing_key.kid == new.kid
        AccessToken(first)


@pytest.mark.parametrize("value", ["nobody.knows.it", ["-----BEGIN"], [""], {"keys": []}], ids=repr)
def test_what_is_no_key_is_misconfigured(value: Any) -> None:
    """With the name of the setting, and nothing of the key."""
    with keys(value), pytest.raises(MisconfiguredError, match=r"SIGNET\['SIGNING_KEYS'\]"):
        get_ring()
