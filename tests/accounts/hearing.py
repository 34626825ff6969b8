"""What the signals of accounts were sent with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import Signal

from drf_signet.accounts.signals import email_verified, signed_up

Heard = list[tuple[str, Any]]


@contextmanager
def hearing() -> Iterator[Heard]:
    """Each signal that is sent until the end of the block: its name, and the primary key of its user."""
    heard: Heard = []
    with ExitStack() as stack:
        for name, signal in (("signed_up", signed_up), ("email_verified", email_verified)):
            stack.enter_context(_listening(name, signal, heard))
        yield heard


@contextmanager
def _listening(name: str, signal: Signal, heard: Heard) -> Iterator[None]:
    def receive(*, user: AbstractBaseUser, sender: type[AbstractBaseUser], **kwargs: object) -> None:
        assert sender is type(user)
        heard.append((name, user.pk))

    signal.connect(receive)
    yield
    signal.disconnect(receive)
