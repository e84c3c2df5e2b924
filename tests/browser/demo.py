"""The demo on a live server, with its letters sent and its documents drawn."""

from __future__ import annotations

import re

from lms.catalogue.commands import STARTER, import_folder
from lms.demo.operations import load
from lms.demo.rules.cast import DOMAIN, INVITED
from lms.kernel.keys import Keys
from lms.web.page import new_token, now
from tests.browser.live import Live
from tests.make import password_hash


def load_demo(live: Live) -> None:
    """The curriculum and the fictitious people, who all sign in with the password of the tests."""
    with live.app.app_context():
        import_folder(STARTER)
    keys: Keys = live.app.extensions["sillage.keys"]
    load(live.session, keys=keys, password_hash=password_hash(), now=now(), token=new_token)
    live.work()


def address_of(who: str) -> str:
    """The mail address of somebody of the demo."""
    return f"{who}@{DOMAIN}"


def invitation_link(live: Live) -> str:
    """Where the letter of the one who has not answered yet leads."""
    (mail,) = (mail for mail in live.mails() if mail["To"] == INVITED.address)
    found = re.search(r"/invitations/\S+", mail.get_content())
    assert found is not None
    return found.group()
