"""
The speed of Signet's core beside Simple JWT's, in one process: ``python -m bench`` from the root of the repository.

    settings, urls      the Django project that both packages share
    packages, keys      what each package brings; the key pairs that both sign with
    views               the view that asks for a user
    sides               one package in one operation: what is sent, and who answers
    conditions          settings that hold during an operation
    operations          the list of everything measured
    pairing             the clock: blocks of one package and of the other in turn
    counting            queries, signatures and bytes, outside of the clock
    targets             what has to come out
    terminal, report, plot, machine      how it is told

The project is set up here, because Simple JWT reads its settings while it is imported.
"""

from __future__ import annotations

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()
