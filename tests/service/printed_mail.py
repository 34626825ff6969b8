"""The mails that a demo printed on its console."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from tests.service.conftest import Service

RULE = "-" * 79
PRINTED = re.compile(rf"(?ms)^{RULE}\nMail to ([^\n]+)\nSubject: ([^\n]*)\n\n(.*?)\n{RULE}$")


@dataclass(frozen=True)
class Mail:
    """One mail, as a reader of the terminal sees it."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The one link in it."""
        (link,) = re.findall(r"^https?://\S+$", self.text, re.MULTILINE)
        return str(link)

    @property
    def token(self) -> str:
        """The token of the link."""
        return self.link.partition("#")[2]


def console_of(service: Service) -> str:
    """All that the demo printed so far."""
    return service.folder.with_suffix(".log").read_text()


def mails_to(service: Service, address: str, count: int = 1, seconds: float = 20) -> list[Mail]:
    """The mails to *address*, oldest first, as soon as there are *count*: they are sent after the request."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [Mail(*parts) for parts in PRINTED.findall(console_of(service)) if parts[0] == address]
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise TimeoutError(f"no {count} mails to {address}:\n{console_of(service)}")
