"""Servers that load first and fork later: what a thread of the parent held or began is no business of a child."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, sys
from threading import Event, Thread
from signet_tokens import remote_keys
from tests.issuers.web import NOW, ONE, Web, published, token
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers

remote_keys.FIRST_WAIT = 0.05
web, began, may_end = Web(), Event(), Event()
web.publish(ONE, published("one"))
raw = token(ONE)
issuers = TrustedIssuers([TrustedIssuer(ONE, "api")], clock=lambda: NOW, fetch=web)
web.before = lambda: (began.set(), may_end.wait(30))
{parent}
child = os.fork()
if not child:
    signal.alarm(30)
    web.before = list
    remote_keys.FIRST_WAIT = 30
    os._exit(0 if issuers.claims(raw, NOW)[1]["sub"] == "ada" else 1)
may_end.set()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
PARENTS = {
    "nothing-yet": "",
    "a-fetch-is-on-its-way": """
try:
    issuers.claims(raw, NOW)
except Exception:
    began.wait(30)
""",
    "a-lock-is-held": """
def hold():
    keys = issuers.keys_of(ONE)
    with keys._lock, keys._flight._lock:
        began.set()
        may_end.wait(30)
Thread(target=hold).start()
began.wait(30)
""",
    "a-lock-of-tokens-is-held": """
def hold():
    with next(iter(issuers._by_name.values()))[2]._lock:
        began.set()
        may_end.wait(30)
Thread(target=hold).start()
began.wait(30)
""",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
@pytest.mark.parametrize("parent", PARENTS.values(), ids=PARENTS)
def test_a_child_verifies_at_once(parent: str) -> None:
    """Whatever the threads of its parent were doing."""
    program = PROGRAM.format(parent=parent)
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
