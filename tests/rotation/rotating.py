"""What happens while clients work: keys rotate, the service stops, and a service that verifies starts without it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Final

import requests
from joserfc.jwk import ECKey

from signet_tokens import ring_changes
from signet_tokens.key_file import KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.ring_changes import Waits
from tests.rotation.load import Answers, call_each, load
from tests.rotation.names import PASSWORD, USERNAME, key_file
from tests.rotation.running import Stage, staged

PUBLICATION_PERIOD: Final = 900.0
"""Seconds: the default of KEY_PUBLICATION_PERIOD, on the fast clock of those that verify."""

LIFETIME: Final = 86_400.0
"""Seconds: longer than any token of these tests lives."""


def add_key(folder: Path, speed: float) -> None:
    """Generate a key: the first one signs, and a further one is published."""
    now = time.time()
    new = SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256")
    KeyFile(key_file(folder), "ES256").change(lambda keys: ring_changes.generate(keys, new, now, waits(speed)))


def rotate(folder: Path, speed: float) -> None:
    """Let the published key sign. It is refused while it is too new."""
    now = time.time()
    KeyFile(key_file(folder), "ES256").change(lambda keys: ring_changes.rotate(keys, now, waits(speed)))


def waits(speed: float) -> Waits:
    """The usual ones, on that clock."""
    return Waits(PUBLICATION_PERIOD / speed, LIFETIME)


def rotate_under_load(folder: Path, *, speed: float, clients: int, rest: float) -> Answers:
    """Rotate twice while *clients* work, with *rest* seconds before and after each. Nothing fails."""
    add_key(folder, speed)
    with staged(folder, speed) as stage:
        with load(stage, clients) as answers:
            for _ in range(2):
                time.sleep(rest)
                add_key(folder, speed)
                time.sleep(PUBLICATION_PERIOD / speed)
                rotate(folder, speed)
            time.sleep(rest)
        assert not answers.failures, answers.failures[:5]
        assert len(answers.kids) == 3, answers.kids
        go_on_without(stage)
    return answers


def go_on_without(stage: Stage) -> None:
    """Those that verify answer as before when the service is away, even after a restart."""
    form = {"username": USERNAME, "password": PASSWORD}
    pair = json.loads(requests.post(f"{stage.service.url}/api/token/", json=form, timeout=60).text)
    stage.service.stop()
    assert call_each(stage, pair["access"]) == [200, 200]
    for one in stage.verifiers:
        one.stop()
        one.start()
    assert call_each(stage, pair["access"]) == [200, 200]
