"""How a mail leaves: through a mail server, or as a file beside the demo's data."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Protocol
from urllib.parse import unquote, urlsplit

SECONDS = 10
NEVER = 500
"""From this reply code on, the server says that trying again will not help."""


class AddressRefused(Exception):
    """This address will never take the mail."""


class NotNow(Exception):
    """This mail was not taken; others may be."""


class ServerAway(Exception):
    """No mail can leave for now."""


class Carrier(Protocol):
    """Takes one mail at a time; raises one of the three refusals above."""

    def carry(self, mail: EmailMessage) -> None: ...


@contextmanager
def carrier_for(smtp: str, folder: Path) -> Iterator[Carrier]:
    """The mail server at `smtp`, connected at the first mail; without one, files in `folder`."""
    if not smtp:
        yield FileCarrier(folder)
        return
    server = SmtpCarrier(smtp)
    try:
        yield server
    finally:
        server.leave()


class FileCarrier:
    """Writes .eml files, one for each Message-ID, oldest first by name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, mail: EmailMessage) -> None:
        sent = parsedate_to_datetime(mail["Date"])
        name = f"{sent:%Y%m%dT%H%M%S}-{mail['Message-ID'].strip('<>').partition('@')[0]}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{name}"
            draft.write_bytes(mail.as_bytes())
            draft.replace(self._folder / f"{name}.eml")
        except OSError as failure:
            raise ServerAway(str(failure)) from failure


class SmtpCarrier:
    """One connection for many mails; encrypted unless the server is this machine."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._open: SMTP | None = None

    def carry(self, mail: EmailMessage) -> None:
        try:
            _hand_over(self._server(), mail)
        except OSError as failure:  # smtplib's own exceptions are among these
            self.leave()
            raise ServerAway(type(failure).__name__) from failure

    def greet(self) -> None:
        """Connect, and sign in where a name is set; `OSError` when the server does not answer."""
        self._server()

    def leave(self) -> None:
        """Hang up, whatever state the line is in."""
        server, self._open = self._open, None
        if server is not None:
            with suppress(OSError):
                server.quit()

    def _server(self) -> SMTP:
        if self._open is None or self._open.sock is None:
            self._open = self._connected()
            self._introduce(self._open)
        return self._open

    def _connected(self) -> SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            return SMTP_SSL(host, port or 465, timeout=SECONDS, context=context)
        return SMTP(host, port or 587, timeout=SECONDS)

    def _introduce(self, server: SMTP) -> None:
        if self._url.scheme == "smtp" and not is_this_machine(self._url.hostname or "localhost"):
            server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))


def _hand_over(server: SMTP, mail: EmailMessage) -> None:
    try:
        server.send_message(mail)
    except SMTPRecipientsRefused as refused:
        code = max(code for code, _words in refused.recipients.values())
        raise (AddressRefused if code >= NEVER else NotNow)(str(code)) from refused
    except (SMTPNotSupportedError, UnicodeError) as refused:
        raise AddressRefused("a sign that this server cannot take") from refused
    except (SMTPDataError, SMTPSenderRefused) as refused:
        raise NotNow(str(refused.smtp_code)) from refused


def is_this_machine(host: str) -> bool:
    """Whether mail to this host never leaves the machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
