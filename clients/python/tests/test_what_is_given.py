"""Listeners and stores that could not work are refused at once, and not when the first token is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from drf_signet_client import TokenManager, Tokens
from drf_signet_client.store import Memory
from scripted import URL, Script, Session, pair


async def later(tokens: Tokens | None, why: str) -> None:
    """Of asyncio."""


async def one_by_one(tokens: Tokens | None, why: str) -> AsyncIterator[None]:
    """Of asyncio as well."""
    yield


class Later:
    """An object that is called so."""

    async def __call__(self, tokens: Tokens | None, why: str) -> None:
        """Do nothing."""


class AsyncStore(Memory):
    """One whose tokens would be gone."""

    async def save(self, tokens: Tokens | None) -> None:  # type: ignore[override]
        """Keep nothing."""


class HalfAStore:
    """One that knows no other processes."""

    def load(self) -> None:
        """Nothing is there."""

    def save(self, tokens: Tokens | None) -> None:
        """Nothing is kept."""


@pytest.mark.parametrize("on_change", [later, one_by_one, Later(), {}, "print", 7])
def test_a_listener_is_a_function_that_is_done_when_it_returns(on_change: Any) -> None:
    """Nobody would await another one."""
    with pytest.raises(TypeError, match="on_change should "):
        TokenManager(URL, on_change=on_change)


@pytest.mark.parametrize("store", [AsyncStore(), HalfAStore(), {}, "tokens.json", object()])
def test_a_store_has_what_a_manager_asks_of_it(store: Any) -> None:
    """All of it, and none of it asynchronous."""
    with pytest.raises(TypeError, match=r"A store's (load|save|alone) should "):
        TokenManager(URL, store=store)


def test_a_session_whose_refresh_token_stays_the_same_goes_on() -> None:
    """If an answer has none, the current one stays valid."""
    script = Script(pair(1, refresh=None), pair(2, refresh=None), pair(3))
    session = Session(script)
    for number in range(3):
        session.manager.get(f"access-{number}")
    assert script.asked == ["refresh-0"] * 3
    assert session.told[-1][0] is not None
    assert session.told[-1][0].refresh == "refresh-3"
