"""Requests cut at every few bytes: no row, no failure, and the server goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlencode

from sqlalchemy import Engine

from lms.kernel.actor import Role
from lms.web.page import new_token
from tests.browser.live import free_port
from tests.make import Make, today
from tests.torture.ground import Ground, Kept, bitten, invariants
from tests.torture.races import rows_of
from tests.torture.serving import SILLAGE, asked, serving, wait_until_ready
from tests.torture.working import Worker, worker_of

WORDS = "a request that is cut leaves nothing"
EACH = 2
"""Bytes between two cuts."""
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=cut"


def keep(ground: Ground, app: str = SILLAGE) -> Kept:
    """Send each request up to a byte, then go away; then up to the next one."""
    kept, port = Kept(), free_port()
    with ground.app(f"http://127.0.0.1:{port}") as ours:
        with ours.extensions["sillage.sessions"]() as session, session.begin():
            make = Make(session)
            group = make.supervision(version=make.version(modules=2))
        worker = worker_of(ours, port, group.trainees[0], Role.TRAINEE)
        chief = worker_of(ours, port, group.supervisor, Role.SUPERVISOR)
        settings, engine = ours.extensions["sillage.settings"], ours.extensions["sillage.engine"]
        with serving(settings.database, settings.data, port, app):
            wait_until_ready(port)
            for request in _requests(worker, chief, group.agreements[0].public_id):
                _cut(kept, engine, port, request, round(EACH / ground.share))
            kept.check(asked(port, "/healthz") == 200, "the server does not answer any more")
        log = (settings.data / "server.log").read_text()
        kept.check("Traceback" not in log, "a request that was cut failed in the log")
        kept.broken += invariants(ours)
    return kept


def bite(ground: Ground) -> Kept:
    """A server that takes the beginning of a body for the whole."""
    found = keep(ground.smaller(0.05), "tests.torture.broken:hasty")
    return bitten("takes what is there for the whole", found)


def _requests(worker: Worker, chief: Worker, agreement: str) -> Iterator[bytes]:
    """One of each kind: a form, a text on its way, a form with files."""
    day = {"held_on": today().isoformat(), "length": "60", "mode": "video", "people": agreement}
    session = urlencode({"csrf_token": chief.token, "form_key": new_token(), **day})
    yield _request("/sessions/new", session.encode(), chief, FORM)
    step = urlencode({"csrf_token": worker.token})
    yield _request("/modules/module-1/steps/1", step.encode(), worker, FORM)
    note = {"csrf_token": worker.token, "version": "0", "text": "Des mots. " * 20}
    for module, body, kind in ((1, _parts(note), MULTIPART), (2, urlencode(note).encode(), FORM)):
        yield _request(f"/modules/module-{module}/steps/2/notes/1", body, worker, kind)


def _parts(fields: dict[str, str]) -> bytes:
    head = '--cut\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return "".join([head.format(*pair) for pair in fields.items()] + ["--cut--\r\n"]).encode()


def _request(path: str, body: bytes, worker: Worker, kind: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{worker.port}\r\nCookie: {worker.cookie}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def _cut(kept: Kept, engine: Engine, port: int, request: bytes, each: int) -> None:
    """All but the last byte of a request, and all shorter beginnings; nothing may remain."""
    before = rows_of(engine)
    for length in range(1, len(request), each):
        answer = _sent(port, request[:length])
        kept.counts.update(cuts=1)
        if answer.startswith(b"HTTP/1.1 5"):
            kept.broken.append(f"cut after {length} bytes: {answer[:40]!r}")
    after = rows_of(engine)
    rows = sum((after - before).values())
    kept.counts.update({"rows left": rows})
    kept.check(rows == 0, f"rows of a request that was cut: {dict(after - before)}")
    answer = _sent(port, request)
    kept.check(answer[9:12] in {b"200", b"303"}, f"the whole request: {answer[:40]!r}")
    kept.check(rows_of(engine) != before, "the whole request left nothing")


def _sent(port: int, some: bytes) -> bytes:
    """What is answered when somebody sends this and nothing more."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(some)
        wire.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := wire.recv(4096):
                answer += piece
        except OSError:
            return answer
    return answer
