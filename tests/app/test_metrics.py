"""What a monitor reads: behind a token, amounts only, the sum of all workers."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from lms.app.factory import create_app
from lms.app.serve import GUNICORN
from lms.kernel.text import Text
from lms.outbox.operations import Mail, post
from lms.web.page import new_token, now
from tests.app.test_server import running, wait_for
from tests.client import Client
from tests.conftest import settings_for
from tests.databases import Databases
from tests.outbox.post_office import free_port

TOKEN = "a-token-for-the-monitor-only"
VISITS = 12


def read(address: str, token: str = "") -> str:
    """The body of a page; empty while nobody answers."""
    try:
        asked = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
        with urlopen(asked, timeout=10) as answer:  # noqa: S310
            return str(answer.read().decode())
    except URLError:
        return ""


def test_a_monitor_reads_the_sum_of_all_workers(databases: Databases, tmp_path: Path) -> None:
    settings = settings_for(databases.fresh(), tmp_path)
    app = create_app(settings)
    with app.extensions["sillage.sessions"]() as session, session.begin():
        hello = Text("Hello,")
        letter = Mail(to_address="awa@exemple.test", locale="fr", subject=hello, lines=(hello,))
        post(session, letter, now=now(), message_id=new_token())
    app.extensions["sillage.engine"].dispose()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    words = ("-m", "gunicorn", *GUNICORN, f"--bind=127.0.0.1:{port}", "wsgi:app")
    with running(settings, *words, SILLAGE_METRICS_TOKEN=TOKEN) as process:
        wait_for(lambda: bool(read(f"{address}/healthz")), process)
        for _ in range(VISITS):
            read(f"{address}/sign-in")
        told = read(f"{address}/metrics", TOKEN)
        assert read(f"{address}/metrics", "another") == ""
    seen = re.search(r'sillage_answers_total{endpoint="accounts.sign_in".*} (\S+)', told)
    assert seen is not None
    assert float(seen.group(1)) == VISITS
    assert "sillage_letters_waiting 1.0" in told
    assert "sillage_documents_waiting 0.0" in told
    assert "awa" not in told


def test_without_a_token_there_is_nothing_to_read(client: Client) -> None:
    for given in ("", "Bearer ", "Bearer x"):
        assert client.open("/metrics", headers={"Authorization": given}).status_code == 404
