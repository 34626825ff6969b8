"""
The speed of Signet beside Simple JWT's. From the root of the repository:

    python -m bench             the core, in one process: docs/explanation/benchmarks.md
    python -m bench.sessions    sessions, on SQLite, PostgreSQL and MariaDB: docs/explanation/benchmarks-sessions.md
    python -m bench.services    what other services cost that ask about tokens, or poll the feed; writes no page
    python -m bench.accounts    whether time tells who has an account: docs/explanation/benchmarks-accounts.md
    python -m bench.verifiers   tokens of another issuer: docs/explanation/benchmarks-verifiers.md
    python -m bench.served      beside other packages, over HTTP with PostgreSQL: docs/explanation/benchmarks-served.md

    settings, urls      the Django project that both packages share
    packages, keys      what each package brings; the key pairs that both sign with
    views               the view that asks for a user
    sides               one package in one operation: what is sent, and who answers
    conditions          settings that hold during an operation
    operations          the list of everything measured
    pairing, timing     the clock: blocks of one package and of the other in turn; what it has told
    counting            queries, signatures and bytes, outside of the clock
    targets             what has to come out
    terminal, report, markdown, plot, machine       how it is told
    sessions, accounts  the same for them, which need a project of their own each
    verifiers           services that verify the tokens of another

The project is set up here, because Simple JWT reads its settings while it is imported: that of sessions in a process
that is given databases for it.
"""

from __future__ import annotations

import os
from typing import Final

import django

DATABASES: Final = "BENCH_DATABASES"
"""The environment variable with the databases in which sessions are measured: Django's setting, as JSON."""

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.sessions.settings" if DATABASES in os.environ else "bench.settings"
django.setup()
