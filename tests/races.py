"""Many doing the same thing at the same moment, each through a client of their own.

The `real` fixture gives the application on a database with real transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from lms.accounts.models import Person
from lms.kernel.actor import Role
from lms.web.database import Application
from tests.client import Client

AT_ONCE = 8
ROUNDS = 20
Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run the acts in threads that start together; their results in order."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def signed_in(app: Application, person: Person, role: Role, count: int = AT_ONCE) -> list[Client]:
    """As many clients of one person as there are devices at once."""
    clients = [Client(app) for _ in range(count)]
    for client in clients:
        client.sign_in(person, role=role)
    return clients
