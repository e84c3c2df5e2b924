"""A letter as plain mail in its reader's language: neutral sender and subject, words, one link."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

import flask_babel

from lms.outbox.models import Letter
from lms.outbox.operations import unpacked
from lms.web.i18n import gettext, sentence


def as_mail(letter: Letter, *, public_url: str, sender: str) -> EmailMessage:
    """The mail, the same bytes at each attempt; needs an application context.

    `ValueError` when the address cannot stand in a header.
    """
    with flask_babel.force_locale(letter.locale):
        subject = sentence(unpacked(letter.words["subject"]))
        body = _body(letter, public_url)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = letter.to_address
    mail["Subject"] = subject
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = f"<{letter.message_id}@{urlsplit(public_url).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, charset="utf-8")
    mail["Content-Language"] = letter.locale  # set_content would have dropped it
    return mail


def _body(letter: Letter, public_url: str) -> str:
    paragraphs = [gettext("Hello,")]
    paragraphs += [sentence(unpacked(line)) for line in letter.words["lines"]]
    if letter.link:
        paragraphs.append(public_url + letter.link)
    paragraphs.append(gettext("This message was sent by a program: nobody reads the answers."))
    return "\n\n".join(paragraphs) + "\n\n-- \nSillage\n"
