"""The mail server: it is greeted, and then left alone. No mail is sent, and no password."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from typing import Any, Final

from signet_server.live.finding import Finding, in_short

WAIT: Final = 3.0
"""Seconds for each answer."""


def mail(config: Mapping[str, Any]) -> Iterator[Finding]:
    """One line about the server of *config*."""
    options = config.get("OPTIONS")
    if not options:
        yield Finding("mail", "Mails are printed, not sent.")
        return
    place = f"{options['host']}:{options['port']}"
    try:
        secured = _greeted(options)
    except ssl.SSLCertVerificationError as error:
        text = f"{place} has a certificate that isn't valid ({error.verify_message}): mails wait."
        yield Finding("mail", text, "Renew it, or check the host in EMAIL_URL.")
    except (OSError, smtplib.SMTPException) as error:
        text = f"{place} doesn't answer as it should ({in_short(error)}): mails wait for up to a day."
        yield Finding("mail", text, "Check EMAIL_URL, the firewall, and the server.")
    else:
        yield Finding("mail", f"{place} greets, {secured}.")


def _greeted(options: Mapping[str, Any]) -> str:
    context = ssl.create_default_context()
    where = options["host"], options["port"]
    if options["use_ssl"]:
        with smtplib.SMTP_SSL(*where, timeout=WAIT, context=context) as server:
            server.ehlo()
            return "encrypted from the start"
    with smtplib.SMTP(*where, timeout=WAIT) as server:
        server.ehlo()
        if not options["use_tls"]:
            return "not encrypted"
        server.starttls(context=context)
        server.ehlo()
        return "encrypted by STARTTLS"
