"""Eight presses at once on every action: what they leave is what a single press leaves.

The judge counts the rows of all tables: a second certificate, letter, act of the journal or
answer shows there, whatever the action is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any

from sqlalchemy import Engine, func, literal, select, union_all

from lms.app.tables import metadata
from lms.web.database import Application
from tests.client import Client, Page
from tests.races import AT_ONCE, at_once
from tests.torture.acts import ACTS, Act, Press, Stage
from tests.torture.acts.stage import stage_of
from tests.torture.broken import check_then_insert, forms_without_keys, late_writers
from tests.torture.ground import MADE, Ground, Kept, bitten, invariants

WORDS = "eight at once leave one"
PARTS = 2
ROUNDS = 5_000
"""On each engine, over all actions."""
SLOW = 8
"""An action that hashes a password gets so many times fewer rounds."""
UNCOUNTED = {"form_keys", "number_series", "throttles"}
"""One row for each form that was read, for each year, and for each try: none is a deed."""
Rows = Counter[str]
Acts = list[Callable[[], int]]
Gather = Callable[[Application, Press], Acts]


def keep(ground: Ground) -> Kept:
    """Race every action, again and again."""
    kept = Kept()
    with ground.app() as app:
        stage = stage_of(app)
        weights = {name: 1 if act.slow else SLOW for name, act in ACTS.items()}
        each = ground.of(ROUNDS, least=len(ACTS)) / sum(weights.values())
        for name, act in ACTS.items():
            rounds = max(2, ceil(each * weights[name]))
            try:
                kept.add(race(stage, name, act, rounds))
            except AssertionError as failure:
                kept.broken.append(f"{name}: {failure}")
        kept.broken += invariants(app, but=MADE)
        stage.make.session.close()
    return kept


def bite(ground: Ground) -> Kept:
    """Forms without their keys, check-then-insert, and transactions that begin as readers."""
    variants = {"forms have no key": (forms_without_keys(), "supervision.log_session")}
    if ground.engine == "sqlite":
        variants["writers begin as readers"] = (late_writers(), "supervision.sign")
    else:
        variants["look, then insert"] = (check_then_insert(), "learning.invite")
    kept = Kept()
    for words, (broken, name) in variants.items():
        with broken, ground.app() as app:
            stage = stage_of(app)
            kept.add(bitten(words, race(stage, name, ACTS[name], rounds=6)))
            stage.make.session.close()
    return kept


def race(stage: Stage, name: str, act: Act, rounds: int) -> Kept:
    """One action by tabs and by devices: a single press first, then rounds of eight."""
    kept = Kept()
    kinds: list[Gather] = [
        kind for kind, there in ((_tabs, act.tabs), (_devices, act.devices)) if there
    ]
    for kind in kinds:
        wanted, statuses = _round(stage, act, kind, presses=1)
        done = statuses[0] < 400 and wanted
        kept.check(bool(done), f"{name}: one press alone: {statuses[0]}, {dict(wanted)}")
        for _number in range(ceil(rounds / len(kinds))):
            left, statuses = _round(stage, act, kind)
            double = left != wanted
            kept.counts.update(rounds=1, presses=len(statuses), doubles=double)
            if double or max(statuses) >= 500:
                said = f"{name} by eight {kind.__name__.strip('_')}: {dict(left)}"
                kept.broken.append(f"{said}, not {dict(wanted)}, {statuses}")
    return kept


def _round(
    stage: Stage, act: Act, gather: Gather, presses: int = AT_ONCE
) -> tuple[Rows, list[int]]:
    """What the presses left, by table, and their answers."""
    press = act.scene(stage)
    stage.make.session.commit()
    acts = gather(stage.app, press)[:presses]
    engine: Engine = stage.app.extensions["sillage.engine"]
    before = rows_of(engine)
    statuses = at_once(acts)
    left = rows_of(engine)
    left.subtract(before)
    return Counter({table: count for table, count in left.items() if count}), statuses


def _tabs(app: Application, press: Press) -> Acts:
    """The same form of one browser, sent by eight tabs."""
    first = _signed_in(app, press)
    page = first.read(press.page)
    sent = _filled(page, press)
    cookie = first.http.get_cookie("sillage")
    clients = [_client(app, press) for _ in range(AT_ONCE)]
    for client in clients:
        if cookie is not None:
            client.http.set_cookie("sillage", cookie.value)
    return [partial(_post, client, press, page, sent) for client in clients]


def _devices(app: Application, press: Press) -> Acts:
    """A form of its own on each of eight devices."""
    acts: Acts = []
    for _device in range(AT_ONCE):
        client = _signed_in(app, press)
        page = client.read(press.page)
        acts.append(partial(_post, client, press, page, _filled(page, press)))
    return acts


def _signed_in(app: Application, press: Press) -> Client:
    client = _client(app, press)
    if press.person is not None:
        where = {"role": press.role, "organisation": press.organisation}
        client.sign_in(press.person, second_factor=not press.waiting, **where)
    return client


def _client(app: Application, press: Press) -> Client:
    """From the press's own network: tries are counted by network too."""
    client = Client(app)
    client.http.environ_base["REMOTE_ADDR"] = press.network
    return client


def _filled(page: Page, press: Press) -> dict[str, Any]:
    typed = dict(press.fields(page) if callable(press.fields) else press.fields)
    if press.scripted:
        token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
        return {"csrf_token": token, **typed}
    form = page.form(press.action or page.path)
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return {**values, **typed}


def _post(client: Client, press: Press, page: Page, sent: dict[str, Any]) -> int:
    answer = client.open(press.action or page.address, method="POST", data=sent)
    answer.close()
    return answer.status_code


def rows_of(engine: Engine) -> Rows:
    """How many rows each table has."""
    tables = [table for table in metadata.sorted_tables if table.name not in UNCOUNTED]
    counted = [select(literal(t.name), func.count()).select_from(t) for t in tables]
    with engine.connect() as connection:
        return Counter(dict(connection.execute(union_all(*counted)).all()))
