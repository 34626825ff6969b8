"""First requests of new users of another issuer, all at once: ``python -m tests.races.first_requests``."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier
from typing import Final

import django
from django.db import connections, transaction

CLIENTS: Final = 8
ROUNDS: Final = 6


def main() -> None:
    """Print, for each round, which users the clients got."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.project.settings"
    django.setup()
    from rest_framework.test import APIRequestFactory

    from drf_signet.authentication import JWTAuthentication
    from tests.issuers.realm import NORTH, trusting

    barrier = Barrier(CLIENTS)

    def ask(raw: str, in_transaction: bool) -> str:
        request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {raw}")
        barrier.wait(30)
        try:
            with transaction.atomic() if in_transaction else nullcontext():
                found = JWTAuthentication().authenticate(request)
            return str(found and found[0].pk)
        except Exception as error:  # noqa: BLE001  # the test shows it
            return repr(error)
        finally:
            connections.close_all()

    rounds = []
    with trusting(NORTH, user="get_or_create", user_field="username"), ThreadPoolExecutor(CLIENTS) as pool:
        for number in range(ROUNDS):
            raw = NORTH.token(sub=f"user {number}")
            rounds.append(
                sorted(set(pool.map(lambda _, raw=raw, is_odd=number % 2 == 1: ask(raw, is_odd), range(CLIENTS))))
            )
    sys.stdout.write(json.dumps(rounds))


if __name__ == "__main__":
    main()
